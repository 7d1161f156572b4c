/**
 * A fixed set of standard normal draws for averages: K joint draws of some streams, the second half
 * the mirror image of the first, so that all odd moments vanish.
 *
 * Each number's K/2 magnitudes lie one in each of K/2 equally probable strata of |ε|, in an order and
 * with signs of its own (Latin hypercube sampling: McKay, Beckman & Conover 1979), and have a mean
 * square of 1. Where they are few, at most K/4 and 128, all pairs of numbers are made uncorrelated
 * as well: the mean of every polynomial of degree 3 is then exact, and with it everything that is a
 * square in normal noise.
 *
 * A function of (seed, step, names) alone, as all noise here is.
 *
 * @since 0.2.0
 */
import type { NoiseKey } from './Executor.ts'
import { integerAt, normalOf, streamKey } from './Noise.ts'

/** A stream and how many numbers one joint draw takes from it. */
export interface DrawnStream {
  readonly name: string
  readonly elements: number
}

/** More numbers than this are left with what correlation they have. */
const mostUncorrelated = 128

/** The first halves of `elements` columns, each of `half` numbers, one column after the other. */
const columns = (key: NoiseKey, { name, elements }: DrawnStream, half: number): Float64Array => {
  const stream = streamKey(key, `fixed:${name}`)
  const out = new Float64Array(elements * half)
  const order = new Int32Array(half)
  for (let e = 0; e < elements; e++) {
    const from = 3 * e * half
    for (let k = 0; k < half; k++) order[k] = k
    for (let k = half - 1; k > 0; k--) {
      const j = Math.floor((integerAt(stream, from + k) >>> 0) * 2 ** -32 * (k + 1))
      const kept = order[k] ?? 0
      order[k] = order[j] ?? 0
      order[j] = kept
    }
    let square = 0
    for (let k = 0; k < half; k++) {
      const within = (integerAt(stream, from + half + k) >>> 0) * 2 ** -32
      const place = ((order[k] ?? 0) + within) / half
      const size = normalOf((2 ** 31 + Math.min(2 ** 31 - 1, Math.floor(place * 2 ** 31))) | 0)
      square += size * size
      out[e * half + k] = integerAt(stream, from + 2 * half + k) < 0 ? -size : size
    }
    const scale = Math.sqrt(half / square)
    for (let k = 0; k < half; k++) out[e * half + k] = (out[e * half + k] ?? 0) * scale
  }
  return out
}

/** Gram and Schmidt on columns of `half` numbers, in place: uncorrelated, with mean square 1. */
const uncorrelate = (all: ReadonlyArray<Float64Array>, half: number): void => {
  all.forEach((column, j) => {
    for (const before of all.slice(0, j)) {
      let dot = 0
      for (let k = 0; k < half; k++) dot += (column[k] ?? 0) * (before[k] ?? 0)
      for (let k = 0; k < half; k++) column[k] = (column[k] ?? 0) - (dot / half) * (before[k] ?? 0)
    }
    const scale = Math.sqrt(half / column.reduce((a, x) => a + x * x, 0))
    for (let k = 0; k < half; k++) column[k] = (column[k] ?? 0) * scale
  })
}

/**
 * `count` draws of each stream, by name: row-major, draws first. `count` is even.
 */
export const fixedDraws = (
  key: NoiseKey,
  streams: ReadonlyArray<DrawnStream>,
  count: number
): ReadonlyMap<string, Float64Array> => {
  const half = count / 2
  if (!Number.isInteger(half)) throw new Error(`internal: ${count} draws have no mirror images`)
  const firsts = streams.map((s) => ({ ...s, values: columns(key, s, half) }))
  const numbers = streams.reduce((n, s) => n + s.elements, 0)
  if (numbers <= Math.min(half / 2, mostUncorrelated))
    uncorrelate(
      firsts.flatMap(({ elements, values }) =>
        Array.from({ length: elements }, (_, e) => values.subarray(e * half, (e + 1) * half))
      ),
      half
    )
  return new Map(
    firsts.map(({ name, elements, values }) => {
      const out = new Float64Array(count * elements)
      for (let e = 0; e < elements; e++)
        for (let k = 0; k < half; k++) {
          const z = values[e * half + k] ?? 0
          out[k * elements + e] = z
          out[(k + half) * elements + e] = -z
        }
      return [name, out] as const
    })
  )
}
