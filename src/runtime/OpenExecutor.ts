/**
 * Executors by name.
 *
 * @since 0.1.0
 */
import { map, right, type TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'
import type { BackendName, Executor, OpenExecutor, TfjsBuffer } from './Executor.ts'
import { makeReferenceExecutor, type ReferenceBuffer } from './ReferenceExecutor.ts'
import { type OpenOptions, openTfjs } from './OpenTfjs.ts'

export type ExecutorName = BackendName | 'reference'

/** In the order they are offered. */
export const executorNames: ReadonlyArray<ExecutorName> = ['wasm', 'cpu', 'tensorflow', 'webgpu', 'reference']

export function openExecutor(name: 'reference', options?: OpenOptions): OpenExecutor<ReferenceBuffer>
export function openExecutor(name: BackendName, options?: OpenOptions): OpenExecutor<TfjsBuffer>
export function openExecutor(name: ExecutorName, options: OpenOptions = {}): OpenExecutor<ReferenceBuffer> | OpenExecutor<TfjsBuffer> {
  return name === 'reference' ? right(makeReferenceExecutor()) : openTfjs(name, options)
}

/** Does something with the executor of a name known only at run time, whatever its buffers are. */
export const withExecutor = (name: ExecutorName, options: OpenOptions = {}) => <R>(use: <B>(executor: Executor<B>) => R): TaskEither<Problem, R> =>
  name === 'reference' ? right(use(makeReferenceExecutor())) : map((executor: Executor<TfjsBuffer>) => use(executor))(openTfjs(name, options))
