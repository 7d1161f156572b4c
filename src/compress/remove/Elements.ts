/**
 * Elements of arrays over named axes: where each lies along some of the axes, and which are kept.
 */
import type { Axes } from '../../expr/index.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { rows } from '../../lower/Slices.ts'

export const product = (sizes: ReadonlyArray<number>): number => sizes.reduce((a, b) => a * b, 1)

/** The size of an axis, 1 where the tensor lacks it. */
export const sizeAlong =
  (axis: string) =>
  (t: Omit<NamedTensor, 'values'>): number =>
    t.sizes[t.axes.indexOf(axis)] ?? 1

/**
 * For each element of `t`, its index over `axes` (row-major in the order given); all of them axes
 * of `t`.
 */
export const indexOver =
  (axes: Axes) =>
  (t: Omit<NamedTensor, 'values'>): Int32Array => {
    const absent = axes.filter((a) => !t.axes.includes(a))
    if (absent.length > 0)
      throw new Error(`internal: no axis ${absent.join(', ')} in [${t.axes.join(', ')}]`)
    const inner = (a: string): number =>
      product(axes.slice(axes.indexOf(a) + 1).map((b) => sizeAlong(b)(t)))
    return t.axes.reduce((before, axis, d) => {
      const size = t.sizes[d] ?? 1
      const stride = axes.includes(axis) ? inner(axis) : 0
      const after = new Int32Array(before.length * size)
      let k = 0
      for (const place of before) for (let i = 0; i < size; i++) after[k++] = place + i * stride
      return after
    }, new Int32Array(1))
  }

/** The indices along each axis that are kept; other axes keep all. */
export type Kept = ReadonlyMap<string, ArrayLike<number>>

/** Slices a tensor along every axis that lost indices. */
export const keep =
  (kept: Kept) =>
  (t: NamedTensor): NamedTensor =>
    [...kept].reduce((sliced, [axis, indices]) => rows(axis, indices)(sliced), t)

/** The same values in another order of axes. */
export const transpose =
  (axes: Axes) =>
  (t: NamedTensor): NamedTensor => {
    const sizes = axes.map((a) => t.sizes[t.axes.indexOf(a)] ?? 1)
    const strides = axes.map((a) => product(t.sizes.slice(t.axes.indexOf(a) + 1)))
    const values = new Float32Array(t.values.length)
    for (let k = 0; k < values.length; k++) {
      let rest = k
      let from = 0
      for (let d = axes.length - 1; d >= 0; d--) {
        const size = sizes[d] ?? 1
        from += (rest % size) * (strides[d] ?? 0)
        rest = Math.floor(rest / size)
      }
      values[k] = t.values[from] ?? 0
    }
    return { axes, sizes, values }
  }

/** t + c, in the order of t's axes; c has the same axes in any order. */
export const addValues = (t: NamedTensor, c: NamedTensor): NamedTensor => {
  const placed = c.axes.every((a, d) => a === t.axes[d]) ? c : transpose(t.axes)(c)
  return { ...t, values: t.values.map((v, i) => v + (placed.values[i] ?? 0)) }
}
