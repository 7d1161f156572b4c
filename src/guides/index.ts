/**
 * Variational families: the questions a guide answers, one guide a file, and closed divergences
 * from priors.
 *
 * @since 0.2.0
 */

// the questions, and what a guide is made of
export type {
  Estimator,
  Guide,
  GuidedSite,
  GuideDraw,
  GuideFamily,
  MeanVariance,
  NormalForm,
  Start
} from './GuideFamily.ts'
export {
  type Demand,
  type Gathered,
  type Initial,
  type LatentEnd,
  type Noise,
  type Parameter,
  type ParameterKind,
  parameterName,
  type Role
} from './Parameter.ts'

// the table
export { coordinateOf, learningKind, locationRole, logVarianceRole } from './NormalCoordinate.ts'
export { guides, guidesFor, guideTags, type GuideTag, isHeld } from './Guides.ts'

// noise that sites share
export {
  type CorrelatedNoise,
  elementsOf,
  type GivenShared,
  type JointLaw,
  loadingRole,
  type Member,
  type StandardNoise
} from './joint/CorrelatedNoise.ts'
export { fullRankNoise } from './joint/FullRankNoise.ts'
export { lowRankNoise } from './joint/LowRankNoise.ts'

// Kullback–Leibler divergences of distributions that stand as guides
export { closedKl, klTable, type KlTable } from './kl/KlTable.ts'
export {
  type ClosedKl,
  type JeffreysForm,
  klBy,
  type KlOptions,
  type KlRow,
  type KlRule
} from './kl/KlRule.ts'
