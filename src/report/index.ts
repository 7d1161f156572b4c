/**
 * What people read: results in words and pictures, and as the JSON that programs read. Pure; the
 * command line and a page print the same.
 *
 * @since 0.2.0
 */

// what is derived from a model
export { showExplanation } from './derivation/DerivationText.ts'
export { showStory } from './derivation/StoryText.ts'
export { showWarnings, warningsJson } from './derivation/WarningText.ts'
export { showStep, stepJson } from './StepText.ts'

// training
export {
  showEpoch,
  showEvaluation,
  showPosteriorEvaluation,
  showProgress,
  showShrinkage
} from './EpochText.ts'
export { progressText } from './ProgressText.ts'
export { showStopped, showTrained, type TrainedFacts, trainedJson } from './TrainedText.ts'

// where its time goes
export { type ProfileSummary, showProfile, summarise } from './ProfileText.ts'
export { type Trace, traceOf } from './ProfileTrace.ts'

// the posterior and its predictions
export {
  elementName,
  type IndexNames,
  showSummary,
  summaryCsv,
  summaryJson
} from './SummaryText.ts'
export {
  calibrationJson,
  showCalibration,
  showCalibrationVerdict
} from './checking/CalibrationText.ts'
export { chainCheckJson, showChainCheck } from './checking/ChainCheckText.ts'
export { checkedJson, showChecked, showKeptCheck, showVerdict } from './checking/CheckText.ts'
export { predictionsCsv, predictionsJson, showPredictions } from './PredictionText.ts'
export { leaveOneOutJson, showLeaveOneOut } from './checking/LeaveOneOutText.ts'
export { replicatedJson, showReplicated } from './ReplicatedText.ts'

// studies
export { type StudiedCell, studyMarkdown } from './studies/StudyTable.ts'
export { showOutcome, studyCsv, studyJson } from './studies/StudyText.ts'

// pressing
export { showLayers, showLedger, showPressed, showTableRow } from './PressText.ts'
export {
  contentsJson,
  type PressedNet,
  pressedJson,
  showContents,
  showPressedNet,
  showTestedNet,
  type TestedArtifact
} from './NetText.ts'

// pictures, as Vega-Lite specifications
export type { Specification } from './charts/Chart.ts'
export { dataChart, type PredictedData } from './charts/DataChart.ts'
export { lossChart, type LossRecord } from './charts/LossChart.ts'
export { drawnQuantiles, posteriorChart } from './charts/PosteriorChart.ts'
export { rankChart } from './charts/RankChart.ts'
export { replicatedChart } from './charts/ReplicatedChart.ts'
export { studyChart } from './studies/StudyChart.ts'
