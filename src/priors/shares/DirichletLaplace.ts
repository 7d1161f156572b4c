/**
 * The Dirichlet–Laplace prior: Laplace weights whose scales share a total, a few of them nearly all of it.
 *
 * Shares φ ~ dirichlet(a, …, a) of a total τ ~ gamma(n·a, rate ½) are n gammas of shape a divided by their
 * sum, times such a sum: the scales φ_j τ are independent, each gamma(a, rate ½). So they are declared; no
 * scale waits for another, each has a closed divergence, and each gates its own weights.
 *
 * - density    p(w) = |w|^((a − 1)/2) K_(1 − a)(√(2|w|))/(2^((1 + a)/2) Γ(a)), of one weight
 * - mixing     w ~ N(0, z² v), z ~ gamma(a, rate ½), v ~ exponential(½): Laplace of scale z
 * - shrinkage  p(κ) ∝ κ⁻² ∫ z^(a − 3) exp(−z/2 − (1 − κ)/(2κ z²)) dz, κ = 1/(1 + z² v)
 * - spike      |w|^(a − 1) for a < 1, ln 1/|w| at 1, none above
 * - tail       |w|^(a/2 − ¾) e^(−√(2|w|))
 * - source     Bhattacharya, Pati, Pillai and Dunson (2015), JASA 110(512)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { exponential, gamma, mul, over, program, returns, sample, sqrt } from '../../dsl/index.ts'
import { fromScale, type ScaleMixture } from '../ScaleMixture.ts'

/**
 * w ~ laplace(0, φ·τ), φ ~ dirichlet(concentration) over the groups, τ ~ gamma(groups·concentration,
 * rate ½), by the independent gammas z = φ·τ that these are; the fewer groups shall matter, the smaller
 * the concentration: ½, or 1/groups. Bhattacharya, Pati, Pillai & Dunson 2015.
 *
 * @example
 * dense(features, hidden, dirichletLaplace({ concentration: 0.5 }))(x)
 */
export const dirichletLaplace = ({
  concentration
}: {
  readonly concentration: number
}): ScaleMixture =>
  fromScale((...axes) =>
    pipe(
      program,
      sample('z', over(...axes)(gamma({ shape: concentration, rate: 0.5 }))),
      sample('v', over(...axes)(exponential(0.5))),
      returns(({ z, v }) => pipe(z, mul(sqrt(v))))
    )
  )
