/**
 * The Hessian of a function by central differences of its gradient, which in float64 leave ten
 * digits. Coordinates are scaled: 1 is a length at which the function changes.
 *
 * @since 0.2.0
 */
import type { Objective } from './Lbfgs.ts'
import { cholesky, type Matrix } from './Vectors.ts'

/** What a coordinate is moved by for a difference. */
const difference = 1e-3

/** The matrix of second derivatives, made symmetric. */
export const hessian = (f: Objective, x: Float64Array): Matrix => {
  const n = x.length
  const moved = Float64Array.from(x)
  const rows = Array.from({ length: n }, (_, i) => {
    const [up, down] = [new Float64Array(n), new Float64Array(n)]
    const here = x[i] ?? 0
    moved[i] = here + difference
    f(moved, up)
    moved[i] = here - difference
    f(moved, down)
    moved[i] = here
    return up.map((u, j) => (u - (down[j] ?? NaN)) / (2 * difference))
  })
  return rows.map((row, i) => row.map((v, j) => (v + (rows[j]?.[i] ?? NaN)) / 2))
}

/** `isExact`: the matrix was positive definite as it was. */
export interface Factored {
  readonly factor: Matrix
  readonly isExact: boolean
}

/**
 * The factor of a matrix, or where that is not positive definite of one with enough added to its
 * diagonal. Undefined where it is not finite.
 */
export const factored = (h: Matrix): Factored | undefined => {
  const own = cholesky(h)
  if (own !== undefined) return { factor: own, isExact: true }
  for (let shift = 1e-2; shift < 1e8; shift *= 4) {
    const factor = cholesky(h.map((row, i) => row.map((v, j) => (i === j ? v + shift : v))))
    if (factor !== undefined) return { factor, isExact: false }
  }
  return undefined
}
