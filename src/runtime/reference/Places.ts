/**
 * Where in an array each element of another is found: what is stretched, transposed, reduced or laid
 * out as windows, as tables of places. Arrays are row-major.
 *
 * @since 0.2.0
 */
import type { Shape } from '../../ir/Plan.ts'

const elements = (shape: Shape): number => shape.reduce((n, d) => n * d, 1)

/**
 * Where in an operand each element of a result of `shape` is found, the operand stretched along
 * extents of 1.
 */
export const stretchPlaces = (shape: Shape, from: Shape): Int32Array => {
  let stride = 1
  const strides = [...from]
    .reverse()
    .map((d) => {
      const s = d === 1 ? 0 : stride
      stride *= d
      return s
    })
    .reverse()
  return gatherPlaces(
    shape,
    shape.map((_, i) => strides[i - shape.length + from.length] ?? 0)
  )
}

/** Σ index · stride for every index of a shape, row-major. */
export const gatherPlaces = (shape: Shape, strides: ReadonlyArray<number>): Int32Array =>
  shape.reduce((before, extent, position) => {
    const after = new Int32Array(before.length * extent)
    for (let i = 0; i < after.length; i++)
      after[i] = (before[Math.floor(i / extent)] ?? 0) + (i % extent) * (strides[position] ?? 0)
    return after
  }, new Int32Array(1))

export const stridesOf = (shape: Shape): ReadonlyArray<number> =>
  shape.map((_, i) => elements(shape.slice(i + 1)))

export interface WindowPlace {
  readonly position: number
  readonly offset: number
  readonly stride: number
  readonly padding: number
}

/**
 * For each element over windows, of `unfolded` shape, its place in an array of `folded` shape; −1
 * off the axis.
 */
export const windowPlaces = (
  { position, offset, stride, padding }: WindowPlace,
  unfolded: Shape,
  folded: Shape
): Int32Array => {
  const strides = stridesOf(folded),
    n = folded[position] ?? 0
  const others = strides.map((s, i) => (i === position ? 0 : s))
  const start = gatherPlaces(unfolded, [...others.slice(0, offset), 0, ...others.slice(offset)])
  const along = gatherPlaces(
    unfolded,
    unfolded.map((_, i) => (i === position ? stride : i === offset ? 1 : 0))
  )
  return start.map((s, i) => {
    const p = (along[i] ?? 0) - padding
    return p >= 0 && p < n ? s + p * (strides[position] ?? 0) : -1
  })
}
