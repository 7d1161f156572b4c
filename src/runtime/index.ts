/**
 * Executors of plans, their backends, and the random numbers all of them share.
 *
 * @since 0.1.0
 */

// the contract
export type { BackendName, Buffers, Executor, NoiseKey, OpenExecutor, Runnable, TfjsBuffer } from './Executor.ts'

// executors by name
export type { ExecutorName } from './OpenExecutor.ts'
export { executorNames, openExecutor, withExecutor } from './OpenExecutor.ts'
export type { OpenOptions } from './OpenTfjs.ts'
export type { ReferenceBuffer } from './ReferenceExecutor.ts'
export { makeReferenceExecutor } from './ReferenceExecutor.ts'

// keyed random numbers
export type { StreamKey } from './Noise.ts'
export { fillNormals, integerAt, normalOf, normals, permutation, streamKey, uniforms } from './Noise.ts'
