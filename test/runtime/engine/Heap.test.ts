import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { makeReferenceExecutor } from '../../../src/runtime/reference/ReferenceExecutor.ts'
import { type Heap, makeHeap } from '../../../src/runtime/engine/memory/Heap.ts'
import { makeMemory } from '../../../src/runtime/engine/Instance.ts'
import { arbitraryPlan, integers } from './ArbitraryPlan.ts'
import { allFeatures, runOn, soloExecutor, textOf } from './OnExecutor.ts'

const page = 65_536

describe('a heap', () => {
  /** Sizes to take; each is given back after so many more have been taken. */
  const lives = fc.array(
    fc.record({ bytes: fc.integer({ min: 0, max: 3000 }), life: fc.integer({ min: 1, max: 12 }) }),
    { minLength: 1, maxLength: 60 }
  )

  it('gives stretches of their own at multiples of 64, and all is one again in the end', () => {
    fc.assert(
      fc.property(lives, (list) => {
        const heap = makeHeap(makeMemory(4, 8192, false))
        const alive: Array<{
          readonly from: number
          readonly bytes: number
          readonly until: number
        }> = []
        list.forEach(({ bytes, life }, now) => {
          for (const gone of alive.filter((a) => a.until <= now)) {
            heap.give(gone.from, gone.bytes)
            alive.splice(alive.indexOf(gone), 1)
          }
          const from = heap.take(bytes)
          expect([from % 64, from > 0, from + bytes <= heap.size()]).toEqual([0, true, true])
          for (const a of alive)
            expect(from + bytes <= a.from || a.from + a.bytes <= from).toBe(true)
          alive.push({ from, bytes, until: now + life })
        })
        const size = heap.size()
        for (const { from, bytes } of alive) heap.give(from, bytes)
        expect([heap.take(size - 64), heap.size()]).toEqual([64, size])
      })
    )
  })

  it('takes the same places again for the same sizes', () => {
    const heap = makeHeap(makeMemory(4, 8192, false))
    const round = (): ReadonlyArray<number> => {
      const sizes = [100, 5000, 64, 0, 70_000, 300],
        at = sizes.map(heap.take)
      for (const k of [3, 0, 5, 1, 4, 2]) heap.give(at[k] ?? 0, sizes[k] ?? 0)
      return at
    }
    const first = round()
    for (let k = 0; k < 20; k++) expect(round()).toEqual(first)
  })

  it('grows into what is asked for, and no further than the memory may', () => {
    const heap = makeHeap(makeMemory(1, 300, false))
    expect(heap.take(page * 2)).toBe(64)
    expect(heap.size()).toBe(page * 257)
    // less than it grows by otherwise, and nothing is left
    expect(heap.take(page * 297)).toBe(64 + page * 2)
    expect(heap.size()).toBe(page * 300)
    expect(() => heap.take(page)).toThrow(
      'no room for 1 MiB more in the memory of the executor wasm, which has 19 MiB of at most 4096'
    )
    heap.give(64, page * 2)
    expect(heap.take(page)).toBe(64)
  })

  it('finds out who gives back twice', () => {
    const heap = makeHeap(makeMemory(1, 8, false)),
      at = heap.take(640)
    heap.give(at, 640)
    expect(() => heap.give(at, 640)).toThrow('internal: a stretch of memory is given back twice')
    expect(() => heap.give(at + 128, 64)).toThrow(
      'internal: a stretch of memory is given back twice'
    )
  })
})

/** Bytes on either side of whatever is taken, which nobody may write. */
const guardBytes = 256
const pattern = 0x7fc0dead

/**
 * Every stretch between guards, and all of it NaN when it is taken. `damage` are addresses that
 * were written beyond stretches or beyond the numbers of arrays.
 */
const guarded = (
  inner: Heap
): {
  readonly heap: Heap
  readonly check: (
    arrays: ReadonlyArray<{
      readonly address: number
      readonly count: number
      readonly bytes: number
    }>
  ) => ReadonlyArray<number>
} => {
  const alive = new Map<number, number>()
  const words = (from: number, bytes: number): Uint32Array =>
    new Uint32Array(inner.memory.buffer, from, bytes / 4)
  const padded = (bytes: number): number => Math.max(64, 64 * Math.ceil(bytes / 64))
  const changed = (from: number, bytes: number): ReadonlyArray<number> =>
    [...words(from, bytes)].flatMap((w, k) => (w === pattern ? [] : [from + 4 * k]))
  return {
    heap: {
      memory: inner.memory,
      size: inner.size,
      take: (bytes) => {
        const from = inner.take(padded(bytes) + 2 * guardBytes) + guardBytes
        words(from - guardBytes, padded(bytes) + 2 * guardBytes).fill(pattern)
        alive.set(from, padded(bytes))
        return from
      },
      give: (address) => {
        const bytes = alive.get(address)
        if (bytes === undefined) throw new Error('given back twice')
        alive.delete(address)
        inner.give(address - guardBytes, bytes + 2 * guardBytes)
      }
    },
    check: (arrays) => [
      ...[...alive].flatMap(([from, bytes]) => [
        ...changed(from - guardBytes, guardBytes),
        ...changed(from + bytes, guardBytes)
      ]),
      ...arrays.flatMap(({ address, count, bytes }) =>
        changed(address + 4 * count, bytes - 4 * count)
      )
    ]
  }
}

describe('a plan', () => {
  it('writes its own arrays alone, and reads no number that lies around them', async () => {
    const { heap, check } = guarded(makeHeap(makeMemory(64, 8192, false)))
    const executor = soloExecutor(allFeatures, { heap }),
      reference = makeReferenceExecutor()
    await fc.assert(
      fc.asyncProperty(arbitraryPlan(), async (plan) => {
        const arrays = new Map(
          plan.inputs.map((i) => [i.name, integers(i.name, elements(i.shape))])
        )
        const watched = {
          ...executor,
          release: (b: Parameters<typeof executor.release>[0]) => {
            expect(
              check([{ address: b.address, bytes: b.bytes, count: elements(b.shape) }])
            ).toEqual([])
            executor.release(b)
          }
        }
        for (const steps of [1, 3])
          expect(textOf(await runOn(watched, plan, arrays, { steps }))).toEqual(
            textOf(await runOn(reference, plan, arrays, { steps }))
          )
        expect(check([])).toEqual([])
      }),
      { numRuns: 80 }
    )
  })

  it('runs above two gigabytes as below', async () => {
    const heap = makeHeap(makeMemory(64, 65_536, false))
    heap.take(2 ** 31)
    const executor = soloExecutor(allFeatures, { heap }),
      reference = makeReferenceExecutor()
    await fc.assert(
      fc.asyncProperty(arbitraryPlan(), async (plan) => {
        const arrays = new Map(
          plan.inputs.map((i) => [i.name, integers(i.name, elements(i.shape))])
        )
        expect(textOf(await runOn(executor, plan, arrays, { steps: 2 }))).toEqual(
          textOf(await runOn(reference, plan, arrays, { steps: 2 }))
        )
      }),
      { numRuns: 40 }
    )
    expect(executor.upload(new Float32Array(2 ** 14), [2 ** 14]).address).toBeGreaterThan(2 ** 31)
  })
})
