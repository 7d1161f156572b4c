/**
 * The R2-D2 prior: a law of the share R² of the variance that is explained, dealt out among the weights.
 *
 * Of inputs of mean 0, variance 1 and no correlation, R² = ω/(1 + ω) where the weights have variances σ² φ_j ω,
 * φ shares that sum to 1. R² ~ beta(alpha, beta) is ω ~ betaPrime(alpha, beta): what is known of the whole
 * is said of the whole, whatever the number of weights. At alpha = n·concentration of n weights the
 * φ_j ω are betaPrime(concentration, beta) each.
 *
 * A share φ_j that goes to 0 takes its weights with it while the others stay, so that each gates its own.
 * Their guide is a normal of the logarithms of their ratios, a cost that is drawn;
 * the moments of the weights are drawn too, so that groups leave at the press and not while training.
 *
 * - density    an integral; E|w|^(2s) = (2σ²)^s Γ(½ + s) Γ(1 + s)/√π · Γ(a + s) Γ(na)/(Γ(a) Γ(na + s)) ·
 *              Γ(alpha + s) Γ(beta − s)/(Γ(alpha) Γ(beta)), a the concentration, of one of n weights
 * - mixing     w ~ N(0, σ² φ ω v), v ~ exponential(1): Laplace of variance σ² φ ω; φ ~ dirichlet(a),
 *              ω ~ betaPrime(alpha, beta)
 * - shrinkage  R² = ω/(1 + ω) ~ Beta(alpha, beta) of all weights together
 * - spike      |w|^(2m − 1), m = min(a, alpha), for m < ½; none above
 * - tail       |w|^(−2 beta − 1)
 * - source     Zhang, Naughton, Bondell and Reich (2022), JASA 117(538)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  andThen,
  type Axis,
  betaPrime,
  dirichlet,
  exponential,
  mul,
  type NameOf,
  over,
  type Positive,
  productAxis,
  program,
  type Program,
  returns,
  sample,
  type Scale,
  split,
  sqrt,
  type Tensor,
  type TensorLike
} from '../../dsl/index.ts'
import { fromScale, type ScaleMixture } from '../ScaleMixture.ts'

/** Of each index its share, in one dealing over all axes; a single index keeps the whole. */
const dealt =
  <const X extends ReadonlyArray<Axis<string>>>(concentration: number, axes: X) =>
  (whole: Tensor<NameOf<X>, Positive>): Program<unknown, object, Tensor<NameOf<X>, Positive>> => {
    const along = productAxis(axes.map((a) => a.name).join('_'), axes)
    return along.size === 1
      ? pipe(
          program,
          returns(() => whole)
        )
      : pipe(
          program,
          sample('phi', dirichlet({ concentration, along })),
          returns(({ phi }) => pipe(whole, mul(pipe(phi, split(along, axes)))))
        )
  }

/**
 * w ~ Laplace of variance noise²·φ·ω, φ ~ dirichlet(concentration) over the groups and ω = R²/(1 − R²),
 * R² ~ beta(alpha, beta) the share of the variance that inputs of variance 1 explain beside noise of this
 * deviation: a number, or a scale of the model. Zhang, Naughton, Bondell & Reich 2022.
 *
 * @example
 * dense(features, hidden, r2d2({ alpha: 1, beta: 1, concentration: 0.5 }))(x)
 */
export const r2d2 = ({
  alpha,
  beta,
  concentration,
  noise
}: {
  readonly alpha: number
  readonly beta: number
  readonly concentration: number
  readonly noise?: TensorLike<never, Scale>
}): ScaleMixture =>
  fromScale((...axes) =>
    pipe(
      program,
      sample('omega', betaPrime({ alpha, beta, scale: 1 })),
      sample('v', over(...axes)(exponential(1))),
      returns(({ omega, v }) => pipe(v, mul(omega))),
      andThen(dealt(concentration, axes)),
      andThen((variance) =>
        pipe(
          program,
          returns(() => (noise === undefined ? sqrt(variance) : pipe(sqrt(variance), mul(noise))))
        )
      )
    )
  )
