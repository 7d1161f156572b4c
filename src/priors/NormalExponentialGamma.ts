/**
 * The normal-exponential-gamma prior: a Laplace whose rate is itself gamma, so that its tail is a
 * power.
 *
 * - density    p(w) = Γ(λ + ½) λ U(λ + ½, ½, w²/(2s²))/(√(2π) s), U Tricomi's function
 * - mixing     v ~ exponential(u), u ~ gamma(λ, rate s²): v/s² ~ betaPrime(1, λ), in one step
 * - shrinkage  p(κ) ∝ κ^(λ − 1) (1 + (s² − 1)κ)^(−λ − 1), κ = 1/(1 + v)
 * - spike      a kink, as the Laplace's
 * - tail       |w|^(−2λ − 1)
 * - source     Griffin and Brown (2011), Australian and New Zealand Journal of Statistics 53(4)
 *
 * @since 0.2.0
 */
import { normalBetaPrime } from './NormalBetaPrime.ts'
import type { ScaleMixture } from './ScaleMixture.ts'

/**
 * w ~ N(0, v), v ~ exponential(u), u ~ gamma(shape, rate scale²), one per group: a kink at 0, tail
 * |w|^(−2·shape − 1). Griffin & Brown 2011.
 *
 * @example
 * dense(features, hidden, elementwise(normalExponentialGamma({ shape: 1, scale: 0.1 })))(x)
 */
export const normalExponentialGamma = ({
  shape,
  scale
}: {
  readonly shape: number
  readonly scale: number
}): ScaleMixture => normalBetaPrime({ alpha: 1, beta: shape, scale })
