/**
 * The door of train: fitting, resuming, evaluating, the posterior.
 *
 * @since 0.1.0
 */

// how to fit
export { checkSettings, type Settings, SettingsC, type Shrinking, standardSettings, standardShrinking } from './Settings.ts'
export { decayAt, klWeightAt, type Now, type Rates, ratesAt, type Schedule, showSchedule, standardSchedule } from './Schedule.ts'

// what to fit to
export { type Bound, bindData, type BoundData, slots, totals } from './Data.ts'
export { type Batching, batching, batchesOf, isCut, placeOf, shuffled } from './Batches.ts'

// where to start
export { initialParameter, initialParameters } from './Initial.ts'
export { type InitFrom, initFrom } from './InitFrom.ts'
export { sameState, type State, stateOf } from './State.ts'
export { type Checkpoint, fromCheckpoint, toCheckpoint } from './Checkpoint.ts'

// fitting
export type { FitEnvironment, FitPart, Progress, Timed } from './Environment.ts'
export { fit, type FitResult } from './Fit.ts'
export type { FitRequest } from './Request.ts'
export { type Advance, advance, type Advanced } from './Step.ts'
export { type EpochMetrics, EpochMetricsC, fromLines, type Shrinkage, survivors, toLine } from './Metrics.ts'

// leaving out what the posterior has switched off
export { counted, due, evened, type Group, nothingShrunk, type Shrunk, type Unused, withoutGone, withoutGroups, withPointMasses, zeroGone } from './Shrunk.ts'
export { leastSaving } from './Shrink.ts'
export { atKept, boundAtKept, putBack } from './Kept.ts'

// what came out
export { drawKey, means, openPosterior, type PosteriorOf } from './Posterior.ts'
export { type Draws, type Evaluator, openEvaluator, plugIn } from './Evaluate.ts'
export { type Evaluation, EvaluationC } from './Score.ts'
export { calibrationError, standardBins } from './Calibration.ts'

// arrays of the host
export { arrange, isFinite, sameBytes, scalar, seriesAxis, sizeOf, type Tensors } from './Tensors.ts'
export { download, type Prepared, prepare, release, runEach, runOnce, upload } from './Host.ts'
