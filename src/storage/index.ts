/**
 * What is stored: files as a capability, tensors, runs, and networks in one file.
 */

// files
export type { FileSystem } from './FileSystem.ts'
export { appendLine, readOrEmpty } from './FileSystem.ts'
export { nodeFileSystem } from './NodeFileSystem.ts'
export { crc32, hex32, md5 } from './Checksum.ts'
export type { Budget } from './Budget.ts'
export { raisedBudget, standardBudget } from './Budget.ts'

// named arrays in the safetensors format
export type { StoredTensor, TensorFile } from './tensors/Safetensors.ts'
export { f32, f64, i32, readSafetensors, writeSafetensors } from './tensors/Safetensors.ts'
export type { NamedTensors } from './tensors/NamedTensorFile.ts'
export { readNamedTensors, writeNamedTensors } from './tensors/NamedTensorFile.ts'

// runs
export type { ImageData, RunRecord, TableData } from './run/RunRecord.ts'
export { readRunRecord, runFormat, writeRunRecord } from './run/RunRecord.ts'
export type { StoredPosterior } from './run/PosteriorFile.ts'
export {
  appendMetrics,
  inRun,
  loadMetrics,
  loadPosterior,
  loadRecord,
  loadState,
  saveMetrics,
  savePosterior,
  saveProfile,
  saveRecord,
  saveState
} from './run/RunFolder.ts'

// networks: net.farrier
export type { NetFile } from './net/NetFile.ts'
export { decodeNet, encodeNet } from './net/NetFile.ts'
