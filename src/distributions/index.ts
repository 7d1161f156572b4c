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
export type { Argument, Expansion, Family, LocationScale, Pathwise } from './Family.ts'
export type { HostDraw, Uniform01 } from './StandardDraws.ts'

// supports and their bijections
export {
  type Bijector,
  bijector,
  binary,
  categories,
  interval,
  isWithin,
  positive,
  real,
  signed,
  type Support,
  type SupportTag
} from './supports/Support.ts'

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
