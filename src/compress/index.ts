/**
 * From a posterior to a smaller network: scores, masks, removal, folding, precision, quantisation,
 * entropy code.
 */

// the whole way, and what comes out
export type { PrecisionRule, Pressed, PressInput, PressOptions, PressReport } from './Press.ts'
export { defaultPressOptions, defaultToleranceNats, press, toleranceOf } from './Press.ts'
export type { Budget, WithinBudget } from './masks/WithinBudget.ts'
export { byteBudget, nonZeroBudget, pressWithin } from './masks/WithinBudget.ts'
export type { Artifact, Layer, Provenance } from './Artifact.ts'

// networks: predictions with values
export type { Network } from './Network.ts'
export {
  checkNetwork,
  dataRefs,
  fixedSizes,
  networkOf,
  openAxes,
  roots,
  selectData
} from './Network.ts'
export type { NetworkCost } from './NetworkCost.ts'
export { networkCost } from './NetworkCost.ts'
export { indexOver, keep, type Kept } from './remove/Elements.ts'

// scores and masks
export type { PublishedScores, Scores } from './masks/Score.ts'
export { noisiestFirst, publishedScores, score } from './masks/Score.ts'
export type { TwoClass } from './masks/TwoClass.ts'
export { twoClass } from './masks/TwoClass.ts'
export {
  aliveCount,
  isMaskable,
  maskAbove,
  maskOfCount,
  maskTensor,
  maskTensors
} from './masks/Mask.ts'
export type { GateChoice, ThresholdRule, Thresholds } from './masks/ByEffect.ts'
export { chooseMasks, showAxes } from './masks/ByEffect.ts'
export type { Effect, Search, Trial } from './masks/Effect.ts'
export { strongest } from './masks/Effect.ts'

// removal and folding
export type { FoldedConstant, Slimmed } from './remove/Slim.ts'
export { slim } from './remove/Slim.ts'
export { unusedIndices } from './remove/Unused.ts'
export type { Masking, MeanOf } from './remove/FoldMeans.ts'
export type { MeanOver } from './quantise/InputMoments.ts'
export { meanMasking, plainMasking } from './remove/FoldMeans.ts'

// precision
export type { Precision, QuantisedNetwork } from './quantise/Precision.ts'
export {
  byBits,
  byCodebook,
  byVariance,
  leastBits,
  mostBits,
  mostCodebookBits,
  publishedBits,
  quantiseNetwork
} from './quantise/Precision.ts'
export type { CodebookRule } from './quantise/Codebook.ts'
export { levelsOf, shareLevels } from './quantise/Codebook.ts'
export type { Quantised } from './quantise/Quantise.ts'
export {
  dequantise,
  exponentForBits,
  exponentForVariance,
  fixedPointBits,
  integerBits,
  nonZeros,
  quantise
} from './quantise/Quantise.ts'

// lossless code of integers
export type { MatrixShape } from './code/IntegerCode.ts'
export { bitsOfIntegers, decodeIntegers, encodeIntegers } from './code/IntegerCode.ts'

// where the bytes went
export type { Ledger, LedgerRow } from './Ledger.ts'
export { ledger } from './Ledger.ts'
export type { LayerRow, TableRow } from './quantise/Rates.ts'
export { architectureOf, tableRow } from './quantise/Rates.ts'
