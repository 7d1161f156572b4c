/**
 * What is stored: files as a capability, data sets, tensors, runs, and networks in one file.
 */

// files
export type { FileSystem } from './FileSystem.ts'
export { appendLine, readOrEmpty } from './FileSystem.ts'
export { nodeFileSystem } from './NodeFileSystem.ts'
export { servedFiles } from './ServedFiles.ts'
export { crc32, hex32, md5 } from './Checksum.ts'

// data sets of labelled images
export type { DataOptions, DataSet, LabelledImages } from './DataSet.ts'
export { loadIdxFolder, loadMnist, mnistMd5 } from './LoadData.ts'
export type { Idx } from './Idx.ts'
export { readIdx } from './Idx.ts'

// named arrays in the safetensors format
export type { StoredTensor, TensorFile } from './Safetensors.ts'
export { f32, f64, i32, readSafetensors, writeSafetensors } from './Safetensors.ts'
export type { NamedTensors } from './NamedTensorFile.ts'
export { readNamedTensors, writeNamedTensors } from './NamedTensorFile.ts'

// runs
export type { RunRecord } from './RunRecord.ts'
export { readRunRecord, runFormat, writeRunRecord } from './RunRecord.ts'
export type { StoredPosterior } from './RunFolder.ts'
export { inRun, loadMetrics, loadPosterior, loadRecord, loadState, saveMetrics, savePosterior, saveProfile, saveRecord, saveState } from './RunFolder.ts'

// networks: net.farrier
export type { NetFile } from './NetFile.ts'
export { decodeNet, encodeNet } from './NetFile.ts'
