/**
 * Data that models are fitted to, from the formats in which people keep them.
 *
 * @since 0.2.0
 */

// tables: arrays by name
export type { ColumnKind, NamedArray, NamedTable, Wanted } from './tables/NamedTable.ts'
export { asLabels, asNumbers } from './tables/NamedTable.ts'
export { readTable } from './tables/OpenTable.ts'

// columns of tables bound to a model
export { type BindOptions, bindFiles, type BoundTables } from './binding/BindFiles.ts'
export type { Labels } from './binding/ColumnKinds.ts'

// labelled images, from IDX files and CIFAR-10
export type { DataOptions, DataSet, ImageShape, LabelledImages } from './LabelledImages.ts'
export { loadIdxFolder, loadImageFolder, loadMnist, mnistMd5 } from './LoadImages.ts'
export { cifar10Labels, loadCifar10 } from './Cifar.ts'
export { type Idx, readIdx } from './Idx.ts'

// files that a page reads
export { servedFiles } from './ServedFiles.ts'

// draws that others made
export { readOthersDraws } from './draws/ReadDraws.ts'
export { readNetcdfDraws } from './draws/NetcdfDraws.ts'
export { readStanCsv } from './draws/StanCsv.ts'
export { type ReadDraws, readZarrDraws } from './draws/ZarrDraws.ts'
