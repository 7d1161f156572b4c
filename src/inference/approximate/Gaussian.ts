/**
 * Normal distributions over the coordinates of a density, as a point and a linear map of standard normals:
 * x = mean + M u, with ln |det M| = `logVolume`, so that
 *
 *   ln q(x) = −½ (N ln 2π + |u|²) − ln |det M|
 *
 * - dense      of a precision H = L Lᵀ: M = L⁻ᵀ
 * - low rank   of a covariance D + β γ βᵀ, D diagonal, β of few columns: M = D^½ (1 + Q (K − 1) Qᵀ),
 *              where D^−½ β = Q R and K Kᵀ = 1 + R γ Rᵀ (Zhang et al. 2022, algorithm 4)
 *
 * @since 0.2.0
 */
import { cholesky, dot, type Matrix, solveUpper } from '../solving/Vectors.ts'

export interface Gaussian {
  readonly mean: Float64Array
  readonly logVolume: number
  /** Writes mean + M u. */
  readonly place: (u: Float64Array, out: Float64Array) => void
}

/** ln q of the place of u, in nats. */
export const logDensityOf = ({ mean, logVolume }: Gaussian, u: Float64Array): number =>
  -0.5 * (mean.length * Math.log(2 * Math.PI) + dot(u, u)) - logVolume

/** By the factor L of its precision. */
export const denseGaussian = (mean: Float64Array, factor: Matrix): Gaussian => {
  const back = solveUpper(factor)
  return {
    mean,
    logVolume: -factor.reduce((sum, row, i) => sum + Math.log(row[i] ?? NaN), 0),
    place: (u, out) => {
      const moved = back(u)
      for (let i = 0; i < out.length; i++) out[i] = (mean[i] ?? NaN) + (moved[i] ?? NaN)
    }
  }
}

/** D + β γ βᵀ; β by its columns. */
export interface LowRank {
  readonly diagonal: Float64Array
  readonly columns: ReadonlyArray<Float64Array>
  readonly inner: Matrix
}

/** (D + β γ βᵀ) v. */
export const timesLowRank = (
  { diagonal, columns, inner }: LowRank,
  v: Float64Array
): Float64Array => {
  const along = Float64Array.from(columns, (c) => dot(c, v))
  const out = diagonal.map((d, i) => d * (v[i] ?? NaN))
  inner.forEach((row, k) => {
    const weight = dot(row, along)
    const column = columns[k] ?? out
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? NaN) + weight * (column[i] ?? NaN)
  })
  return out
}

/** Householder vectors of unit length, one a column that is left, and R by its columns. */
interface Reflected {
  readonly vectors: ReadonlyArray<Float64Array>
  readonly triangle: ReadonlyArray<Float64Array>
}

const reflect = (v: Float64Array, x: Float64Array): void => {
  const along = 2 * dot(v, x)
  for (let i = 0; i < x.length; i++) x[i] = (x[i] ?? NaN) - along * (v[i] ?? NaN)
}

/** Q R of a matrix by its columns; of fewer rows than columns as well, and of dependent ones. */
const reflected = (given: ReadonlyArray<Float64Array>, size: number): Reflected => {
  const triangle = given.map((c) => c.slice())
  const vectors: Array<Float64Array> = []
  for (let k = 0; k < Math.min(size, given.length); k++) {
    const v = (triangle[k] ?? new Float64Array(size)).slice().fill(0, 0, k)
    const length = Math.sqrt(dot(v, v))
    v[k] = (v[k] ?? 0) + ((v[k] ?? 0) < 0 ? -length : length)
    const norm = Math.sqrt(dot(v, v))
    if (norm > 0) for (let i = k; i < size; i++) v[i] = (v[i] ?? 0) / norm
    for (const column of triangle.slice(k)) reflect(v, column)
    vectors.push(v)
  }
  return { vectors, triangle }
}

/** Undefined where the covariance is not positive definite, as after rounding. */
export const lowRankGaussian = (
  mean: Float64Array,
  { diagonal, columns, inner }: LowRank
): Gaussian | undefined => {
  const size = mean.length
  const roots = diagonal.map(Math.sqrt)
  const scaled = columns.map((c) => c.map((v, i) => v / (roots[i] ?? NaN)))
  const { vectors, triangle } = reflected(scaled, size)
  const rank = vectors.length
  const rows = Array.from({ length: rank }, (_, i) =>
    Float64Array.from(triangle, (column) => column[i] ?? NaN)
  )
  const middle = rows.map((row) =>
    Float64Array.from(inner, (_, k) => {
      let sum = 0
      inner.forEach((g, l) => (sum += (row[l] ?? NaN) * (g[k] ?? NaN)))
      return sum
    })
  )
  const factor = cholesky(
    middle.map((row, i) =>
      Float64Array.from(rows, (other, j) => dot(row, other) + (i === j ? 1 : 0))
    )
  )
  if (factor === undefined) return undefined
  const logVolume =
    roots.reduce((sum, r) => sum + Math.log(r), 0) +
    factor.reduce((sum, row, i) => sum + Math.log(row[i] ?? NaN), 0)
  if (!Number.isFinite(logVolume)) return undefined
  const turned = new Float64Array(size)
  return {
    mean,
    logVolume,
    place: (u, out) => {
      turned.set(u)
      // Qᵀ u: its first elements are those along the columns
      for (const v of vectors) reflect(v, turned)
      const along = turned.slice(0, rank)
      factor.forEach((row, i) => {
        let sum = 0
        for (let j = 0; j <= i; j++) sum += (row[j] ?? NaN) * (along[j] ?? NaN)
        turned[i] = sum
      })
      for (const v of vectors.toReversed()) reflect(v, turned)
      for (let i = 0; i < size; i++)
        out[i] = (mean[i] ?? NaN) + (roots[i] ?? NaN) * (turned[i] ?? NaN)
    }
  }
}
