/**
 * The generated-WebAssembly executor made ready: what the engine can do is tried, not guessed.
 *
 * @since 0.1.0
 */
import { left, right } from 'fp-ts/lib/Either.js'
import { problem } from '../../ir/Problem.ts'
import type { Executor, OpenExecutor } from '../Executor.ts'
import { addFunction, type Features, makeModule, moduleBytes, v128 } from './Emit.ts'
import { makeMemory, validates } from './Instance.ts'
import { type Member, openTeam, orderBytes, soloTeam } from './Team.ts'
import { makeWasmExecutor, type WasmBuffer } from './WasmExecutor.ts'

export interface WasmOptions {
  /** How many threads, the calling one among them; `auto`: as many as there are processors. */
  readonly threads?: number | 'auto'
  /** Whether V8 may join pairs of vectors where it can (default true). Results are the same. */
  readonly wide?: boolean
}

const isNode = typeof process === 'object' && process.versions.node !== undefined

// ---------------------------------------------------------------------------
// detection
// ---------------------------------------------------------------------------

/** Whether the engine takes a module that uses a feature. */
const takes = (features: Features): boolean => {
  const m = makeModule(features)
  addFunction(m, features, { name: 'f', parameters: [v128], body: (e, [x]) => (x === undefined ? [] : [e.m.drop(e.madd(x.get(), x.get(), x.get()))]) })
  return validates(moduleBytes(m))
}

/** Shared memory of the full size is refused by some engines. */
const sharedMemory = (): boolean => {
  try {
    makeMemory(1, 65_536, true)
    return true
  } catch {
    return false
  }
}

/**
 * V8 can compile pairs of adjacent 128-bit operations as one of 256 bits, bit for bit the same: products are nearly twice as fast. It
 * is a flag there, off by default, and known to Node 24; modules compiled from now on have it.
 */
const joinVectors = async (): Promise<boolean> => {
  if (!isNode || process.arch !== 'x64' || Number(process.versions.node.split('.')[0]) < 24) return false
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--experimental-wasm-revectorize')
  return true
}

const detect = (wanted: number, wide: boolean): Features | undefined => {
  if (!takes({ relaxedMadd: false, threads: false })) return undefined
  return { relaxedMadd: takes({ relaxedMadd: true, threads: false }), threads: wanted > 1 && sharedMemory() && takes({ relaxedMadd: false, threads: true }), wide }
}

// ---------------------------------------------------------------------------
// workers
// ---------------------------------------------------------------------------

const processors = async (): Promise<number> => (isNode ? (await import('node:os')).availableParallelism() : 1)

/** A worker of Node that does not keep the program alive. */
const nodeMembers = async (count: number): Promise<ReadonlyArray<Member>> => {
  const { Worker } = await import('node:worker_threads')
  const file = new URL(import.meta.url.endsWith('.ts') ? './TeamWorker.ts' : './TeamWorker.js', import.meta.url)
  return Array.from({ length: count }, () => {
    const worker = new Worker(file)
    worker.unref()
    return { post: (message) => worker.postMessage(message), stop: () => { void worker.terminate() } }
  })
}

// ---------------------------------------------------------------------------
// executor
// ---------------------------------------------------------------------------

/** Refuses an engine without SIMD. Without shared memory there is one thread. */
export const openWasm = ({ threads = 'auto', wide = true }: WasmOptions = {}): OpenExecutor<WasmBuffer> => async () => {
  const wanted = threads === 'auto' ? await processors() : threads
  const features = detect(wanted, wide && await joinVectors())
  if (features === undefined) {
    return left(problem('wasm', 'this JavaScript engine has no WebAssembly SIMD', 'generated kernels compute four numbers at a time', 'use --backend cpu, or a newer Node'))
  }
  const members = features.threads && isNode ? await nodeMembers(wanted - 1) : []
  const executor: Executor<WasmBuffer> = makeWasmExecutor(features, (heap) =>
    members.length === 0 ? soloTeam(heap.memory) : openTeam(heap.memory, heap.take(orderBytes(wanted)), members))
  return right(executor)
}
