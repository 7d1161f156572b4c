/**
 * Slices of arrays over named axes on the host.
 *
 * @since 0.1.0
 */
import type { KeptByAxis } from '../ir/Kept.ts'
import type { NamedTensor } from '../ir/Posterior.ts'
import { elements } from './AxisLayout.ts'

/** Runs of fewer numbers are faster copied one by one. */
const shortRun = 16

/**
 * The rows at `indices` along an axis, in that order; a tensor without the axis is itself. They are
 * written into `room` if it is large enough: fresh memory costs more than the copy.
 */
export const rows =
  (axis: string, indices: ArrayLike<number>) =>
  (t: NamedTensor, room?: Float32Array): NamedTensor => {
    const at = t.axes.indexOf(axis)
    if (at < 0) return t
    const inner = elements(t.sizes.slice(at + 1))
    const outer = elements(t.sizes.slice(0, at))
    const width = (t.sizes[at] ?? 1) * inner
    const source = t.values
    const count = outer * indices.length * inner
    const values =
      room !== undefined && room.length >= count ? room.subarray(0, count) : new Float32Array(count)
    // data sets have millions of numbers: places are computed once, in arrays whose type the engine
    // knows
    const isShort = inner < shortRun
    const places = isShort
      ? Uint32Array.from(
          { length: indices.length * inner },
          (_, k) => (indices[Math.floor(k / inner)] ?? 0) * inner + (k % inner)
        )
      : new Uint32Array()
    let to = 0
    for (let o = 0; o < outer; o++) {
      const from = o * width
      if (isShort)
        for (let k = 0; k < places.length; k++) values[to++] = source[from + (places[k] ?? 0)] ?? 0
      else
        for (let i = 0; i < indices.length; i++, to += inner) {
          const start = from + (indices[i] ?? 0) * inner
          values.set(source.subarray(start, start + inner), to)
        }
    }
    return { axes: t.axes, sizes: t.sizes.map((s, d) => (d === at ? indices.length : s)), values }
  }

/**
 * `count` rows along an axis from `start` on; where there is no axis before it, in the memory of
 * the tensor.
 */
export const stretch =
  (axis: string, start: number, count: number) =>
  (t: NamedTensor): NamedTensor => {
    const at = t.axes.indexOf(axis)
    if (at < 0) return t
    const inner = elements(t.sizes.slice(at + 1))
    return elements(t.sizes.slice(0, at)) === 1
      ? {
          axes: t.axes,
          sizes: t.sizes.map((s, d) => (d === at ? count : s)),
          values: t.values.subarray(start * inner, (start + count) * inner)
        }
      : rows(
          axis,
          Uint32Array.from({ length: count }, (_, i) => start + i)
        )(t)
  }

/**
 * Where the elements over `axes` lie in the memory of a tensor that has them, row-major; of an axis that
 * has lost indices, at those that are kept.
 */
export const offsets = (
  t: NamedTensor,
  axes: ReadonlyArray<string>,
  kept: KeptByAxis = new Map()
): Uint32Array =>
  axes.reduce((before, axis) => {
    const at = t.axes.indexOf(axis)
    if (at < 0) throw new Error(`internal: no axis ${axis} in [${t.axes.join(', ')}]`)
    const stride = elements(t.sizes.slice(at + 1))
    const along = Uint32Array.from(
      kept.get(axis)?.indices ?? { length: t.sizes[at] ?? 1 },
      (index, i) => (index ?? i) * stride
    )
    const after = new Uint32Array(before.length * along.length)
    let k = 0
    for (const place of before)
      for (let i = 0; i < along.length; i++) after[k++] = place + (along[i] ?? 0)
    return after
  }, new Uint32Array(1))

/** The tensor with the slices zero at whose index over `axes`, row-major, `off` is 1. */
export const zeroSlices =
  (axes: ReadonlyArray<string>, off: ArrayLike<number>) =>
  (t: NamedTensor): NamedTensor => {
    const values = t.values.slice()
    const starts = offsets(t, axes)
    const within = offsets(
      t,
      t.axes.filter((a) => !axes.includes(a))
    )
    for (let k = 0; k < starts.length; k++)
      if (off[k] === 1) {
        const start = starts[k] ?? 0
        for (const place of within) values[start + place] = 0
      }
    return { ...t, values }
  }
