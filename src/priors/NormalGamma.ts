/**
 * The normal-gamma prior (variance gamma): the lasso's with a shape, which says how much mass lies
 * near 0. Not the conjugate law of a mean and a precision of the same name.
 *
 * - density    p(w) = |w/b|^(λ − ½) K_(λ − ½)(|w|/b)/(√π 2^(λ − ½) b Γ(λ)), of one weight
 * - mixing     v ~ gamma(λ, rate 1/(2b²)); the Laplace at λ = 1
 * - shrinkage  p(κ) ∝ κ^(−λ − 1) (1 − κ)^(λ − 1) e^(−r(1 − κ)/κ), r = 1/(2b²), κ = 1/(1 + v)
 * - spike      |w|^(2λ − 1) for λ < ½, ln 1/|w| at ½, none above
 * - tail       |w|^(λ − 1) e^(−|w|/b)
 * - source     Griffin and Brown (2010), Bayesian Analysis 5(1)
 *
 * @since 0.2.0
 */
import { gamma } from '../dsl/index.ts'
import type { ScaleMixture } from './ScaleMixture.ts'
import { varianceMixture } from './VarianceMixture.ts'

/**
 * w ~ N(0, v), v ~ gamma(shape, rate 1/(2·scale²)), one per group: the Laplace prior at shape 1, more
 * mass near 0 below. Griffin & Brown 2010.
 *
 * @example
 * dense(features, hidden, elementwise(normalGamma({ shape: 0.3, scale: 1 })))(x)
 */
export const normalGamma = ({
  shape,
  scale
}: {
  readonly shape: number
  readonly scale: number
}): ScaleMixture => varianceMixture(gamma({ shape, rate: 1 / (2 * scale ** 2) }))
