/**
 * The generated-WebAssembly executor made ready.
 *
 * @since 0.1.0
 */
import { left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { OpenExecutor } from '../Executor.ts'
import type { Probe } from '../ExplainedPlan.ts'
import { builtin } from '../Node.ts'
import { messageOf } from '../Packages.ts'
import { detect, thisEngine } from './Detect.ts'
import { mostThreads } from './emit/Emit.ts'
import type { Heap } from './memory/Heap.ts'
import { openMembers } from './threads/Members.ts'
import { openTeam, orderBytes, soloTeam, type Team } from './threads/Team.ts'
import { makeWasmExecutor, type WasmBuffer } from './WasmExecutor.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface WasmOptions {
  /**
   * How many threads, the calling one among them; `auto`: as many as there are processors. There
   * are never more than 64.
   */
  readonly threads?: number | 'auto'
  /** Whether V8 may join pairs of vectors where it can (default true). Results are the same. */
  readonly wide?: boolean
  /**
   * Told once each, where less is there than was asked for: results are the same, and come more
   * slowly.
   */
  readonly onWarning?: (p: Problem) => void
  /**
   * Stands between the executor and its threads, for measurements: a team that does what the given
   * one does.
   */
  readonly watch?: (team: Team, heap: Heap) => Team
  /** Told of every plan, and when each of its phases ends. Results are the same. */
  readonly probe?: Probe | undefined
}

// ---------------------------------------------------------------------------
// problems
// ---------------------------------------------------------------------------

const noVectors = problem(
  'wasm',
  'this JavaScript engine has no WebAssembly SIMD',
  'generated kernels compute four numbers at a time',
  'use the backend cpu, or a newer Node or browser'
)

const oneThread = problem(
  'wasm',
  'workers could not be started',
  'their file does not load, or the engine refuses them a module',
  'nothing to do: one thread runs instead, slower (--threads 1 asks for no more)'
)

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const processors = (): number =>
  builtin?.('node:os').availableParallelism() ?? navigator.hardwareConcurrency

/** Refuses an engine without SIMD. Without shared memory there is one thread. */
export const openWasm =
  ({
    threads = 'auto',
    wide = true,
    onWarning = () => undefined,
    watch = (team) => team,
    probe
  }: WasmOptions = {}): OpenExecutor<WasmBuffer> =>
  async () => {
    const wanted = Math.min(mostThreads, threads === 'auto' ? processors() : threads)
    const features = detect(thisEngine, wanted, wide)
    if (features === undefined) return left(noVectors)
    let warned = false
    const onLost = (): void => {
      if (!warned) onWarning(oneThread)
      warned = true
    }
    const members = features.threads ? await openMembers(wanted - 1, onLost) : []
    try {
      const team = (heap: Heap): Team =>
        members.length === 0
          ? soloTeam(heap.memory)
          : openTeam(heap.memory, heap.take(orderBytes(members.length + 1)), members, onLost)
      return right(
        makeWasmExecutor(features, (heap) => watch(team(heap), heap), {
          onWarning,
          threadsWanted: wanted,
          probe
        })
      )
    } catch (e) {
      for (const member of members) member.stop()
      return left(
        problem(
          'wasm',
          `this JavaScript engine gives no WebAssembly memory: ${messageOf(e)}`,
          'arrays live in one memory that may grow to 4 GiB',
          'use the backend cpu, or a 64-bit engine'
        )
      )
    }
  }
