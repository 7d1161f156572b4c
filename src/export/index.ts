/**
 * Exporters: models as source of other languages.
 *
 * @since 0.3.0
 */

// what they are given, and what they answer
export type { EmittedModel, EmittedSlot, ModelToEmit } from './source/ModelToEmit.ts'
export type { DataToEmit } from './source/DataJson.ts'
export { dataJson } from './source/DataJson.ts'

// languages
export { emitNumpyro } from './numpyro/EmitNumpyro.ts'
export { emitStan } from './stan/EmitStan.ts'
