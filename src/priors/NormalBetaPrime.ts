/**
 * The normal-beta-prime prior, which is the three-parameter beta prior: one shape for the mass near
 * 0, one for the tail.
 *
 * - density    p(w) = Γ(b + ½) U(b + ½, 3/2 − a, w²/(2s²))/(√(2π) s B(a, b)), U Tricomi's function
 * - mixing     v/s² ~ betaPrime(a, b); at ½ and ½ the horseshoe at global scale s
 * - shrinkage  p(κ) ∝ κ^(b − 1) (1 − κ)^(a − 1) (1 + (s² − 1)κ)^(−a − b), κ = 1/(1 + v): Beta(b, a) at
 *              s = 1
 * - spike      |w|^(2a − 1) for a < ½, ln 1/|w| at ½, none above
 * - tail       |w|^(−2b − 1)
 * - source     Armagan, Clyde and Dunson (2011), NeurIPS; Bai and Ghosh (2021), Statistica Sinica
 *
 * @since 0.2.0
 */
import { betaPrime } from '../dsl/index.ts'
import type { ScaleMixture } from './ScaleMixture.ts'
import { varianceMixture } from './VarianceMixture.ts'

/**
 * w ~ N(0, v), v ~ scale²·betaPrime(alpha, beta), one per group: alpha below ½ makes a spike at 0,
 * beta below ½ a tail heavier than Cauchy's. Armagan, Clyde & Dunson 2011.
 *
 * @example
 * dense(features, hidden, normalBetaPrime({ alpha: 0.3, beta: 1, scale: 0.1 }))(x)
 */
export const normalBetaPrime = ({
  alpha,
  beta,
  scale
}: {
  readonly alpha: number
  readonly beta: number
  readonly scale: number
}): ScaleMixture => varianceMixture(betaPrime({ alpha, beta, scale: scale ** 2 }))
