/**
 * The horseshoe over groups.
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
