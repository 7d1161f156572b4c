/**
 * Automatic relevance determination: a variance for each component, which switches it off.
 *
 * - density    p(w) = t(w; df 2a, scale √(b/a)), of one weight
 * - mixing     v ~ inverseGamma(a, scale b): the precision 1/v ~ gamma(a, rate b)
 * - shrinkage  p(κ) ∝ κ^(a − 1) (1 − κ)^(−a − 1) exp(−b κ/(1 − κ)), κ = 1/(1 + v)
 * - spike      none at b > 0; that of 1/|w| as a and b go to 0
 * - tail       |w|^(−2a − 1)
 * - source     MacKay (1995), Network 6(3); Bishop (1999), NeurIPS, for the rank of a factor model
 *
 * @since 0.2.0
 */
import { inverseGamma } from '../dsl/index.ts'
import type { ScaleMixture } from './ScaleMixture.ts'
import { varianceMixture } from './VarianceMixture.ts'

/**
 * w ~ N(0, v), v ~ inverseGamma(shape, scale), one per group. Over the components of a factor it
 * prunes the rank. MacKay 1995; Bishop 1999.
 *
 * @example
 * dense(features, hidden, ard({ shape: 1e-2, scale: 1e-2 }))(x)
 */
export const ard = ({
  shape,
  scale
}: {
  readonly shape: number
  readonly scale: number
}): ScaleMixture => varianceMixture(inverseGamma({ shape, scale }))
