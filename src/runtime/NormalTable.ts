/**
 * The standard normal quantile as tables of cubics: a draw costs four loads and three products, and
 * no logarithm.
 *
 * @since 0.1.0
 */
import { ndtri } from '../expr/numbers/SpecialFunctions.ts'

/** Rows of four coefficients: c₀ + s(c₁ + s(c₂ + s·c₃)), s the place in the row. */
export type Cubics = Float64Array

/**
 * The cubic through four Chebyshev nodes of the probabilities [from, from + width), in places from
 * 0 to `places`.
 */
const setCubic = (
  table: Cubics,
  row: number,
  from: number,
  width: number,
  places: number
): void => {
  const node = (j: number): number => 0.5 - 0.5 * Math.cos(((2 * j + 1) * Math.PI) / 8)
  const [t0, t1, t2, t3] = [node(0), node(1), node(2), node(3)]
  const at = (t: number): number => ndtri(from + t * width)
  const [f0, f1, f2, f3] = [at(t0), at(t1), at(t2), at(t3)]
  // Newton's divided differences, then powers of t
  const d01 = (f1 - f0) / (t1 - t0),
    d12 = (f2 - f1) / (t2 - t1),
    d23 = (f3 - f2) / (t3 - t2)
  const d012 = (d12 - d01) / (t2 - t0),
    d123 = (d23 - d12) / (t3 - t1)
  const d = (d123 - d012) / (t3 - t0)
  table[4 * row] = f0 - d01 * t0 + d012 * t0 * t1 - d * t0 * t1 * t2
  table[4 * row + 1] = (d01 - d012 * (t0 + t1) + d * (t0 * t1 + t0 * t2 + t1 * t2)) / places
  table[4 * row + 2] = (d012 - d * (t0 + t1 + t2)) / places ** 2
  table[4 * row + 3] = d / places ** 3
}

/**
 * Row u >>> 23 of an unsigned 32-bit u, place u & (2²³ − 1): the quantile at (u + ½)·2⁻³², for rows
 * 8 … 503.
 */
export const middleCubics: Cubics = (() => {
  const table = new Float64Array(512 * 4)
  for (let row = 8; row < 504; row++) setCubic(table, row, row / 512 + 2 ** -33, 1 / 512, 2 ** 23)
  return table
})()

/**
 * The quantile at v·2⁻³³ for an odd v below 2²⁷: row = 16 · (exponent of v) + the four bits after
 * v's first, place = the rest of v, shifted up to 27 bits.
 */
export const tailCubics: Cubics = (() => {
  const table = new Float64Array(27 * 16 * 4)
  for (let row = 0; row < 27 * 16; row++) {
    const octave = 2 ** ((row >> 4) - 33)
    setCubic(table, row, octave * (1 + (row & 15) / 16), octave / 16, 2 ** 27)
  }
  return table
})()
