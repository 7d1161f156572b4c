/**
 * Where every value of a schedule lies: in the caller's buffers, among the constants, or in the workspace, which values share whose
 * lives do not overlap.
 *
 * @since 0.1.0
 */
import type { ValueId } from '../../ir/Plan.ts'
import { elements } from '../../lower/Layout.ts'
import { aligned, sourcesOf } from './Fuse.ts'
import { type Kernel, made, type Schedule } from './Kernel.ts'
import type { Views } from './Views.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** - `Slot`: the frame holds the address; - `Workspace`, `Constant`: bytes from where those begin; - `Number`: not in memory. */
export type Place =
  | { readonly _tag: 'Slot'; readonly slot: number }
  | { readonly _tag: 'Workspace'; readonly offset: number }
  | { readonly _tag: 'Constant'; readonly offset: number }
  | { readonly _tag: 'Number'; readonly value: number }

/** An output that no kernel makes: an input, a constant, or what another output is as well. */
export interface Copy { readonly from: Place; readonly to: Place; readonly bytes: number }

/** A constant of the plan at its place. */
export interface StoredConstant { readonly id: ValueId; readonly offset: number }

/**
 * The frame of a run is a table of addresses. Its first slots are fixed, then come one for each input and one for each output of the
 * plan, in order.
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
  /** Outputs that are written where the consumed input of their name lies: the caller gives both slots one address. */
  readonly inPlace: ReadonlySet<string>
  readonly inputSlot: (index: number) => number
  readonly outputSlot: (index: number) => number
  readonly slots: number
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** Slots that every frame begins with. */
export const frameSlots = { workspace: 0, constants: 1, normalTables: 2, keys: 3, barrier: 4 } as const
const firstSlot = 5

/** Arrays begin at multiples of this, and after each as many bytes may be read. */
export const alignmentBytes = 64

/** Bytes that an array takes: whole vectors may be read at its end. */
export const paddedBytes = (count: number): number => Math.ceil((4 * count) / alignmentBytes) * alignmentBytes + alignmentBytes

/** Arrays that a kernel reads and does not make itself. */
export const reads = (views: Views, k: Kernel): ReadonlyArray<ValueId> => {
  switch (k._tag) {
    case 'Loop': {
      const own = new Set(k.body.map((i) => i.id))
      return [...k.body, ...k.reductions].flatMap((i) => sourcesOf(views, i).map((s) => s.base).filter((v) => !own.has(v)))
    }
    case 'Product': return [k.x.value, k.y.value].map(views.root)
    case 'Window': return [views.root(k.x)]
    case 'Noise': return []
  }
}

/** A stretch of the workspace, in use from one kernel to another. */
interface Stretch { readonly offset: number; readonly end: number; readonly until: number }

/** The lowest gap that fits among what is alive. */
const fit = (alive: ReadonlyArray<Stretch>, bytes: number): number => {
  let offset = 0
  for (const s of alive) {
    if (s.offset - offset >= bytes) return offset
    offset = Math.max(offset, s.end)
  }
  return offset
}

/** Outputs that may take the place of the input they replace: whoever reads the input has done so, at least at that index. */
const findInPlace = ({ plan, kernels, views }: Schedule, primary: ReadonlyMap<ValueId, number>): ReadonlySet<string> => {
  const maker = new Map(kernels.flatMap((k, at) => (k._tag === 'Loop' ? k.body.map((i) => [i.id, at] as const) : [])))
  const readers = new Map<ValueId, Array<number>>()
  kernels.forEach((k, at) => {
    for (const v of reads(views, k)) {
      const before = readers.get(v)
      if (before === undefined) readers.set(v, [at])
      else before.push(at)
    }
  })
  const inputs = new Map(plan.inputs.flatMap((i) => (i.consumed ? [[i.name, i] as const] : [])))
  const outputRoots = new Set(plan.outputs.map((o) => views.root(o.id)))
  const alignedIn = (at: number, id: ValueId): boolean => {
    const k = kernels[at]
    return k?._tag === 'Loop' && [...k.body, ...k.reductions].every((i) => sourcesOf(views, i).every((s) => s.base !== id || aligned(views, k.space, s)))
  }
  return new Set(plan.outputs.flatMap((o, index) => {
    const input = inputs.get(o.name)
    const r = views.root(o.id)
    const at = maker.get(r)
    if (input === undefined || elements(input.shape) !== elements(o.shape)) return []
    if (r === input.id) return [o.name]
    const fits = at !== undefined && primary.get(r) === index && !outputRoots.has(input.id) && (readers.get(input.id) ?? []).every((q) => q < at || (q === at && alignedIn(q, input.id)))
    return fits ? [o.name] : []
  }))
}

/** `scratchBytes` of each kernel. */
export const makeStorage = (schedule: Schedule, scratchBytes: (k: Kernel) => number): Storage => {
  const { plan, kernels, views } = schedule
  const { root, constant } = views
  const places = new Map<ValueId, Place>()
  const inputSlot = (index: number): number => firstSlot + index
  const outputSlot = (index: number): number => firstSlot + plan.inputs.length + index
  plan.inputs.forEach((i, k) => places.set(i.id, { _tag: 'Slot', slot: inputSlot(k) }))

  const constants: Array<StoredConstant> = []
  let constantBytes = 0
  const addConstant = (id: ValueId): Place => {
    const operation = plan.instructions[id]?.operation
    const count = elements(plan.instructions[id]?.shape ?? [])
    const place: Place = operation?._tag === 'Fill' ? { _tag: 'Number', value: operation.value } : { _tag: 'Constant', offset: constantBytes }
    places.set(id, place)
    if (place._tag === 'Constant') {
      constants.push({ id, offset: constantBytes })
      constantBytes += paddedBytes(count)
    }
    return place
  }
  /** A number where an array is needed: matrices and outputs lie in memory. */
  const filled = new Map<ValueId, Place>()
  const inMemory = (id: ValueId): Place => {
    const at = places.get(id) ?? addConstant(id)
    if (at._tag !== 'Number') return at
    const before = filled.get(id)
    if (before !== undefined) return before
    const place: Place = { _tag: 'Constant', offset: constantBytes }
    constants.push({ id, offset: constantBytes })
    constantBytes += paddedBytes(elements(plan.instructions[id]?.shape ?? []))
    filled.set(id, place)
    return place
  }

  for (const k of kernels) for (const v of reads(views, k)) if (constant(v) && !places.has(root(v))) addConstant(root(v))
  for (const k of kernels) if (k._tag !== 'Loop') for (const v of reads(views, k)) if (constant(v)) places.set(root(v), inMemory(root(v)))

  // the first output of a value is where it is made
  const primary = new Map<ValueId, number>()
  const makes = new Set(kernels.flatMap((k) => [...made(k)]))
  plan.outputs.forEach((o, index) => {
    const r = root(o.id)
    if (makes.has(r) && !primary.has(r)) {
      primary.set(r, index)
      places.set(r, { _tag: 'Slot', slot: outputSlot(index) })
    }
  })
  const inPlace = findInPlace(schedule, primary)

  const lastUse = new Map<ValueId, number>()
  kernels.forEach((k, at) => { for (const v of reads(views, k)) lastUse.set(root(v), at) })
  let alive: ReadonlyArray<Stretch> = []
  let workspaceBytes = 0
  const scratchOffsets: Array<number> = []
  const take = (bytes: number, until: number): number => {
    const offset = fit(alive, bytes)
    alive = [...alive, { offset, end: offset + bytes, until }].sort((a, b) => a.offset - b.offset)
    workspaceBytes = Math.max(workspaceBytes, offset + bytes)
    return offset
  }
  kernels.forEach((k, at) => {
    alive = alive.filter((s) => s.until >= at)
    const scratch = scratchBytes(k)
    scratchOffsets.push(scratch === 0 ? 0 : take(scratch, at))
    for (const id of made(k)) {
      const until = lastUse.get(id)
      if (places.has(id) || until === undefined) continue
      places.set(id, { _tag: 'Workspace', offset: take(paddedBytes(elements(plan.instructions[id]?.shape ?? [])), until) })
    }
  })
  const copies = plan.outputs.flatMap((o, index): ReadonlyArray<Copy> => {
    const r = root(o.id)
    if (primary.get(r) === index || (inPlace.has(o.name) && plan.inputs.some((i) => i.id === r))) return []
    return [{ from: constant(r) ? inMemory(r) : places.get(r) ?? inMemory(r), to: { _tag: 'Slot', slot: outputSlot(index) }, bytes: 4 * elements(o.shape) }]
  })
  return {
    place: (id) => {
      const found = places.get(root(id))
      if (found === undefined) throw new Error(`internal: value ${id} has no place`)
      return found
    },
    stored: (id) => places.has(id),
    scratch: (at) => ({ _tag: 'Workspace', offset: scratchOffsets[at] ?? 0 }),
    copies, constants, constantBytes, workspaceBytes, inPlace, inputSlot, outputSlot,
    slots: firstSlot + plan.inputs.length + plan.outputs.length
  }
}
