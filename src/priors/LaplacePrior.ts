/**
 * The Laplace prior, that of the (Bayesian) lasso: a kink at 0 and light tails, which shrink large
 * weights too.
 *
 * - density    p(w) = e^(−|w|/b)/(2b), of one weight
 * - mixing     v ~ exponential(1/(2b²))
 * - shrinkage  p(κ) = r κ⁻² e^(−r(1 − κ)/κ), r = 1/(2b²), κ = 1/(1 + v)
 * - spike      a kink: p(0) = 1/(2b)
 * - tail       e^(−|w|/b)
 * - source     Park and Casella (2008), JASA 103(482)
 *
 * @since 0.2.0
 */
import { exponential } from '../dsl/index.ts'
import type { ScaleMixture } from './ScaleMixture.ts'
import { varianceMixture } from './VarianceMixture.ts'

/**
 * w ~ N(0, v), v ~ exponential(1/(2·scale²)), one per group: Laplace with this scale, multivariate
 * over a group. Park & Casella 2008.
 *
 * @example
 * dense(features, hidden, elementwise(laplacePrior(0.1)))(x)
 */
export const laplacePrior = (scale: number): ScaleMixture =>
  varianceMixture(exponential(1 / (2 * scale ** 2)))
