/**
 * The door of dist/: distributions, the questions they answer, their supports, and closed divergences between them.
 *
 * @since 0.1.0
 */

// a distribution, its facts, the axes of one draw
export { type Distribution, type Distributions, type DistributionTag, drawAxes, family } from './Distribution.ts'
export type { Argument, Expansion, Family, LocationScale, Pathwise } from './Family.ts'

// supports and their bijections
export { type Bijector, bijector, binary, categories, interval, isWithin, positive, real, signed, type Support, type SupportTag } from './Support.ts'

// one file per distribution
export { type Bernoulli, bernoulli } from './Bernoulli.ts'
export { type Categorical, categorical } from './Categorical.ts'
export { type Exponential, exponential } from './Exponential.ts'
export { type Gamma, gamma, type GammaArguments } from './Gamma.ts'
export { type HalfCauchy, halfCauchy } from './HalfCauchy.ts'
export { type HalfNormal, halfNormal } from './HalfNormal.ts'
export { type InverseGamma, inverseGamma } from './InverseGamma.ts'
export { type LogNormal, logNormal } from './LogNormal.ts'
export { type LogUniform, logUniform } from './LogUniform.ts'
export { type Normal, normal } from './Normal.ts'
export { type Uniform, uniform } from './Uniform.ts'

// Kullback–Leibler divergences by pair of tags
export { closedKl, type GuideTag, klTable } from './kl/Table.ts'
export type { ClosedKl, JeffreysForm, KlOptions, KlRule } from './kl/Rule.ts'
