/**
 * The public law kit: named laws, and arbitraries of arguments, priors and whole models.
 *
 * @module farrier/laws
 * @since 0.1.0
 */

// laws
export { failure, type Law, law, near, type Said, wanted } from './Law.ts'
export { gateLaw } from './GateLaws.ts'
export { modelLaws, type Setting, settingOf } from './ModelLaws.ts'
export { type ExpectedGates, linearUnder, priorLaws } from './PriorLaws.ts'
export { distributionLaws } from './distributions/DistributionLaws.ts'
export type { Distributed } from './distributions/AsFamily.ts'
export { type GuideClaims, guideLaws } from './guides/GuideLaws.ts'
export { type KlClaims, klLaws } from './guides/KlLaws.ts'
export type { AnyGuide, SiteLaw } from './guides/BoundGuide.ts'

// arbitraries
export { between, eitherSign, logSpread, withExtremes } from './ArbitraryNumber.ts'
export {
  type Activation,
  arbitraryModelShape,
  graphOf,
  type LayerShape,
  type ModelShape,
  type Observation,
  type PriorName
} from './ArbitraryModel.ts'
export {
  arbitraryPriorShape,
  type BaseName,
  type PriorShape,
  priorShapesOf,
  type PriorStep,
  priorSteps,
  underPrior
} from './ArbitraryPrior.ts'
export { gatesWanted } from './WantedGates.ts'

// numbers: quadrature, and slopes by differences
export { integrate, underNormal } from './numbers/Quadrature.ts'
export { type Slope, slopeAt } from './numbers/Differences.ts'
