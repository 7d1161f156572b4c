/**
 * The whole sentence: compile, fit, press, evaluate, once for programs, pages and the command line.
 *
 * @since 0.1.0
 */

// the sentence
export { compileDensity } from './sampling/CompileDensity.ts'
export { type CompiledModel, compileGraph, compileModel, lintModel } from './CompileModel.ts'
export { type FitOptions, type Fitted, fitModel } from './FitModel.ts'
export {
  type Sampled,
  type SampleHooks,
  sampleModel,
  type SampleOptions,
  samplerEnvironment
} from './sampling/SampleModel.ts'
export {
  drawnFrom,
  perhapsObserved,
  type PriorOptions,
  type PriorSampled,
  priorTask,
  type PriorTask,
  samplePrior,
  standardPrior
} from './sampling/SamplePrior.ts'
export {
  type ApproximatedModel,
  approximateModel,
  type ApproximateOptions
} from './sampling/ApproximateModel.ts'
export { pressFitted, pressInput, pressOn, type PressChoices } from './PressModel.ts'
export {
  errorRateOf,
  evaluateFitted,
  evaluateOn,
  evaluatePosteriorOn,
  type PosteriorEvaluation
} from './EvaluateModel.ts'
export { posteriorQuestion, type PosteriorOptions } from './PosteriorQuestion.ts'
export {
  bindNewRows,
  predictOn,
  type PredictOptions,
  type Predictions,
  predictFitted
} from './PredictRows.ts'
export { type NewTables, readNewRows, type ReadRows } from './NewTables.ts'
export { namesFrom, noNames, type PosteriorNames } from './PosteriorNames.ts'
export {
  calibrateDraws,
  calibrateFits,
  calibrateModel,
  calibrationTask
} from './checking/CalibrateModel.ts'
export { type CalibrateOptions, standardWorlds } from './checking/CalibrateOptions.ts'
export type { Calibration, CalibrationHooks, Ranked, Unanswered } from './checking/RankedWorlds.ts'
export { type CalibratedMethod, calibratedMethods } from './checking/PosteriorInWorld.ts'
export { checkFitted } from './checking/CheckFit.ts'
export { type Checked, checkLearnt, type CheckOptions } from './checking/CheckLearnt.ts'
export type { KeptCheck } from './checking/KeptCheck.ts'
export {
  heldSites,
  leaveOneOutDraws,
  leaveOneOutFitted,
  leaveOneOutLearnt,
  leaveOneOutSampled,
  type LeftOneOut,
  type ObservedPlace
} from './checking/LeaveOneOutOf.ts'
export {
  replicatedPrior,
  replicateFitted,
  replicateOn,
  type ReplicateOptions,
  type Replicated,
  type ReplicatedStatistic,
  replicationOf,
  type ReplicationTask
} from './checking/ReplicateData.ts'
export { summariseFitted, summariseOn, type Summary, type SummaryOptions } from './Summarise.ts'
export { type ExplainedStep, explainOn, stepPlan } from './ExplainStep.ts'
export { type Learnt, learntOf } from './Learnt.ts'

// draws for others
export {
  arvizStore,
  type DrawsOnData,
  likelihoodOf,
  saveStore,
  type StoreOptions
} from './draws/ArvizStore.ts'
export { discreteDraws } from './draws/DiscreteDraws.ts'

export { decodeSampled, encodeSampled, type KeepableChains } from './sampling/KeptChains.ts'

// a fit on an executor, and where it begins
export { type FitHooks, fitOn, type FitOutcome, type FitTask } from './FitOn.ts'
export { type FitStart, freshStart, startFrom } from './FitStart.ts'
export { decodeFit, encodeFit, type KeepableFit } from './KeptFit.ts'
export { openRecorder, type Recorded, type Recorder } from './ProfileRecorder.ts'

// a fit in the folder of a run
export { graphHash } from './GraphHash.ts'
export {
  type Intent,
  modelTrained,
  runBefore,
  runEnded,
  sameRun,
  seedOf
} from './run/RunIdentity.ts'
export { resumedStart } from './run/ResumeRun.ts'
export { digestsOf, nameRun } from './run/RunDigests.ts'
export { type RunTask, type TrainedRun, trainRun } from './run/TrainRun.ts'

// networks on an executor
export { dataProgram, effectOn, evaluateNetwork, firstRows, meanOn } from './NetworkEvaluation.ts'
export { type SavedNats, savingsOn } from './Savings.ts'
