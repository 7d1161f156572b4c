/**
 * Exporters: models as source of other languages, draws for other tools, networks in other
 * formats.
 *
 * @since 0.2.0
 */

// what they are given, and what they answer
export type { EmittedModel, EmittedSlot, ModelToEmit } from './source/ModelToEmit.ts'
export type { DataToEmit } from './source/DataJson.ts'
export { asWritten, dataJson } from './source/DataJson.ts'

// languages
export { emitNumpyro } from './numpyro/EmitNumpyro.ts'
export { emitStan } from './stan/EmitStan.ts'
export { emitTypescript } from './typescript/EmitTypescript.ts'

export { decodeModel, encodeModel } from './json/ModelJson.ts'

// draws
export { arvizGroups, type DrawsToExport } from './arviz/ArvizGroups.ts'
export { parquetDraws } from './draws/ParquetDraws.ts'
export { type StanCsvFacts, stanCsvTexts } from './draws/StanCsvText.ts'
export { type StoredFile, type ZarrGroup, zarrFiles } from './arviz/ZarrFiles.ts'

// networks
export { networkProgram } from './network/NetworkProgram.ts'
export { onnxFile } from './onnx/WriteOnnx.ts'
export { type TfjsModel, tfjsModel } from './tfjs/WriteTfjs.ts'
export { type NamedFile, networkSafetensors, networkTables } from './weights/NetworkTensors.ts'
