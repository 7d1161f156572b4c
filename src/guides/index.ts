/**
 * Variational families: the questions a guide answers, one guide a file, and closed divergences
 * from priors.
 *
 * @since 0.2.0
 */

// the questions, and what a guide is made of
export type {
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
export { coordinateOf, learningKind } from './NormalCoordinate.ts'
export { guides, guidesFor, guideTags, type GuideTag } from './Guides.ts'

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
