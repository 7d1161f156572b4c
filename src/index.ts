/**
 * Farrier: a typed probabilistic programming language whose compiler derives the guide, the ELBO,
 * the sparsity masks and the bit widths.
 *
 * @module farrier
 * @since 0.1.0
 */

// the language
export * from './dsl/index.ts'

// priors and layers
export * from './priors/index.ts'
export * from './layers/index.ts'

// what a model is, and what is wrong with it
export type { Graph, Site, SiteOptions } from './ir/Graph.ts'
export { showProblem } from './ir/Problem.ts'
export type { Problem, Problems } from './ir/Problem.ts'

// the whole way: compile, fit, summarise, predict, press, evaluate
export type {
  ApproximatedModel,
  ApproximateOptions,
  CalibratedMethod,
  CalibrateOptions,
  Calibration,
  CalibrationHooks,
  Checked,
  CheckOptions,
  CompiledModel,
  FitHooks,
  FitOptions,
  Fitted,
  FitTask,
  KeepableChains,
  KeepableFit,
  KeptCheck,
  LeftOneOut,
  ObservedPlace,
  Learnt,
  NewTables,
  PosteriorNames,
  PosteriorEvaluation,
  PosteriorOptions,
  PriorOptions,
  PriorSampled,
  PredictOptions,
  Predictions,
  PressChoices,
  Ranked,
  ReplicateOptions,
  Replicated,
  ReplicatedStatistic,
  Recorded,
  RunTask,
  Sampled,
  SampleHooks,
  SampleOptions,
  Summary,
  SummaryOptions,
  TrainedRun,
  Unanswered
} from './library/index.ts'
export {
  approximateModel,
  calibrateModel,
  checkFitted,
  compileGraph,
  compileDensity,
  compileModel,
  discreteDraws,
  encodeFit,
  encodeSampled,
  errorRateOf,
  evaluateFitted,
  evaluateOn,
  explainOn,
  fitModel,
  fitOn,
  freshStart,
  graphHash,
  leaveOneOutFitted,
  leaveOneOutSampled,
  learntOf,
  lintModel,
  nameRun,
  namesFrom,
  noNames,
  openRecorder,
  predictFitted,
  pressFitted,
  pressInput,
  pressOn,
  readNewRows,
  replicatedPrior,
  replicateFitted,
  resumedStart,
  sampleModel,
  samplePrior,
  startFrom,
  stepPlan,
  summariseFitted,
  trainRun
} from './library/index.ts'

// what a model may mean and its author probably did not
export type { Ignored, RuleName, Warning } from './lint/index.ts'
export { ignoredBy, ruleNames, showWarning, warningsOf } from './lint/index.ts'

// a model as a text
export { decodeModel, encodeModel } from './export/index.ts'

// what is derived from a model
export type {
  Compiled,
  CompiledDensity,
  CompileOptions,
  DensityOptions,
  Explanation,
  JointSites
} from './compile/index.ts'
export { compile, deriveDensity, explain } from './compile/index.ts'
export type { Coordinate, Density } from './ir/Density.ts'
export type { Derived } from './ir/Derived.ts'
export type { Gate, Mask } from './ir/Gate.ts'
export type {
  Bindings,
  NamedTensor,
  PosteriorDraws,
  SitePosterior,
  WideTensor
} from './ir/Posterior.ts'
export type { Variational } from './ir/Variational.ts'

// training, part by part; what it leaves, asked
export type {
  Bound,
  BoundData,
  CalibrationVerdict,
  ChainProgress,
  EpochMetrics,
  Evaluation,
  FitEnvironment,
  FitRequest,
  ElementSummary,
  FitResult,
  PredictedSite,
  PredictedValues,
  Progress,
  ApproximationFacts,
  ApproximationVerdict,
  SamplerSettings,
  Schedule,
  Settings,
  SiteSummary,
  State
} from './inference/index.ts'
export {
  bindData,
  dataStarts,
  fit,
  fromCheckpoint,
  initFrom,
  initialParameters,
  latentEnds,
  means,
  openEvaluator,
  openPosterior,
  plugIn,
  standardSampler,
  standardSchedule,
  standardSettings,
  stateOf,
  toCheckpoint
} from './inference/index.ts'

// whether draws can be trusted
export type {
  ChainCheck,
  Chains,
  CheckedElement,
  CheckedSite,
  Diagnosis,
  GuideCheck,
  LeaveOneOut,
  LeftOut,
  SmoothedWeights,
  Trust,
  Undiagnosed,
  UndiagnosedAt,
  Verdict,
  WidelyApplicable,
  Worst,
  WorstElement
} from './inference/index.ts'
export {
  bulkSize,
  chainsOf,
  checkChains,
  energyFractions,
  leaveOneOut,
  meanError,
  meanSize,
  mostShape,
  quantileErrorOf,
  quantileSize,
  rHat,
  sdError,
  smoothWeights,
  tailSize,
  whyUndiagnosed,
  widelyApplicable
} from './inference/index.ts'
export type { AdamSettings, Optimiser } from './lower/index.ts'
export { adam, adamWith } from './lower/index.ts'

// where it runs
export type { Executor, ExecutorName } from './runtime/index.ts'
export { executorNames, openExecutor, withExecutor } from './runtime/index.ts'

// compression, part by part
export type {
  Artifact,
  Effect,
  Ledger,
  Network,
  Pressed,
  PressOptions,
  PressReport,
  TableRow,
  Thresholds
} from './compress/index.ts'
export {
  byBits,
  byCodebook,
  byVariance,
  defaultPressOptions,
  networkOf,
  press,
  slim,
  tableRow
} from './compress/index.ts'
export {
  dataProgram,
  digestsOf,
  effectOn,
  evaluateNetwork,
  meanOn,
  type SavedNats,
  savingsOn
} from './library/index.ts'

// studies
export type {
  ModelOptions,
  NotRun,
  PublishedPoint,
  Study,
  StudyMethod,
  StudyNetwork,
  StudyOptions,
  StudySetting
} from './study/index.ts'
export { study } from './study/index.ts'

// files
export type {
  BindOptions,
  BoundTables,
  ColumnKind,
  DataOptions,
  DataSet,
  ImageShape,
  Labels,
  LabelledImages,
  NamedArray,
  NamedTable,
  ReadDraws,
  Wanted
} from './data/index.ts'
export {
  asLabels,
  asNumbers,
  bindFiles,
  cifar10Labels,
  loadCifar10,
  loadIdxFolder,
  loadImageFolder,
  loadMnist,
  readOthersDraws,
  readNetcdfDraws,
  readStanCsv,
  readTable,
  readZarrDraws,
  servedFiles
} from './data/index.ts'
export type {
  Budget,
  FileSystem,
  NamedTensors,
  NetFile,
  RunRecord,
  StoredPosterior
} from './storage/index.ts'
export {
  decodeNet,
  encodeNet,
  loadPosterior,
  loadRecord,
  nodeFileSystem,
  raisedBudget,
  readNamedTensors,
  readSafetensors,
  standardBudget,
  writeNamedTensors,
  writeSafetensors
} from './storage/index.ts'

// results in words, and as JSON
export type {
  PressedNet,
  ProfileSummary,
  TestedArtifact,
  Trace,
  TrainedFacts
} from './report/index.ts'
export {
  calibrationJson,
  chainCheckJson,
  checkedJson,
  contentsJson,
  elementName,
  leaveOneOutJson,
  predictionsCsv,
  predictionsJson,
  replicatedJson,
  pressedJson,
  progressText,
  showChainCheck,
  showCalibration,
  showChecked,
  showContents,
  showEpoch,
  showEvaluation,
  showExplanation,
  showLayers,
  showLeaveOneOut,
  showLedger,
  showPosteriorEvaluation,
  showPredictions,
  showPressed,
  showPressedNet,
  showProfile,
  showProgress,
  showReplicated,
  showShrinkage,
  showStep,
  showStopped,
  showSummary,
  showTableRow,
  showTestedNet,
  showTrained,
  stepJson,
  summarise,
  summaryCsv,
  summaryJson,
  traceOf,
  trainedJson
} from './report/index.ts'

// draws for others
export type { DrawsOnData, StoreOptions } from './library/index.ts'
export { arvizStore, likelihoodOf, saveStore } from './library/index.ts'
export { parquetDraws, stanCsvTexts } from './export/index.ts'
export type { StanCsvFacts, StoredFile } from './export/index.ts'

// pictures, as Vega-Lite specifications
export type { LossRecord, PredictedData, Specification } from './report/index.ts'
export {
  dataChart,
  drawnQuantiles,
  lossChart,
  posteriorChart,
  rankChart,
  replicatedChart
} from './report/index.ts'

// expressions, distributions and guides under names of their own: their words are those of the
// language, on untyped axes
export * as distributions from './distributions/index.ts'
export * as expr from './expr/index.ts'
export * as guides from './guides/index.ts'
