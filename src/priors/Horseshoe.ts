/**
 * The horseshoe, one scale per weight.
 *
 * @since 0.1.0
 */
import { groupHorseshoe } from './GroupHorseshoe.ts'
import { elementwise } from './combinators/SharedScales.ts'
import type { ScaleMixture } from './ScaleMixture.ts'

/**
 * s ~ C⁺(0, tau0), one for the tensor; z ~ C⁺(0, 1) and w ~ N(0, (z·s)²), one per element.
 * Carvalho, Polson & Scott 2010.
 *
 * @example
 * dense(features, hidden, horseshoe(1e-3))(x)
 */
export const horseshoe = (tau0: number): ScaleMixture => elementwise(groupHorseshoe(tau0))
