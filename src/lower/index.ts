/**
 * Programs to plans: straight-line code over arrays of known shape. Axis names become positions
 * here and nowhere else.
 *
 * @since 0.1.0
 */

// named expressions to a plan
export type { LowerOptions } from './Lower.ts'
export { lower } from './Lower.ts'
export { expandSpecial } from './ExpandSpecial.ts'

// the plans of a program
export { keptBySizes } from './BySizes.ts'
export type { AxisSizes, Output, OutputOptions, PlanFor } from './Outputs.ts'
export { axisOrder, lowerOutputs, output } from './Outputs.ts'
export { maskableSites, type MaskableSite, type Masking, maskName } from './steps/Masking.ts'
export { errorCostName, replaced, trained, trainOutputs, trainStep } from './steps/TrainStep.ts'
export {
  complexityOf,
  complexityOutputs,
  reportPlan,
  savedOf,
  savingsPlan,
  scoredGates,
  scoreOf
} from './ReportPlan.ts'
export { readByDraws } from './QuantilePlan.ts'
export { drawPlan, hasClosedMoments, meanOf, momentsPlan, varianceOf } from './MomentsPlan.ts'
export type { PredictionKind } from './PredictPlan.ts'
export {
  argumentOf,
  isDiscrete,
  nllOf,
  outcomeAxis,
  outcomeCount,
  outcomesOf,
  predictPlan
} from './PredictPlan.ts'

// optimisers
export type { Optimiser, Update, Updated } from './steps/Optimiser.ts'
export { momentOf, rateOf, scalarOf } from './steps/Optimiser.ts'
export type { AdamSettings } from './steps/Adam.ts'
export { adam, adamWith } from './steps/Adam.ts'

// arrays on the host
export { rows, stretch } from './Slices.ts'

// what a plan does
export type { PlanRow, PlanSummary } from './ExplainInstructions.ts'
export { showPlan, summarisePlan } from './ExplainInstructions.ts'
export { constantValues, operands } from './LastUses.ts'
