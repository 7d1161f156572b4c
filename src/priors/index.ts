/**
 * Priors as values.
 *
 * @since 0.1.0
 */

// independent weights
export { normalPrior } from './NormalPrior.ts'

// scale mixtures, and what they are made of
export { groupHorseshoe } from './GroupHorseshoe.ts'
export { groupJeffreys } from './GroupJeffreys.ts'
export { horseshoe } from './Horseshoe.ts'
export { regularise } from './Regularise.ts'
export { elementwise, fromScale, scaleMixture } from './ScaleMixture.ts'
export type { ScaleMixture } from './ScaleMixture.ts'

// restrictions of the guide
export { boundVariance } from './BoundVariance.ts'
