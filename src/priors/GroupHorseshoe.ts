/**
 * The horseshoe over groups: half-Cauchy scales, one global and one for each group.
 *
 * - density    e^(t²/2) E₁(t²/2)/√(2π³ s²), t = w/s, of one weight, given s
 * - mixing     w ~ N(0, (z·s)²), z ~ C⁺(0, 1), s ~ C⁺(0, tau0)
 * - shrinkage  κ = 1/(1 + z²) ~ Beta(½, ½): nothing or all
 * - spike      ln 1/|w|
 * - tail       w⁻²
 * - source     Carvalho, Polson and Scott (2010), Biometrika 97(2)
 *
 * @since 0.1.0
 */
import { halfCauchy } from '../dsl/index.ts'
import { type ScaleMixture, scaleMixture } from './ScaleMixture.ts'

/**
 * s ~ C⁺(0, tau0), one for the tensor; z ~ C⁺(0, 1), one per group; w ~ N(0, (z·s)²).
 * Carvalho, Polson & Scott 2010; over groups: Louizos, Ullrich & Welling 2017, section 4.2.
 *
 * @example
 * dense(features, hidden, groupHorseshoe(1e-3))(x)
 */
export const groupHorseshoe = (tau0: number): ScaleMixture =>
  scaleMixture({ global: halfCauchy(tau0), local: halfCauchy(1) })
