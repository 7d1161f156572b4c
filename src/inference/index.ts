/**
 * Fitting, resuming, evaluating, the posterior.
 *
 * @since 0.1.0
 */

// how to fit
export {
  checkSettings,
  type Settings,
  SettingsC,
  settingsFields,
  type Shrinking,
  standardSettings,
  shrinkingOf,
  standardShrinking,
  standardTolerance
} from './variational/Settings.ts'
export {
  decayAt,
  klWeightAt,
  type Now,
  type Rates,
  ratesAt,
  type Schedule,
  showSchedule,
  standardSchedule
} from './variational/Schedule.ts'

// what to fit to
export { otherGapProblems, seenPlaces, withGaps } from './host/MissingValues.ts'
export { type Bound, bindData, type BoundData, boundFor, slots, totals } from './host/BoundData.ts'
export { type Batching, batching, batchesOf, isCut, placeOf, shuffled } from './host/Batches.ts'

// where to start
export { checkRoom } from './variational/Room.ts'
export { initialParameter, initialParameters } from './variational/Initial.ts'
export { dataStarts, endNames, latentEnds } from './variational/DataStarts.ts'
export { type InitFrom, initFrom } from './variational/InitFrom.ts'
export { sameState, type State, stateOf } from './variational/State.ts'
export { type Checkpoint, fromCheckpoint, toCheckpoint } from './variational/Checkpoint.ts'

// fitting
export type { FitEnvironment, FitPart, Progress, Timed } from './variational/Environment.ts'
export { fit } from './variational/Fit.ts'
export type { FitResult } from './solving/FitResult.ts'
export type { Covariance } from './solving/LinearResponse.ts'
export type { Solution } from './solving/Solution.ts'
export { isSolvable, type SolverRule, standardSolving } from './solving/SolverRule.ts'
export { besideSolver, checkScored, solvingOf } from './solving/ChosenMethod.ts'
export { type Rough, roughLoss } from './solving/RoughLoss.ts'
export { type SettleRule, standardSettling } from './settling/SettleRule.ts'
export { besideSettling, isSettlable, settlingOf } from './settling/ChosenSettling.ts'
export type { MeanFacts, Moving, Settled } from './settling/Settled.ts'
export { sampledBound } from './settling/Sample.ts'
export { roundLimit } from './solving/SolveFit.ts'
export { optimiserOf } from './solving/Rests.ts'
export { checkProper, type FitRequest } from './variational/Request.ts'
export { type Advance, advance, type Advanced } from './variational/Step.ts'
export {
  type EpochMetrics,
  EpochMetricsC,
  fromLines,
  type Shrinkage,
  survivors,
  toLine
} from './evaluate/Metrics.ts'

// leaving out what the posterior has switched off
export {
  counted,
  due,
  evened,
  type Group,
  nothingShrunk,
  type Shrunk,
  type Unused,
  withoutGone,
  withoutGroups,
  withPointMasses,
  zeroGone
} from './variational/Shrunk.ts'
export { leastSaving } from './variational/Shrink.ts'
export { atKept, boundAtKept, keptSlices, putBack } from './host/KeptTensors.ts'

// cutting single weights
export { type CutRule, expectedCut, standardSurgery, type Surgery } from './cutting/CutRule.ts'
export { cutValues, leftOfCut, withoutCut } from './cutting/Masks.ts'

// sampling
export { type ModelTarget, modelTarget, targetOn, targetPlans } from './nuts/ModelTarget.ts'
export {
  type SamplerSettings,
  SamplerSettingsC,
  samplerFields,
  standardSampler
} from './nuts/SamplerSettings.ts'
export {
  begunChains,
  type ChainProgress,
  sampleChains,
  type SampledChains,
  type SamplerEnvironment
} from './nuts/SampleChains.ts'
export { checkRoom as checkDraws, type KeptChain } from './nuts/GrowingChain.ts'
export { drawsOfChains, momentsOfDraws, statisticOf } from './nuts/DrawsOfChains.ts'
export { chainsFrom, chainTensors } from './nuts/ChainTensors.ts'
export { threadsForChains } from './nuts/threads/ChainThreads.ts'
export {
  type ChainFacts,
  factsOfDraws,
  type PriorFacts,
  samplerFacts,
  type SamplerFacts
} from './nuts/SampledFacts.ts'
export { type StatisticName, statisticNames } from './nuts/StatisticNames.ts'

// approximating
export {
  approximate,
  type Approximated,
  type ApproximationFacts,
  type ApproximationMethod,
  approximationMethods,
  isApproximationMethod,
  type ApproximationSettings,
  nothingApproximated
} from './approximate/ApproximateTarget.ts'
export {
  type ApproximationVerdict,
  verdictOnApproximation
} from './approximate/ApproximationVerdict.ts'

// what came out
export { drawnAsRead, mostProbable } from './host/MostProbable.ts'
export { drawKey, means, openPosterior, type PosteriorOf } from './variational/OpenPosterior.ts'
export { leastComplexity } from './evaluate/LeastComplexity.ts'
export { type Draws, type Evaluator, openEvaluator, plugIn } from './evaluate/Evaluate.ts'
export { type Evaluation, EvaluationC } from './evaluate/PredictionScore.ts'
export { calibrationError, standardBins } from './evaluate/Calibration.ts'

// what a posterior says: summaries, predictions
export type { DrawQuestion } from './predictive/SummaryDraws.ts'
export { type FittedPosterior, trainedSizes } from './predictive/FittedPosterior.ts'
export {
  bindPrediction,
  hasNewRows,
  type NewRows,
  type PredictionTask
} from './predictive/BindPrediction.ts'
export { predictNew, type PredictedSite, type PredictQuestion } from './predictive/Predict.ts'
export type { PredictedValues } from './predictive/PredictedValues.ts'
export {
  predictionScope,
  type PredictionScope,
  type PredictiveModel
} from './predictive/PredictionScope.ts'
export { openConditionals, type Recovery, recoveryOf } from './predictive/ConditionalDraws.ts'
export { quantileError, quantilesOf } from './predictive/Quantile.ts'
export { type DataStatistic, statisticsOf } from './predictive/DataStatistics.ts'
export {
  checkPrior,
  drawPriors,
  type PriorModel,
  type PriorQuestion
} from './predictive/PriorDraws.ts'
export {
  checkReplicable,
  replicate,
  type ReplicationQuestion,
  type ReplicationScope,
  replicationScope,
  type ReplicationSource
} from './predictive/Replicate.ts'
export {
  type ElementSummary,
  indexOf,
  type ChainAgreement,
  type SiteSummary,
  summariseSites,
  type SummaryQuestion,
  type SummarySource
} from './predictive/SummariseSites.ts'
export { type DeclaredSite, declaredSites, summariseDraws } from './predictive/SummariseDraws.ts'

// whether draws can be trusted
export {
  type Chains,
  chainsOf,
  type Diagnosis,
  type Undiagnosed,
  whyUndiagnosed
} from './diagnostics/Chains.ts'
export { bulkSize, meanSize, quantileSize, tailSize } from './diagnostics/EffectiveSize.ts'
export { energyFractions, leastEnergyFraction } from './diagnostics/EnergyFraction.ts'
export {
  type LeaveOneOut,
  leaveOneOut,
  type LeftOut,
  type UndiagnosedAt
} from './diagnostics/LeaveOneOut.ts'
export { meanError, quantileErrorOf, sdError } from './diagnostics/MonteCarloError.ts'
export { mostShape, type SmoothedWeights, smoothWeights } from './diagnostics/ParetoSmoothing.ts'
export { rHat } from './diagnostics/RHat.ts'
export { type WidelyApplicable, widelyApplicable } from './diagnostics/WidelyApplicable.ts'

// whether a guide, or a sampler, can be trusted
export { type ChainCheck, checkChains, type WorstElement } from './checking/ChainCheck.ts'
export {
  type CheckedElement,
  type CheckedSite,
  checkGuide,
  type GuideCheck,
  weighGuide
} from './checking/GuideCheck.ts'
export {
  drawnValues,
  pointwiseLikelihood,
  type PointwiseLikelihood
} from './checking/PointwiseLikelihood.ts'
export { type Trust, type Verdict, verdictOf, type Worst } from './checking/Verdict.ts'
export {
  calibrationVerdict,
  type CalibrationVerdict,
  type RankedWorst
} from './checking/CalibrationVerdict.ts'
export {
  rankBins,
  type RankedElement,
  type RankedSite,
  type TestedSite,
  testRanks
} from './checking/RankTests.ts'
export { type DrawnValues, openWeigher, type Weigher } from './checking/WeighDraws.ts'

// arrays of the host
export {
  arrange,
  isFinite,
  placesIn,
  sameBytes,
  scalar,
  seriesAxis,
  sizeOf,
  type Tensors
} from './host/Tensors.ts'
export { download, type Prepared, prepare, release, runEach, runOnce, upload } from './host/Host.ts'
