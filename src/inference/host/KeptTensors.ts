/**
 * Arrays at the indices that training has kept, and back.
 *
 * @since 0.1.0
 */
import * as N from 'fp-ts/lib/number.js'
import * as O from 'fp-ts/lib/Option.js'
import * as RA from 'fp-ts/lib/ReadonlyArray.js'
import type { KeptByAxis } from '../../ir/Kept.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { offsets, rows } from '../../lower/Slices.ts'
import type { Bound } from './BoundData.ts'
import { elements, type Tensors } from './Tensors.ts'

/** A tensor at the kept indices of its axes; the very same if it has none of them. */
export const atKept =
  (kept: KeptByAxis) =>
  (t: NamedTensor): NamedTensor =>
    t.axes.reduce((sliced, axis) => {
      const found = kept.get(axis)
      return found === undefined ? sliced : rows(axis, found.indices)(sliced)
    }, t)

export const allAtKept =
  (kept: KeptByAxis) =>
  (tensors: Tensors): Tensors =>
    new Map([...tensors].map(([name, t]) => [name, atKept(kept)(t)] as const))

export const sizesAtKept =
  (kept: KeptByAxis) =>
  (sizes: AxisSizes): AxisSizes =>
    new Map(
      [...sizes].map(([axis, size]) => [axis, kept.get(axis)?.indices.length ?? size] as const)
    )

/** Data whose axes have lost indices; plates have not. */
export const boundAtKept =
  (kept: KeptByAxis) =>
  ({ data, sizes, plates }: Bound): Bound => ({
    data: allAtKept(kept)(data),
    sizes: sizesAtKept(kept)(sizes),
    plates
  })

/** Of axes that lost nothing there are none. */
const { equals: areSame } = O.getEq(RA.getEq(N.Eq))

/**
 * `boundAtKept` of the same data time and again. A tensor is the one of before where its axes have the
 * same indices: data sets are large, and most of what leaves takes none of theirs along.
 */
export const keptSlices = (bound: Bound): ((kept: KeptByAxis) => Bound) => {
  let before: KeptByAxis = new Map()
  let parts = bound.data
  return (kept) => {
    const last = before,
      lastParts = parts
    const isSame = (axis: string): boolean =>
      areSame(O.fromNullable(kept.get(axis)?.indices), O.fromNullable(last.get(axis)?.indices))
    parts = new Map(
      [...bound.data].map(([name, t]) => [
        name,
        t.axes.every(isSame) ? (lastParts.get(name) ?? t) : atKept(kept)(t)
      ])
    )
    before = kept
    return { ...boundAtKept(kept)({ ...bound, data: new Map() }), data: parts }
  }
}

/**
 * The inverse of `atKept`: the whole with the part's values at the kept indices, its own elsewhere.
 */
export const putBack =
  (kept: KeptByAxis, whole: NamedTensor) =>
  (part: NamedTensor): NamedTensor => {
    if (!whole.axes.some((a) => kept.has(a))) return part
    const values = whole.values.slice()
    const where = offsets(whole, whole.axes, kept)
    if (where.length !== elements(part.sizes))
      throw new Error(`internal: ${part.values.length} values for ${where.length} places`)
    for (let k = 0; k < where.length; k++) values[where[k] ?? 0] = part.values[k] ?? 0
    return { axes: whole.axes, sizes: whole.sizes, values }
  }
