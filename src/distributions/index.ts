/**
 * Distributions, the questions they answer, their supports, and closed divergences between them.
 *
 * @since 0.1.0
 */

// a distribution, its facts, the axes of one draw
export {
  type Distribution,
  type Distributions,
  type DistributionTag,
  drawAxes,
  family
} from './Distribution.ts'
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

// one file per distribution
export { type Bernoulli, bernoulli } from './discrete/Bernoulli.ts'
export { type Categorical, categorical } from './discrete/Categorical.ts'
export { type Exponential, exponential } from './positive/Exponential.ts'
export { type Gamma, gamma, type GammaArguments } from './positive/Gamma.ts'
export { type HalfCauchy, halfCauchy } from './positive/HalfCauchy.ts'
export { type HalfNormal, halfNormal } from './positive/HalfNormal.ts'
export { type InverseGamma, inverseGamma } from './positive/InverseGamma.ts'
export { type LogNormal, logNormal } from './positive/LogNormal.ts'
export { type LogUniform, logUniform } from './real/LogUniform.ts'
export { type Normal, normal } from './real/Normal.ts'
export { type Uniform, uniform } from './interval/Uniform.ts'

// Kullback–Leibler divergences by pair of tags
export { closedKl, type GuideTag, klTable } from './kl/KlTable.ts'
export type { ClosedKl, JeffreysForm, KlOptions, KlRule } from './kl/KlRule.ts'
