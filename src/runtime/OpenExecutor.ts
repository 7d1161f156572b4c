/**
 * Executors by name.
 *
 * @since 0.1.0
 */
import { type Either, isLeft, left } from 'fp-ts/lib/Either.js'
import { map, right, type TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem } from '../ir/Problem.ts'
import type { BackendName, Executor, OpenExecutor, TfjsBuffer } from './Executor.ts'
import { type OpenOptions as TfjsOptions, openTfjs } from './tfjs/OpenTfjs.ts'
import { messageOf } from './Packages.ts'
import { makeReferenceExecutor, type ReferenceBuffer } from './reference/ReferenceExecutor.ts'
import type { WasmOptions } from './engine/OpenWasm.ts'
import type { WasmBuffer } from './engine/WasmExecutor.ts'

/**
 * `wasm` runs modules generated for each plan, `reference` plain float64 loops; the others are
 * backends of tfjs.
 */
export type ExecutorName = 'wasm' | 'tfjs-wasm' | 'cpu' | 'tensorflow' | 'webgpu' | 'reference'

export interface OpenOptions extends TfjsOptions, WasmOptions {}

const tfjsBackends: { readonly [N in Exclude<ExecutorName, 'wasm' | 'reference'>]: BackendName } = {
  'tfjs-wasm': 'wasm',
  cpu: 'cpu',
  tensorflow: 'tensorflow',
  webgpu: 'webgpu'
}

/** In the order they are offered. */
export const executorNames: ReadonlyArray<ExecutorName> = [
  'wasm',
  'tfjs-wasm',
  'cpu',
  'tensorflow',
  'webgpu',
  'reference'
]

/**
 * Loaded when it is asked for: the assembler of modules is fifteen megabytes of JavaScript, in a
 * page a file of its own.
 */
const openWasm = (options: WasmOptions): Promise<Either<Problem, Executor<WasmBuffer>>> =>
  import('./engine/OpenWasm.ts').then(
    (loaded) => loaded.openWasm(options)(),
    (e: unknown) =>
      left(
        problem(
          'wasm',
          `its code does not load: ${messageOf(e)}`,
          'it is fetched when it is needed',
          'see that all files of the bundle are served'
        )
      )
  )

/**
 * One for each number of threads: its memory and workers serve all plans of a process. Warnings go
 * to who opens it first.
 */
const opened = new Map<string, Promise<Either<Problem, Executor<WasmBuffer>>>>()
const sharedWasm =
  (options: WasmOptions): OpenExecutor<WasmBuffer> =>
  async () => {
    // what is measured is nobody else's
    if (options.probe !== undefined || options.watch !== undefined) return openWasm(options)
    const key = `${options.threads ?? 'auto'}${options.wide === false ? ', narrow' : ''}`
    const found = opened.get(key) ?? openWasm(options)
    opened.set(key, found)
    const executor = await found
    if (isLeft(executor)) opened.delete(key)
    return executor
  }

/** Opens the executor of a name; whoever opens it disposes of it. */
export function openExecutor(
  name: 'reference',
  options?: OpenOptions
): OpenExecutor<ReferenceBuffer>
export function openExecutor(name: 'wasm', options?: OpenOptions): OpenExecutor<WasmBuffer>
export function openExecutor(
  name: Exclude<ExecutorName, 'wasm' | 'reference'>,
  options?: OpenOptions
): OpenExecutor<TfjsBuffer>
export function openExecutor(
  name: ExecutorName,
  options: OpenOptions = {}
): OpenExecutor<ReferenceBuffer> | OpenExecutor<WasmBuffer> | OpenExecutor<TfjsBuffer> {
  return name === 'reference'
    ? right(makeReferenceExecutor())
    : name === 'wasm'
      ? sharedWasm(options)
      : openTfjs(tfjsBackends[name], options)
}

/** Does something with the executor of a name known only at run time, whatever its buffers are. */
export const withExecutor =
  (name: ExecutorName, options: OpenOptions = {}) =>
  <R>(use: <B>(executor: Executor<B>) => R): TaskEither<Problem, R> => {
    if (name === 'reference') return right(use(makeReferenceExecutor()))
    return name === 'wasm'
      ? map((executor: Executor<WasmBuffer>) => use(executor))(sharedWasm(options))
      : map((executor: Executor<TfjsBuffer>) => use(executor))(
          openTfjs(tfjsBackends[name], options)
        )
  }
