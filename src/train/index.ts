/**
 * The door of train: fitting, resuming, evaluating, the posterior.
 *
 * @since 0.1.0
 */

// how to fit
export { checkSettings, type Settings, SettingsC, standardSettings } from './Settings.ts'
export { decayAt, klWeightAt, type Rates, ratesAt, type Schedule, showSchedule, standardSchedule } from './Schedule.ts'

// what to fit to
export { type Bound, bindData, type BoundData, slots, totals } from './Data.ts'
export { type Batching, batching, batchesOf, placeOf, shuffled } from './Batches.ts'

// where to start
export { initialParameter, initialParameters } from './Initial.ts'
export { type InitFrom, initFrom } from './InitFrom.ts'
export { sameState, type State, stateOf } from './State.ts'
export { type Checkpoint, fromCheckpoint, toCheckpoint } from './Checkpoint.ts'

// fitting
export { fit, type FitEnvironment, type FitResult, type Progress } from './Fit.ts'
export type { FitRequest, Now } from './Session.ts'
export { type Step, step, type StepInfo, type Stepped } from './Step.ts'
export { type EpochMetrics, EpochMetricsC, fromLines, survivors, toLine } from './Metrics.ts'

// what came out
export { drawKey, means, openPosterior, type PosteriorOf } from './Posterior.ts'
export { type Draws, type Evaluator, openEvaluator, plugIn } from './Evaluate.ts'
export { type Evaluation, EvaluationC } from './Score.ts'
export { calibrationError, standardBins } from './Calibration.ts'

// arrays of the host
export { arrange, isFinite, rows, sameBytes, scalar, sizeOf, type Tensors } from './Tensors.ts'
export { download, type Prepared, prepare, release, runOnce, upload } from './Host.ts'
