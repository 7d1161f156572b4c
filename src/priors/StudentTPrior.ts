/**
 * Student's t, as a mixture of normals: bounded at 0, tails that let large weights be.
 *
 * - density    p(w) = t(w; df ν, scale s), of one weight
 * - mixing     v ~ inverseGamma(ν/2, scale νs²/2)
 * - shrinkage  p(κ) ∝ κ^(ν/2 − 1) (1 − κ)^(−ν/2 − 1) exp(−(ν/2) s² κ/(1 − κ)), κ = 1/(1 + v)
 * - spike      none: p(0) is finite and flat
 * - tail       |w|^(−ν − 1)
 * - source     Tipping (2001), JMLR 1
 *
 * @since 0.2.0
 */
import { inverseGamma } from '../dsl/index.ts'
import type { ScaleMixture } from './ScaleMixture.ts'
import { varianceMixture } from './VarianceMixture.ts'

/**
 * w ~ N(0, v), v ~ inverseGamma(df/2, scale df·scale²/2), one per group: Student's t with `df`
 * degrees of freedom, multivariate over a group.
 *
 * @example
 * dense(features, hidden, studentTPrior({ df: 3, scale: 0.1 }))(x)
 */
export const studentTPrior = ({
  df,
  scale
}: {
  readonly df: number
  readonly scale: number
}): ScaleMixture => varianceMixture(inverseGamma({ shape: df / 2, scale: (df * scale ** 2) / 2 }))
