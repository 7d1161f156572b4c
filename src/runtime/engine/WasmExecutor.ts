/**
 * Plans as generated WebAssembly: one module a plan, all arrays in one memory.
 *
 * @since 0.1.0
 */
import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Problem } from '../../ir/Problem.ts'
import { elements } from '../../lower/AxisLayout.ts'
import type { Executor } from '../Executor.ts'
import type { Probe } from '../ExplainedPlan.ts'
import { makeArrays, type WasmBuffer } from './memory/Arrays.ts'
import { barrierBytes } from './threads/Barrier.ts'
import { type Features, maximumPages } from './emit/Emit.ts'
import { explained } from './ExplainModule.ts'
import { type Heap, makeHeap } from './memory/Heap.ts'
import { makeMemory } from './Instance.ts'
import { normalTables } from './noise/Normals.ts'
import { preparations } from './schedule/Prepare.ts'
import { runsOf } from './schedule/Runs.ts'
import type { Team } from './threads/Team.ts'

export type { WasmBuffer } from './memory/Arrays.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface WasmExecutorOptions {
  /** Told once, if the engine turns out to have less than `features` say. */
  readonly onWarning?: (p: Problem) => void
  /** How many threads were asked for, if not as many as there are. */
  readonly threadsWanted?: number
  readonly probe?: Probe | undefined
  /** Where arrays live, if not in a memory of the executor's own. */
  readonly heap?: Heap
}

/** Pages that a memory begins with: 4 MiB. */
const initialPages = 64

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const ownHeap = ({ threads }: Features): Heap =>
  makeHeap(makeMemory(initialPages, maximumPages, threads))

/** `open` gives the threads over the memory. */
export const makeWasmExecutor = (
  features: Features,
  open: (heap: Heap) => Team,
  {
    onWarning = () => undefined,
    heap = ownHeap(features),
    threadsWanted,
    probe
  }: WasmExecutorOptions = {}
): Executor<WasmBuffer> => {
  const arrays = makeArrays(heap)
  const barrier = heap.take(barrierBytes)
  const tables = heap.take(8 * normalTables.length)
  new Float64Array(heap.memory.buffer, tables, normalTables.length).set(normalTables)
  const team = open(heap)
  const prepare = preparations({
    heap,
    team,
    features,
    barrier,
    normalTables: tables,
    onWarning,
    threadsWanted: threadsWanted ?? team.threads,
    probe
  })
  return {
    name: `wasm${team.threads > 1 ? `, ${team.threads} threads` : ''}`,
    upload: (values, shape) => {
      if (elements(shape) !== values.length)
        throw new Error(`internal: ${values.length} numbers for an array of ${elements(shape)}`)
      const buffer = arrays.hold(shape)
      arrays.numbers(buffer).set(values)
      return buffer
    },
    download: (buffer) => Promise.resolve(arrays.numbers(buffer).slice()),
    release: arrays.release,
    prepare: (plan) =>
      pipe(
        prepare(plan),
        map(({ prepared, dispose }) => ({ ...runsOf(heap, arrays, prepared), dispose }))
      ),
    explain: (plan) =>
      pipe(
        prepare(plan),
        map(({ compiled: { generated, setting }, dispose }) => {
          dispose()
          return explained(generated, setting)
        })
      ),
    liveBuffers: arrays.live
  }
}
