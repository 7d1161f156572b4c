import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ValueId } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { made, type Schedule } from '../../../src/runtime/engine/Kernel.ts'
import { reads } from '../../../src/runtime/engine/loop/Operands.ts'
import { makeStorage, paddedBytes, type Place } from '../../../src/runtime/engine/memory/Storage.ts'
import { workspaceOf } from '../../../src/runtime/engine/memory/Workspace.ts'
import { arbitraryPlan } from './ArbitraryPlan.ts'

const plans = arbitraryPlan({ extents: [1, 2, 3, 4, 6], instructions: 25, most: 400 })

const scratch = 192

/** Bytes of memory and who wrote them last: of every kernel's reads and writes, in order. */
const replay = ({ plan, kernels, views }: Schedule): ReadonlyArray<string> => {
  const storage = makeStorage({ plan, kernels, views }, (k) => (k._tag === 'Product' ? scratch : 0))
  const faults: Array<string> = []
  const owners: Array<{ readonly from: number; readonly to: number; readonly id: ValueId }> = []
  const slotBytes = 1e6
  /** Slots of an output in place have one address. */
  const slotOf = (slot: number): number => {
    const output = plan.outputs.findIndex((_, k) => storage.outputSlot(k) === slot)
    const name = plan.outputs[output]?.name
    const replaced =
      name !== undefined && storage.inPlace.has(name)
        ? plan.inputs.findIndex((i) => i.name === name)
        : -1
    return replaced < 0 ? slot : storage.inputSlot(replaced)
  }
  const address = (p: Place): number =>
    p._tag === 'Slot' ? (1 + slotOf(p.slot)) * slotBytes : p._tag === 'Workspace' ? p.offset : -1
  const write = (from: number, bytes: number, id: ValueId): void => {
    for (let k = owners.length - 1; k >= 0; k--) {
      const o = owners[k]
      if (o !== undefined && o.from < from + bytes && o.to > from) owners.splice(k, 1)
    }
    owners.push({ from, to: from + bytes, id })
  }
  const bytesOf = (id: ValueId): number => 4 * elements(views.at(id).shape)
  const expectRead = (id: ValueId, by: string): void => {
    const from = address(storage.place(id))
    if (!owners.some((o) => o.id === views.root(id) && o.from === from))
      faults.push(`${by} reads ${id}, which is gone`)
  }
  plan.inputs.forEach((i) => write(address(storage.place(i.id)), bytesOf(i.id), i.id))
  kernels.forEach((k, at) => {
    if (k._tag === 'Product') write(address(storage.scratch(at)), scratch, -1 - at)
    for (const v of reads(views, k)) if (!views.constant(v)) expectRead(v, `kernel ${at}`)
    for (const id of made(k))
      if (storage.stored(id)) write(address(storage.place(id)), bytesOf(id), id)
    // scratch is written while operands are read
    if (k._tag === 'Product')
      for (const v of [...reads(views, k), k.id])
        if (!views.constant(v)) expectRead(v, `product ${at}`)
  })
  for (const { from, to, bytes } of storage.copies) {
    const id = owners.find((o) => o.from === address(from))?.id
    if (from._tag !== 'Constant' && id === undefined) faults.push('a copy of nothing')
    write(address(to), bytes, id ?? -1)
  }
  plan.outputs.forEach((o, k) => {
    const root = views.root(o.id),
      at = address({ _tag: 'Slot', slot: storage.outputSlot(k) })
    if (!views.constant(root) && !owners.some((w) => w.from === at && w.id === root))
      faults.push(`output ${o.name} is not where it belongs`)
  })
  for (const { offset } of [
    ...kernels.flatMap((_, at) => [storage.scratch(at)]),
    ...storage.constants
  ].flatMap((p) => ('offset' in p ? [p] : [])))
    if (offset % 64 !== 0) faults.push('an offset is no multiple of 64')
  return faults
}

describe('storage', () => {
  it('lets nothing be written over that is still read', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(replay(schedule(plan))).toEqual([])
      }),
      { numRuns: 300 }
    )
  })

  it('gives everything that is alive at one time a stretch of its own, and reuses what is free', () => {
    const demands = fc
      .array(fc.record({ bytes: fc.nat(40), life: fc.nat(6) }), { maxLength: 40 })
      .map((list) =>
        list.map(({ bytes, life }, k) => ({ bytes: 64 * bytes, from: k, until: k + life }))
      )
    fc.assert(
      fc.property(demands, (list) => {
        const { offsets, bytes } = workspaceOf(list)
        const at = (k: number): number => offsets[k] ?? -1
        list.forEach((d, k) => {
          expect(at(k) >= 0 && at(k) + d.bytes <= bytes).toBe(true)
          list.slice(0, k).forEach((e, j) => {
            if (e.until >= d.from && e.bytes > 0 && d.bytes > 0)
              expect(at(j) + e.bytes <= at(k) || at(k) + d.bytes <= at(j)).toBe(true)
          })
        })
      })
    )
    expect(
      workspaceOf([
        { bytes: 64, from: 0, until: 1 },
        { bytes: 64, from: 1, until: 2 },
        { bytes: 64, from: 2, until: 3 }
      ])
    ).toEqual({ offsets: [0, 64, 0], bytes: 128 })
  })

  it('leaves room for whole vectors after every array', () => {
    for (let n = 0; n < 40; n++)
      expect([paddedBytes(n) % 64, paddedBytes(n) >= 4 * n + 64]).toEqual([0, true])
  })
})
