/**
 * Plans as generated WebAssembly: one module a plan, all arrays in one memory.
 *
 * @since 0.1.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { Plan, Shape } from '../../ir/Plan.ts'
import type { Problem } from '../../ir/Problem.ts'
import { elements } from '../../lower/Layout.ts'
import type { Buffers, Executor, NoiseKey, Runnable } from '../Executor.ts'
import { streamKey } from '../Noise.ts'
import { barrierBytes } from './Barrier.ts'
import { constantArrays } from './Constants.ts'
import type { Features } from './Emit.ts'
import { schedule } from './Fuse.ts'
import { frameBytes, generate, noiseNames } from './Generate.ts'
import { type Heap, makeHeap } from './Heap.ts'
import { makeMemory } from './Instance.ts'
import { normalTables } from './Normals.ts'
import { frameSlots, paddedBytes } from './Storage.ts'
import type { Team } from './Team.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** An array in the executor's memory. */
export interface WasmBuffer { readonly address: number; readonly bytes: number; readonly shape: Shape }

/** Pages that a memory begins with, and may grow to: 4 GiB. */
const initialPages = 64
const maximumPages = 65_536

/** What all plans of an executor share. */
interface Shared {
  readonly heap: Heap
  readonly features: Features
  readonly team: Team
  readonly barrier: number
  readonly tables: number
  /** The address of scratch memory of at least so many bytes; nothing lives there between runs. */
  readonly workspace: (bytes: number) => number
  readonly hold: (count: number, shape: Shape) => WasmBuffer
  readonly adopt: (buffer: WasmBuffer) => WasmBuffer
  readonly drop: (buffer: WasmBuffer) => void
}

// ---------------------------------------------------------------------------
// memory
// ---------------------------------------------------------------------------

const floats = ({ memory }: Heap, address: number, count: number): Float32Array => new Float32Array(memory.buffer, address, count)
const words = ({ memory }: Heap, address: number, count: number): Int32Array => new Int32Array(memory.buffer, address, count)

const openWorkspace = (heap: Heap): ((bytes: number) => number) => {
  let address = 0, size = 0
  return (bytes) => {
    if (bytes > size) {
      if (size > 0) heap.give(address, size)
      address = heap.take(bytes)
      size = bytes
    }
    return address
  }
}

// ---------------------------------------------------------------------------
// plans
// ---------------------------------------------------------------------------

const prepare = (shared: Shared) => (plan: Plan): Either<Problem, Runnable<WasmBuffer>> => {
  const { heap, features, team } = shared
  const { bytes, storage, schedule: scheduled } = generate(schedule(plan), features)
  const loaded = team.load(bytes)
  const streams = noiseNames(scheduled)
  const constants = heap.take(storage.constantBytes)
  const values = constantArrays(plan, storage.constants.map((c) => c.id))
  for (const { id, offset } of storage.constants) {
    const array = values.get(id) ?? new Float64Array()
    floats(heap, constants + offset, array.length).set(array)
  }
  const frame = heap.take(frameBytes(storage))
  const replaced = new Map(plan.inputs.flatMap((i, index) => (i.consumed && plan.outputs.some((o) => o.name === i.name) ? [[i.name, index] as const] : [])))

  const call = (inputs: Buffers<WasmBuffer>, key: NoiseKey, steps: number, series: ReadonlySet<string>, stacked: boolean): Buffers<WasmBuffer> => {
    const given = plan.inputs.map((i) => {
      const found = inputs.get(i.name)
      if (found === undefined) throw new Error(`internal: no input ${i.name}`)
      return found
    })
    const workspace = shared.workspace(storage.workspaceBytes)
    const keysBytes = 8 * streams.length * steps
    const keys = heap.take(keysBytes)
    // new arrays first: taking them may grow the memory
    const made = plan.outputs.map((o) => {
      const input = replaced.get(o.name)
      if (input !== undefined && storage.inPlace.has(o.name)) return undefined
      return stacked && input === undefined ? shared.hold(steps * elements(o.shape), [steps, ...o.shape]) : shared.hold(elements(o.shape), o.shape)
    })
    const table = words(heap, keys, 2 * streams.length * steps)
    for (let s = 0; s < steps; s++) {
      streams.forEach((name, k) => {
        const stream = streamKey({ seed: key.seed, step: key.step + s }, name)
        table[2 * (s * streams.length + k)] = stream.k0
        table[2 * (s * streams.length + k) + 1] = stream.k1
      })
    }
    const slots = words(heap, frame, 2 * storage.slots)
    const set = (slot: number, address: number, gain: number): void => {
      slots[slot] = address
      slots[storage.slots + slot] = gain
    }
    set(frameSlots.workspace, workspace, 0)
    set(frameSlots.constants, constants, 0)
    set(frameSlots.normalTables, shared.tables, 0)
    set(frameSlots.keys, keys, 8 * streams.length)
    set(frameSlots.barrier, shared.barrier, 0)
    plan.inputs.forEach((i, k) => set(storage.inputSlot(k), given[k]?.address ?? 0, series.has(i.name) ? 4 * elements(i.shape) : 0))
    plan.outputs.forEach((o, k) => {
      const input = replaced.get(o.name)
      const array = made[k] ?? given[input ?? -1]
      set(storage.outputSlot(k), array?.address ?? 0, stacked && input === undefined ? 4 * elements(o.shape) : 0)
    })
    loaded.run(frame, steps)
    heap.give(keys, keysBytes)
    // state that was not written in place lies where the frame says by now, the other of its two arrays is free
    const after = words(heap, frame, storage.slots)
    const results = new Map(plan.outputs.map((o, k) => {
      const input = replaced.get(o.name)
      const fresh = made[k]
      const old = input === undefined ? undefined : given[input]
      if (old === undefined) return [o.name, fresh ?? shared.hold(0, o.shape)] as const
      if (fresh === undefined) return [o.name, shared.adopt({ ...old, shape: o.shape })] as const
      return [o.name, after[storage.inputSlot(input ?? 0)] === fresh.address ? fresh : { ...old, shape: o.shape }] as const
    }))
    plan.inputs.forEach((i, k) => {
      const buffer = given[k]
      if (!i.consumed || buffer === undefined) return
      const output = plan.outputs.findIndex((o) => o.name === i.name)
      const fresh = made[output]
      const result = results.get(i.name)
      if (output < 0) shared.drop(buffer)
      else if (fresh !== undefined && result !== undefined) shared.drop(result.address === fresh.address ? buffer : fresh)
    })
    return results
  }
  const none: ReadonlySet<string> = new Set()
  return right({
    run: (inputs, key) => call(inputs, key, 1, none, false),
    repeat: (inputs, key, steps, series) => call(inputs, key, steps, series, true),
    dispose: () => {
      heap.give(constants, storage.constantBytes)
      heap.give(frame, frameBytes(storage))
      loaded.dispose()
    }
  })
}

// ---------------------------------------------------------------------------
// executor
// ---------------------------------------------------------------------------

/** `team` are the threads over the memory. */
export const makeWasmExecutor = (features: Features, open: (heap: Heap) => Team): Executor<WasmBuffer> => {
  const heap = makeHeap(makeMemory(initialPages, maximumPages, features.threads))
  const barrier = heap.take(barrierBytes)
  const tables = heap.take(8 * normalTables.length)
  new Float64Array(heap.memory.buffer, tables, normalTables.length).set(normalTables)
  let live = 0
  const shared: Shared = {
    heap, features, barrier, tables,
    team: open(heap),
    workspace: openWorkspace(heap),
    hold: (count, shape) => {
      live++
      const bytes = paddedBytes(count)
      return { address: heap.take(bytes), bytes, shape }
    },
    adopt: (buffer) => buffer,
    drop: (buffer) => {
      live--
      heap.give(buffer.address, buffer.bytes)
    }
  }
  return {
    name: `wasm${shared.team.threads > 1 ? `, ${shared.team.threads} threads` : ''}`,
    upload: (values, shape) => {
      const buffer = shared.hold(values.length, shape)
      floats(heap, buffer.address, values.length).set(values)
      return buffer
    },
    download: (buffer) => Promise.resolve(floats(heap, buffer.address, elements(buffer.shape)).slice()),
    release: shared.drop,
    prepare: prepare(shared),
    liveBuffers: () => live
  }
}
