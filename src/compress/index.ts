/**
 * From a posterior to a smaller network: scores, masks, removal, folding, precision, quantisation, entropy code.
 */

// the whole way, and what comes out
export type { PrecisionRule, Pressed, PressInput, PressOptions, PressReport } from './Press.ts'
export { defaultPressOptions, defaultToleranceNats, press } from './Press.ts'
export type { WithinBudget } from './WithinBudget.ts'
export { pressWithin } from './WithinBudget.ts'
export type { Artifact, Layer, Provenance } from './Artifact.ts'

// networks: predictions with values
export type { Network } from './Network.ts'
export { dataRefs, fixedSizes, networkOf, openAxes, roots, selectData } from './Network.ts'
export { indexOver, keep, type Kept } from './Elements.ts'

// scores and masks
export type { PublishedScores, Scores } from './Score.ts'
export { noisiestFirst, publishedScores, score } from './Score.ts'
export type { TwoClass } from './TwoClass.ts'
export { twoClass } from './TwoClass.ts'
export { aliveCount, isMaskable, maskAbove, maskOfCount, maskTensor, maskTensors } from './Mask.ts'
export type { GateChoice, ThresholdRule, Thresholds } from './ByEffect.ts'
export { chooseMasks, showAxes } from './ByEffect.ts'
export type { Effect, Search, Trial } from './Effect.ts'
export { strongest } from './Effect.ts'

// removal and folding
export type { FoldedConstant, Slimmed } from './Slim.ts'
export { slim } from './Slim.ts'
export { unusedIndices } from './Unused.ts'
export type { Masking, MeanOf } from './FoldMeans.ts'
export { meanMasking, plainMasking } from './FoldMeans.ts'

// precision
export type { Precision, QuantisedNetwork } from './Precision.ts'
export { byBits, byVariance, publishedBits, quantiseNetwork } from './Precision.ts'
export type { Quantised } from './Quantise.ts'
export { dequantise, exponentForBits, exponentForVariance, fixedPointBits, integerBits, nonZeros, quantise } from './Quantise.ts'

// lossless code of integers
export type { MatrixShape } from './IntegerCode.ts'
export { decodeIntegers, encodeIntegers } from './IntegerCode.ts'

// where the bytes went
export type { Ledger, LedgerRow } from './Ledger.ts'
export { ledger, showLedger } from './Ledger.ts'
export type { LayerRow, TableRow } from './Rates.ts'
export { architectureOf, tableRow } from './Rates.ts'
