/**
 * Executors of plans, their backends, and the random numbers all of them share.
 *
 * @since 0.1.0
 */

// the contract
export type {
  BackendName,
  Buffers,
  Executor,
  NoiseKey,
  OpenExecutor,
  Runnable,
  TfjsBuffer
} from './Executor.ts'

// executors by name
export type { ExecutorName } from './OpenExecutor.ts'
export { executorNames, openExecutor, withExecutor } from './OpenExecutor.ts'
export type { OpenOptions } from './tfjs/OpenTfjs.ts'
export type { ReferenceBuffer } from './reference/ReferenceExecutor.ts'
export { makeReferenceExecutor } from './reference/ReferenceExecutor.ts'

// the memory of one
export { NoRoom, withinRoom } from './NoRoom.ts'

// what an executor makes of a plan, and where its time goes
export type { ExplainedEngine, ExplainedKernel, ExplainedPlan, Probe } from './ExplainedPlan.ts'
export type { PlanTimes, Profile, StepTimes } from './engine/Profile.ts'
export { makeProfile } from './engine/Profile.ts'

// keyed random numbers
export type { StreamKey } from './Noise.ts'
export {
  fillNormals,
  integerAt,
  normalOf,
  normals,
  permutation,
  streamKey,
  uniforms
} from './Noise.ts'
