/**
 * Arrays over named axes on the host: order of axes, spreading, equality.
 *
 * @since 0.1.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'

export type Tensors = ReadonlyMap<string, NamedTensor>

export const elements = (sizes: ReadonlyArray<number>): number => sizes.reduce((a, b) => a * b, 1)
/** What several steps read lies along this axis, one step after the other. */
export const seriesAxis = 'step of a block'

export const scalar = (value: number): NamedTensor => ({
  axes: [],
  sizes: [],
  values: Float32Array.of(value)
})

/** One number a step. */
export const scalarSeries = (values: ArrayLike<number>): NamedTensor => ({
  axes: [seriesAxis],
  sizes: [values.length],
  values: Float32Array.from(values)
})

/** The size of an axis, 1 where the tensor lacks it (it is constant along it). */
export const sizeOf =
  (axis: string) =>
  (t: NamedTensor): number =>
    t.sizes[t.axes.indexOf(axis)] ?? 1

/** How far apart neighbours along each axis lie, 0 along axes that the tensor lacks. */
const stridesIn = (t: NamedTensor, axes: ReadonlyArray<string>): ReadonlyArray<number> =>
  axes.map((a) => (t.axes.includes(a) ? elements(t.sizes.slice(t.axes.indexOf(a) + 1)) : 0))

/**
 * The same array over `axes` of these sizes, row-major in that order: transposed, and repeated
 * along axes that the tensor lacks. The very same values where nothing changes.
 */
export const arrange =
  (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>) =>
  (t: NamedTensor): NamedTensor => {
    if (t.axes.length === axes.length && axes.every((a, i) => a === t.axes[i])) return t
    const strides = stridesIn(t, axes)
    const values = new Float32Array(elements(sizes))
    const index = axes.map(() => 0)
    let from = 0
    for (let i = 0; i < values.length; i++) {
      values[i] = t.values[from] ?? 0
      for (let d = axes.length - 1; d >= 0; d--) {
        const size = sizes[d] ?? 1
        const stride = strides[d] ?? 0
        const next = (index[d] ?? 0) + 1
        if (next < size) {
          index[d] = next
          from += stride
          break
        }
        index[d] = 0
        from -= stride * (size - 1)
      }
    }
    return { axes, sizes, values }
  }

/**
 * Where in an array over its own axes each element of the same array over `axes` lies, as `arrange`
 * would lay it.
 */
export const placesIn =
  (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>) =>
  (own: ReadonlyArray<string>, ownSizes: ReadonlyArray<number>): Int32Array => {
    const strides = axes.map((a) =>
      own.includes(a) ? elements(ownSizes.slice(own.indexOf(a) + 1)) : 0
    )
    return new Int32Array(elements(sizes)).map((_, i) => {
      let [rest, at] = [i, 0]
      for (let d = axes.length - 1; d >= 0; d--) {
        const size = sizes[d] ?? 1
        at += (rest % size) * (strides[d] ?? 0)
        rest = Math.floor(rest / size)
      }
      return at
    })
  }

/** Every element a finite number: only of those is x − x zero. */
export const isFinite = ({ values }: NamedTensor): boolean => {
  for (let i = 0; i < values.length; i++) {
    const x = values[i] ?? NaN
    if (x - x !== 0) return false
  }
  return true
}

const bytes = (t: NamedTensor): Uint8Array =>
  new Uint8Array(t.values.buffer, t.values.byteOffset, t.values.byteLength)

/** Equal axes, sizes and bytes: NaN equals itself, −0 is not 0. */
export const sameBytes = (a: NamedTensor, b: NamedTensor): boolean => {
  const x = bytes(a)
  const y = bytes(b)
  return (
    a.axes.join('\0') === b.axes.join('\0') &&
    a.sizes.join() === b.sizes.join() &&
    x.length === y.length &&
    x.every((v, i) => v === y[i])
  )
}
