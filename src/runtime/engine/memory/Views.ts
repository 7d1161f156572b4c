/**
 * Values that are not computed, only looked at: another array in another order, or windows of it.
 *
 * @since 0.1.0
 */
import type { Instruction, KernelMap, Plan, Shape, ValueId } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import { constantValues } from '../../../lower/LastUses.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * Element [i, j, …] of the value is the base's element i·strides₀ + j·strides₁ + …, counted
 * row-major.
 */
export interface View {
  readonly base: ValueId
  readonly strides: ReadonlyArray<number>
}

export interface Views {
  readonly at: (id: ValueId) => Instruction
  /** The value whose array a value shares, row-major in both. */
  readonly root: (id: ValueId) => ValueId
  readonly constant: (id: ValueId) => boolean
  /** A value as far back as it can be followed without computing. */
  readonly view: (id: ValueId) => View
  /**
   * What a loop reads for an operand: the view where vectors can be loaded from it, otherwise the
   * array of the value itself.
   */
  readonly source: (id: ValueId) => View
  /** The instruction that maps a value, where the plan has it. */
  readonly mapOf: (op: KernelMap, x: ValueId) => ValueId | undefined
}

/**
 * Instructions that can be views. Windows with padding are not: what is beyond the edge lies
 * nowhere.
 */
export const isView = ({ operation: o }: Instruction): boolean =>
  o._tag === 'Transpose' || (o._tag === 'Unfold' && o.padding === 0)

/** Strides of an array that lies row by row; 0 along extents of 1, as in every view. */
export const rowMajor = (shape: Shape): ReadonlyArray<number> =>
  shape.map((d, i) => (d === 1 ? 0 : elements(shape.slice(i + 1))))

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/**
 * Strides of a view for another shape of as many elements, row-major in both; undefined where steps
 * would not be even. Extents are taken from the back: each of `to` splits or joins neighbours of
 * `from` that are walked as one.
 */
const reshaped = (
  strides: ReadonlyArray<number>,
  from: Shape,
  to: Shape
): ReadonlyArray<number> | undefined => {
  const left = from
    .map((extent, i) => ({ extent, stride: strides[i] ?? 0 }))
    .filter((d) => d.extent !== 1)
  const found: Array<number> = []
  for (const wanted of [...to].reverse()) {
    if (wanted === 1) {
      found.push(0)
      continue
    }
    let last = left.pop()
    if (last === undefined) return undefined
    while (last.extent < wanted) {
      const next = left.pop()
      if (next === undefined || next.stride !== last.stride * last.extent) return undefined
      last = { extent: last.extent * next.extent, stride: last.stride }
    }
    if (last.extent % wanted !== 0) return undefined
    found.push(last.stride)
    if (last.extent > wanted)
      left.push({ extent: last.extent / wanted, stride: last.stride * wanted })
  }
  return found.reverse()
}

export const viewsOf = (plan: Plan): Views => {
  const constants = constantValues(plan)
  const maps = new Map(
    plan.instructions.flatMap(({ id, operation: o }) =>
      o._tag === 'Map' ? [[`${o.op} ${o.x}`, id] as const] : []
    )
  )
  const roots: Array<ValueId> = []
  for (const { id, operation: o } of plan.instructions)
    roots.push(o._tag === 'Reshape' ? (roots[o.x] ?? o.x) : id)
  const constant = (id: ValueId): boolean => constants[id] === true
  const at = (id: ValueId): Instruction => {
    const found = plan.instructions[id]
    if (found === undefined) throw new Error(`internal: no instruction ${id}`)
    return found
  }
  const root = (id: ValueId): ValueId => roots[id] ?? id
  const own = (id: ValueId): View => ({ base: root(id), strides: rowMajor(at(id).shape) })
  const views = new Map<ValueId, View>()
  const follow = (id: ValueId): View => {
    const { operation: o, shape } = at(id)
    if (constant(id)) return own(id)
    if (o._tag === 'Reshape') {
      const strides =
        elements(shape) === 0 ? undefined : reshaped(view(o.x).strides, at(o.x).shape, shape)
      return strides === undefined ? own(id) : { base: view(o.x).base, strides }
    }
    if (o._tag === 'Transpose') {
      const { base, strides } = view(o.x)
      return { base, strides: o.permutation.map((p) => strides[p] ?? 0) }
    }
    if (o._tag === 'Unfold' && o.padding === 0) {
      const { base, strides } = view(o.x)
      const along = strides[o.position] ?? 0
      const counted = strides.map((s, i) => (i === o.position ? s * o.stride : s))
      return { base, strides: [...counted.slice(0, o.offset), along, ...counted.slice(o.offset)] }
    }
    return own(id)
  }
  const view = (id: ValueId): View => {
    const before = views.get(id)
    if (before !== undefined) return before
    const followed = follow(id)
    const made = {
      ...followed,
      strides: followed.strides.map((s, i) => (at(id).shape[i] === 1 ? 0 : s))
    }
    views.set(id, made)
    return made
  }
  return {
    at,
    root,
    constant,
    view,
    source: (id) => {
      const found = view(id)
      const last = found.strides.filter((_, i) => at(id).shape[i] !== 1).at(-1) ?? 1
      return last === 1 ? found : own(id)
    },
    mapOf: (op, x) => maps.get(`${op} ${x}`)
  }
}
