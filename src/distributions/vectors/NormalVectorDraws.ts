/**
 * Draws of normal vectors on the host, by what is known of their covariance; matrices are row-major.
 *
 * @since 0.2.0
 */
import { standardNormal, type VectorDraw } from '../StandardDraws.ts'

type Numbers = ArrayLike<number>

const sumTo = (n: number, f: (k: number) => number): number => {
  let sum = 0
  for (let k = 0; k < n; k++) sum += f(k)
  return sum
}

/** The lower L of A = L Lᵀ; NaN where A is not positive definite. */
export const choleskyOf = (a: Numbers, n: number): Float64Array => {
  const l = new Float64Array(n * n)
  const at = (i: number, j: number): number => l[i * n + j] ?? NaN
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      const rest = (a[i * n + j] ?? NaN) - sumTo(j, (k) => at(i, k) * at(j, k))
      l[i * n + j] = i === j ? Math.sqrt(rest) : rest / at(j, j)
    }
  return l
}

/** L ε */
const timesLower = (l: Numbers, n: number, e: Numbers): ReadonlyArray<number> =>
  Array.from({ length: n }, (_, i) => sumTo(i + 1, (k) => (l[i * n + k] ?? NaN) * (e[k] ?? NaN)))

/** x of Lᵀ x = ε */
const solveTransposed = (l: Numbers, n: number, e: Numbers): ReadonlyArray<number> => {
  const x = Array.from({ length: n }, () => 0)
  for (let i = n - 1; i >= 0; i--) {
    const above = sumTo(n - 1 - i, (k) => (l[(i + 1 + k) * n + i] ?? NaN) * (x[i + 1 + k] ?? NaN))
    x[i] = ((e[i] ?? NaN) - above) / (l[i * n + i] ?? NaN)
  }
  return x
}

const drawBy =
  (value: (matrix: Numbers, n: number, noise: Numbers) => ReadonlyArray<number>): VectorDraw =>
  ([mean = [], matrix = []], uniform, n) => {
    const noise = Array.from({ length: n }, () => standardNormal(uniform))
    return value(matrix, n, noise).map((x, i) => x + (mean[mean.length === 1 ? 0 : i] ?? NaN))
  }

export const normalVectorDraws = {
  cholesky: drawBy(timesLower),
  covariance: drawBy((a, n, e) => timesLower(choleskyOf(a, n), n, e)),
  precision: drawBy((a, n, e) => solveTransposed(choleskyOf(a, n), n, e))
} as const satisfies Readonly<Record<string, VectorDraw>>
