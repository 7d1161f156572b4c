/**
 * Vectors, and symmetric matrices as rows of them, in float64.
 *
 * @since 0.2.0
 */

export type Matrix = ReadonlyArray<Float64Array>

export const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

/** The largest size of an element; NaN where one is NaN. */
export const largest = (a: Float64Array): number => a.reduce((m, x) => Math.max(m, Math.abs(x)), 0)

/** L with L·Lᵀ = A, by rows; undefined where A is not positive definite. */
export const cholesky = (a: Matrix): Matrix | undefined => {
  const rows = a.map((row) => Float64Array.from(row))
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = rows[j] ?? row
      let sum = row[j] ?? NaN
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (other[k] ?? 0)
      if (j < i) row[j] = sum / (other[j] ?? NaN)
      else if (sum > 1e-14 * Math.abs(a[i]?.[i] ?? NaN)) row[i] = Math.sqrt(sum)
      else return undefined
    }
    row.fill(0, i + 1)
  }
  return rows
}

/** x with L x = b. */
export const solveLower =
  (l: Matrix) =>
  (b: Float64Array): Float64Array => {
    const x = Float64Array.from(b)
    for (let i = 0; i < x.length; i++) {
      const row = l[i] ?? x
      let sum = x[i] ?? NaN
      for (let k = 0; k < i; k++) sum -= (row[k] ?? 0) * (x[k] ?? 0)
      x[i] = sum / (row[i] ?? NaN)
    }
    return x
  }

/** x with Lᵀ x = b. */
export const solveUpper =
  (l: Matrix) =>
  (b: Float64Array): Float64Array => {
    const x = Float64Array.from(b)
    for (let i = x.length - 1; i >= 0; i--) {
      const row = l[i] ?? x
      const value = (x[i] ?? NaN) / (row[i] ?? NaN)
      x[i] = value
      for (let k = 0; k < i; k++) x[k] = (x[k] ?? 0) - (row[k] ?? 0) * value
    }
    return x
  }

/** x with L·Lᵀ x = b. */
export const solveWith =
  (l: Matrix) =>
  (b: Float64Array): Float64Array =>
    solveUpper(l)(solveLower(l)(b))
