/**
 * Where every value of a schedule lies: in the caller's buffers, among the constants, or in the
 * workspace, which values share whose lives do not overlap.
 *
 * @since 0.1.0
 */
import type { Plan, ValueId } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import { outputsInPlace } from './InPlace.ts'
import { type Kernel, made, type Schedule } from '../Kernel.ts'
import { reads } from '../loop/Operands.ts'
import { type Demand, workspaceOf } from './Workspace.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * - `Slot`: the frame holds the address; - `Workspace`, `Constant`: bytes from where those begin; -
 *   `Number`: not in memory.
 */
export type Place =
  | { readonly _tag: 'Slot'; readonly slot: number }
  | { readonly _tag: 'Workspace'; readonly offset: number }
  | { readonly _tag: 'Constant'; readonly offset: number }
  | { readonly _tag: 'Number'; readonly value: number }

/** An output that no kernel makes: an input, a constant, or what another output is as well. */
export interface Copy {
  readonly from: Place
  readonly to: Place
  readonly bytes: number
}

/** A constant of the plan at its place. */
export interface StoredConstant {
  readonly id: ValueId
  readonly offset: number
}

/**
 * The frame of a run is a table of addresses. Its first slots are fixed, then come one for each
 * input and one for each output of the plan, in order.
 */
export interface Storage {
  readonly place: (id: ValueId) => Place
  /** Somebody outside its kernel reads it. */
  readonly stored: (id: ValueId) => boolean
  /** Scratch memory of the kernel at an index, in the workspace. */
  readonly scratch: (kernel: number) => Place
  readonly copies: ReadonlyArray<Copy>
  readonly constants: ReadonlyArray<StoredConstant>
  readonly constantBytes: number
  readonly workspaceBytes: number
  /**
   * Outputs that are written where the consumed input of their name lies: the caller gives both
   * slots one address.
   */
  readonly inPlace: ReadonlySet<string>
  readonly inputSlot: (index: number) => number
  readonly outputSlot: (index: number) => number
  readonly slots: number
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** Slots that every frame begins with. */
export const frameSlots = {
  workspace: 0,
  constants: 1,
  normalTables: 2,
  keys: 3,
  barrier: 4
} as const
const firstSlot = 5

/** Arrays begin at multiples of this, and after each as many bytes may be read. */
export const alignmentBytes = 64

/** Bytes that an array takes: whole vectors may be read at its end. */
export const paddedBytes = (count: number): number =>
  Math.ceil((4 * count) / alignmentBytes) * alignmentBytes + alignmentBytes

// ---------------------------------------------------------------------------
// pieces
// ---------------------------------------------------------------------------

const bytesOf = (plan: Plan, id: ValueId): number =>
  paddedBytes(elements(plan.instructions[id]?.shape ?? []))

interface Constants {
  /** In memory, once. */
  readonly store: (id: ValueId) => Place
  readonly list: () => ReadonlyArray<StoredConstant>
  readonly bytes: () => number
}

const makeConstants = (plan: Plan): Constants => {
  const stored = new Map<ValueId, number>()
  let bytes = 0
  return {
    store: (id) => {
      const offset = stored.get(id) ?? bytes
      if (!stored.has(id)) bytes += bytesOf(plan, id)
      stored.set(id, offset)
      return { _tag: 'Constant', offset }
    },
    list: () => [...stored].map(([id, offset]) => ({ id, offset })),
    bytes: () => bytes
  }
}

/**
 * Constants that kernels read: numbers stay numbers where loops alone ask for them, whole kernels
 * need arrays.
 */
const constantPlaces = (
  { kernels, views }: Schedule,
  constants: Constants
): ReadonlyArray<readonly [ValueId, Place]> => {
  const readBy = (which: (k: Kernel) => boolean): ReadonlySet<ValueId> =>
    new Set(
      kernels.filter(which).flatMap((k) => reads(views, k).filter(views.constant).map(views.root))
    )
  const arrays = readBy((k) => k._tag !== 'Loop')
  return [...readBy(() => true)].map((id) => {
    const o = views.at(id).operation
    return [
      id,
      o._tag === 'Fill' && !arrays.has(id)
        ? { _tag: 'Number', value: o.value }
        : constants.store(id)
    ] as const
  })
}

/** Values that an output is made in: the first one of each. */
const primaryOutputs = ({ plan, kernels, views }: Schedule): ReadonlyMap<ValueId, number> => {
  const makes = new Set(kernels.flatMap(made))
  const found = new Map<ValueId, number>()
  plan.outputs.forEach((o, index) => {
    const id = views.root(o.id)
    if (makes.has(id) && !found.has(id)) found.set(id, index)
  })
  return found
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** `scratchBytes` of each kernel. */
export const makeStorage = (schedule: Schedule, scratchBytes: (k: Kernel) => number): Storage => {
  const { plan, kernels, views } = schedule
  const { root, constant } = views
  const inputSlot = (index: number): number => firstSlot + index
  const outputSlot = (index: number): number => firstSlot + plan.inputs.length + index
  const constants = makeConstants(plan)
  const primary = primaryOutputs(schedule)
  const inPlace = outputsInPlace(schedule, primary)
  const places = new Map<ValueId, Place>([
    ...plan.inputs.map((i, k) => [i.id, { _tag: 'Slot', slot: inputSlot(k) }] as const),
    ...constantPlaces(schedule, constants),
    ...[...primary].map(([id, index]) => [id, { _tag: 'Slot', slot: outputSlot(index) }] as const)
  ])

  const lastUse = new Map<ValueId, number>()
  kernels.forEach((k, at) => {
    for (const v of reads(views, k)) lastUse.set(root(v), at)
  })
  // scratch of each kernel, and its results that somebody else reads
  const demands: Array<Demand & { readonly id: ValueId | undefined }> = kernels.flatMap((k, at) => [
    { id: undefined, bytes: scratchBytes(k), from: at, until: at },
    ...made(k).flatMap((id) => {
      const until = lastUse.get(id)
      return places.has(id) || until === undefined
        ? []
        : [{ id, bytes: bytesOf(plan, id), from: at, until }]
    })
  ])
  const workspace = workspaceOf(demands)
  const scratch: Array<Place> = []
  demands.forEach(({ id }, k) => {
    const place: Place = { _tag: 'Workspace', offset: workspace.offsets[k] ?? 0 }
    if (id === undefined) scratch.push(place)
    else places.set(id, place)
  })

  const copies = plan.outputs.flatMap((o, index): ReadonlyArray<Copy> => {
    const id = root(o.id)
    if (primary.get(id) === index || (inPlace.has(o.name) && plan.inputs.some((i) => i.id === id)))
      return []
    const from = constant(id) ? constants.store(id) : places.get(id)
    if (from === undefined) throw new Error(`internal: output ${o.name} is nowhere`)
    return [{ from, to: { _tag: 'Slot', slot: outputSlot(index) }, bytes: 4 * elements(o.shape) }]
  })
  return {
    place: (id) => {
      const found = places.get(root(id))
      if (found === undefined) throw new Error(`internal: value ${id} has no place`)
      return found
    },
    stored: (id) => places.has(id),
    scratch: (at) => {
      const found = scratch[at]
      if (found === undefined) throw new Error(`internal: there is no kernel ${at}`)
      return found
    },
    copies,
    constants: constants.list(),
    constantBytes: constants.bytes(),
    workspaceBytes: workspace.bytes,
    inPlace,
    inputSlot,
    outputSlot,
    slots: firstSlot + plan.inputs.length + plan.outputs.length
  }
}
