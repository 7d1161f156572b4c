/**
 * What runs a plan. Arrays live with the executor as opaque buffers; only `upload` and `download`
 * cross.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Plan, Shape } from '../ir/Plan.ts'
import type { Problem } from '../ir/Problem.ts'
import type { ExplainedPlan } from './ExplainedPlan.ts'

/**
 * Where the noise of one run comes from: streams differ by name, runs by step, experiments by seed.
 */
export interface NoiseKey {
  readonly seed: number
  readonly step: number
}

export type Buffers<B> = ReadonlyMap<string, B>

/**
 * `B` is the executor's buffer type. Whoever holds a buffer releases it once, unless it was given
 * to a run as a consumed input.
 */
export interface Executor<B> {
  /** As printed with every result: `tfjs/wasm`, `reference`. */
  readonly name: string
  readonly upload: (values: Float32Array, shape: Shape) => B
  readonly download: (buffer: B) => Promise<Float32Array>
  readonly release: (buffer: B) => void
  /**
   * Refuses a plan it cannot run, naming the operation and its site; never in the middle of a run.
   */
  readonly prepare: (plan: Plan) => Either<Problem, Runnable<B>>
  /** What it makes of a plan; undefined where it runs the plan's instructions one by one. */
  readonly explain?: (plan: Plan) => Either<Problem, ExplainedPlan>
  /** Buffers alive now: constant between equal steps. */
  readonly liveBuffers: () => number
}

export interface Runnable<B> {
  /** Outputs by name, each a fresh buffer; consumed inputs are gone afterwards. */
  readonly run: (inputs: Buffers<B>, key: NoiseKey) => Buffers<B>
  /**
   * `steps` runs, one after the other, in one call; undefined where the executor has no such loop.
   * A consumed input must have an output of its name, which is its value in the next run. Inputs
   * named in `series` have a leading extent `steps`: run k reads slice k, and draws the noise of
   * step key.step + k. The state comes back once, every other output with a leading extent `steps`.
   * The same bytes as that many calls of `run`.
   */
  readonly repeat?: (
    inputs: Buffers<B>,
    key: NoiseKey,
    steps: number,
    series: ReadonlySet<string>
  ) => Buffers<B>
  /** Releases what the plan keeps between runs (constants). */
  readonly dispose: () => void
}

/**
 * An array of tfjs, which calls it `TensorInfo`. Written out, so that our declarations do not pull
 * in those of tfjs, which do not agree with every version of the standard library's.
 */
export interface TfjsBuffer {
  readonly dataId: object
  readonly shape: Array<number>
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64' | 'string'
}

export type BackendName = 'cpu' | 'wasm' | 'webgpu' | 'tensorflow'

/** Makes an executor ready, or says what is missing and how to get it. */
export type OpenExecutor<B> = TaskEither<Problem, Executor<B>>
