/**
 * The Hessian of a function by differences of its gradient, which in float64 leave five digits.
 * Coordinates are scaled: 1 is a length at which the function changes.
 *
 * @since 0.2.0
 */
import type { Objective } from './Lbfgs.ts'
import type { Pausing } from './Pausing.ts'
import { cholesky, type Matrix, solveLower } from './Vectors.ts'

/** What a coordinate is moved by for a difference. */
const difference = 1e-5

/** The matrix of second derivatives, made symmetric. Pauses between rows. */
export const hessian = function* (f: Objective, x: Float64Array): Pausing<Matrix> {
  const n = x.length
  const moved = Float64Array.from(x)
  const here = new Float64Array(n)
  f(x, here)
  const rows: Array<Float64Array> = []
  for (const [i, at] of x.entries()) {
    yield
    const there = new Float64Array(n)
    moved[i] = at + difference
    f(moved, there)
    moved[i] = at
    rows.push(there.map((g, j) => (g - (here[j] ?? NaN)) / difference))
  }
  return rows.map((row, i) => row.map((v, j) => (v + (rows[j]?.[i] ?? NaN)) / 2))
}

/** `isExact`: the matrix was positive definite as it was, or flat as far as differences tell. */
export interface Factored {
  readonly factor: Matrix
  readonly isExact: boolean
}

/**
 * A curvature that differences cannot tell from 0, as of loadings on which nothing depends or that turn
 * into each other.
 */
const flatCurvature = 1e-4

const shifted = (h: Matrix, by: number): Matrix | undefined =>
  cholesky(h.map((row, i) => row.map((v, j) => (i === j ? v + by : v))))

/**
 * The factor of a matrix, or where that is not positive definite of one with enough added to its
 * diagonal. Undefined where it is not finite.
 */
export const factored = (h: Matrix): Factored | undefined => {
  const own = cholesky(h)
  if (own !== undefined) return { factor: own, isExact: true }
  const level = shifted(h, flatCurvature)
  if (level !== undefined) return { factor: level, isExact: true }
  for (let shift = 1e-2; shift < 1e8; shift *= 4) {
    const factor = shifted(h, shift)
    if (factor !== undefined) return { factor, isExact: false }
  }
  return undefined
}

/**
 * How many units a deviation by linear response is along each coordinate: the root of the diagonal of the
 * inverse, at least 1.
 */
export const deviationsBy = (factor: Matrix): Float64Array =>
  Float64Array.from(factor, (_, i) => {
    const unit = new Float64Array(factor.length)
    unit[i] = 1
    return Math.max(1, Math.sqrt(solveLower(factor)(unit).reduce((s, v) => s + v * v, 0)))
  })
