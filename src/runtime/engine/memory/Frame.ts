/**
 * The frame of a run: what a module is told. A table of addresses, one a slot, and behind it what
 * each address gains from one step to the next; keys of noise lie elsewhere, one a step and stream.
 *
 * @since 0.1.0
 */
import type { NoiseKey } from '../../Executor.ts'
import { streamKey } from '../../Noise.ts'
import type { Heap } from './Heap.ts'
import { frameSlots, type Storage } from './Storage.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** An address, and the bytes it gains from step to step (0 unless stated). */
export interface Moving {
  readonly address: number
  readonly gain?: number
}

/** What every run of a plan has in one place. */
export interface FixedPlaces {
  readonly workspace: number
  readonly constants: number
  readonly normalTables: number
  readonly barrier: number
}

const wordBytes = 4
const keyWords = 2

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

export const frameBytes = ({ slots }: Storage): number => 2 * wordBytes * slots

/** Bytes of the keys of one step. */
export const stepKeysBytes = (streams: ReadonlyArray<string>): number =>
  keyWords * wordBytes * streams.length

/** Unsigned: the upper half of the memory is addressed too. */
const words = ({ memory }: Heap, address: number, count: number): Uint32Array =>
  new Uint32Array(memory.buffer, address, count)

/** The keys of so many steps from `key` on: k0 and k1 of every stream. */
export const writeKeys = (
  heap: Heap,
  address: number,
  streams: ReadonlyArray<string>,
  key: NoiseKey,
  steps: number
): void => {
  const table = words(heap, address, keyWords * streams.length * steps)
  for (let s = 0, at = 0; s < steps; s++) {
    for (const name of streams) {
      const { k0, k1 } = streamKey({ seed: key.seed, step: key.step + s }, name)
      table[at++] = k0
      table[at++] = k1
    }
  }
}

/** Inputs and outputs in the plan's order. */
export const writeFrame = (
  heap: Heap,
  frame: number,
  storage: Storage,
  fixed: FixedPlaces,
  keys: Moving,
  inputs: ReadonlyArray<Moving>,
  outputs: ReadonlyArray<Moving>
): void => {
  const table = words(heap, frame, 2 * storage.slots)
  const set = (slot: number, { address, gain = 0 }: Moving): void => {
    table[slot] = address
    table[storage.slots + slot] = gain
  }
  set(frameSlots.workspace, { address: fixed.workspace })
  set(frameSlots.constants, { address: fixed.constants })
  set(frameSlots.normalTables, { address: fixed.normalTables })
  set(frameSlots.barrier, { address: fixed.barrier })
  set(frameSlots.keys, keys)
  inputs.forEach((moving, k) => set(storage.inputSlot(k), moving))
  outputs.forEach((moving, k) => set(storage.outputSlot(k), moving))
}

/** The address in a slot after a run. */
export const addressIn = (heap: Heap, frame: number, storage: Storage, slot: number): number =>
  words(heap, frame, storage.slots)[slot] ?? 0
