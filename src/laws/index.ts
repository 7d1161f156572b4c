/**
 * The public law kit: named laws, and arbitraries of priors and whole models.
 *
 * @module farrier/laws
 * @since 0.1.0
 */

// laws
export { failure, type Law, law } from './Law.ts'
export { gateLaw } from './GateLaws.ts'
export { modelLaws, type Setting, settingOf } from './ModelLaws.ts'
export { type ExpectedGates, linearUnder, priorLaws } from './PriorLaws.ts'

// arbitraries
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
