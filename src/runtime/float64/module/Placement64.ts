/**
 * Where the arrays of a fused plan lie in the memory of its module. What only a loop's own elements see
 * has no place; what only one stage sees gives its place on to who comes after its last reader.
 *
 * @since 0.2.0
 */
import type { Plan, ValueId } from '../../../ir/Plan.ts'
import { elements } from '../Float64Rules.ts'
import { type Fusion, madeBy, readsOf } from './Fusion.ts'

/** Byte addresses by value, those of `reshapes` of it too; and how many bytes there are. */
export interface Placement64 {
  readonly addresses: ReadonlyMap<ValueId, number>
  readonly bytes: number
}

/** Values that have to be in memory, with the last kernel of their own stage that reads them. */
const lifetimes = (
  plan: Plan,
  fusion: Fusion
): ReadonlyMap<ValueId, { readonly last: number; readonly stays: boolean }> => {
  const { values, stages } = fusion
  const root = (id: ValueId): ValueId => values[id]?.root ?? id
  const outputs = new Set(plan.outputs.map(({ id }) => root(id)))
  const found = new Map<ValueId, { last: number; stays: boolean }>()
  const makers = new Map<ValueId, { stage: number; at: number; inLoop: boolean }>()
  stages.forEach((kernels, stage) => {
    kernels.forEach((kernel, at) => {
      for (const id of readsOf(kernel, fusion)) {
        const made = makers.get(id)
        const isLocal =
          made?.inLoop === true &&
          made.stage === stage &&
          kernel._tag === 'Loop' &&
          elements(values[id]?.shape ?? []) === 1
        if (made === undefined || isLocal) continue
        const stays = made.stage !== stage
        const before = found.get(id)
        found.set(id, {
          last: stays ? (before?.last ?? made.at) : at,
          stays: stays || (before?.stays ?? false)
        })
      }
      for (const id of madeBy(kernel)) {
        makers.set(id, { stage, at, inLoop: kernel._tag === 'Loop' })
        // constants and data stay; what is not part of a loop is written to memory in any case
        const stays = stage <= 1 || outputs.has(id)
        if (stays || kernel._tag !== 'Loop') found.set(id, { last: at, stays })
      }
    })
  })
  for (const { id } of plan.inputs) found.set(id, { last: 0, stays: true })
  return found
}

const lineBytes = 64

/** Whole lines of a cache: arrays do not share one. */
const bytesOf = (fusion: Fusion, id: ValueId): number =>
  Math.max(1, Math.ceil((8 * elements(fusion.values[id]?.shape ?? [])) / lineBytes)) * lineBytes

export const placed = (plan: Plan, fusion: Fusion): Placement64 => {
  const lives = lifetimes(plan, fusion)
  const addresses = new Map<ValueId, number>()
  let bytes = 0
  const fresh = (size: number): number => {
    bytes += size
    return bytes - size
  }
  for (const { id } of plan.inputs) addresses.set(id, fresh(bytesOf(fusion, id)))
  for (const kernels of fusion.stages) {
    const free = new Map<number, Array<number>>()
    const ending = new Map<number, Array<ValueId>>()
    kernels.forEach((kernel, at) => {
      for (const id of madeBy(kernel)) {
        const life = lives.get(id)
        if (life === undefined) continue
        const size = bytesOf(fusion, id)
        const reused = life.stays ? undefined : free.get(size)?.pop()
        addresses.set(id, reused ?? fresh(size))
        if (!life.stays) ending.set(life.last, [...(ending.get(life.last) ?? []), id])
      }
      for (const id of ending.get(at) ?? []) {
        const size = bytesOf(fusion, id)
        free.set(size, [...(free.get(size) ?? []), addresses.get(id) ?? 0])
      }
    })
  }
  fusion.values.forEach(({ root }, id) => {
    const address = addresses.get(root)
    if (address !== undefined) addresses.set(id, address)
  })
  return { addresses, bytes }
}
