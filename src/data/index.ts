/**
 * Data that models are fitted to, from the formats in which people keep them.
 *
 * @since 0.2.0
 */

// labelled images, from IDX files
export type { DataOptions, DataSet, LabelledImages } from './LabelledImages.ts'
export { loadIdxFolder, loadMnist, mnistMd5 } from './LoadImages.ts'
export { type Idx, readIdx } from './Idx.ts'

// files that a page reads
export { servedFiles } from './ServedFiles.ts'
