/**
 * Distributions, the questions they answer, their supports, and closed divergences between them.
 *
 * @since 0.1.0
 */

// distributions, their facts, the axes of one draw
export * from './Distribution.ts'
export { elementwiseDensity } from './ElementwiseDensity.ts'
export type { Argument, Expansion, Family, LocationScale, Pathwise } from './Family.ts'
export type { HostDraw, Uniform01 } from './StandardDraws.ts'

// supports, the questions they answer, their bijections
export type { Bijector } from './supports/Bijector.ts'
export {
  bijector,
  boundsOf,
  factsOf,
  isWithin,
  type Support,
  supportOfCode,
  type SupportTag,
  supportTags
} from './supports/Support.ts'
export type { Bounds, Proof, SupportFacts, SupportKind } from './supports/SupportKind.ts'
export { binary } from './supports/BinarySupport.ts'
export { categories } from './supports/CategoriesSupport.ts'
export { interval } from './supports/IntervalSupport.ts'
export { positive } from './supports/PositiveSupport.ts'
export { real } from './supports/RealSupport.ts'
export { signed } from './supports/SignedSupport.ts'

// Kullback–Leibler divergences by pair of tags
export { closedKl, type GuideTag, klTable } from './kl/KlTable.ts'
export type { ClosedKl, JeffreysForm, KlOptions, KlRule } from './kl/KlRule.ts'
