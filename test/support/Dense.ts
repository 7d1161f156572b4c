/** Small dense matrices, by elimination: what laws of matrices without a node are compared with. */
import type { NamedArray } from '../../src/expr/index.ts'

type Rows = ReadonlyArray<ReadonlyArray<number>>

/** Elements of an array in row-major order of some axes; constant along those that it lacks. */
export const rowsOf = (
  { axes, sizes, values }: NamedArray,
  order: ReadonlyArray<string>,
  shape: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const strides = order.map((a) => {
    const d = axes.indexOf(a)
    return d < 0 ? 0 : sizes.slice(d + 1).reduce((x, y) => x * y, 1)
  })
  return Array.from({ length: shape.reduce((x, y) => x * y, 1) }, (_, i) => {
    let rest = i
    let place = 0
    for (let d = shape.length - 1; d >= 0; d--) {
      const size = shape[d] ?? 1
      place += (rest % size) * (strides[d] ?? 0)
      rest = Math.floor(rest / size)
    }
    return values[place] ?? NaN
  })
}

/** Eliminated with pivots: the determinant, and x with A x = b. */
const eliminated = (a: Rows, b: ReadonlyArray<number>) => {
  const m = a.map((row, i) => [...row, b[i] ?? 0])
  let det = 1
  for (let k = 0; k < m.length; k++) {
    const best = m.reduce(
      (p, row, i) => (i >= k && Math.abs(row[k] ?? 0) > Math.abs(m[p]?.[k] ?? 0) ? i : p),
      k
    )
    const [pivot = [], other = []] = [m[best], m[k]]
    if (best !== k) {
      m[best] = other
      m[k] = pivot
      det = -det
    }
    const top = pivot[k] ?? NaN
    det *= top
    m.forEach((row, i) => {
      if (i === k) return
      const by = (row[k] ?? 0) / top
      m[i] = row.map((v, j) => (j < k ? v : v - by * (pivot[j] ?? 0)))
    })
  }
  return { det, x: m.map((row, i) => (row[m.length] ?? NaN) / (row[i] ?? NaN)) }
}

export const determinant = (a: Rows): number => eliminated(a, []).det

/** x with A x = b */
export const solve = (a: Rows, b: ReadonlyArray<number>): ReadonlyArray<number> =>
  eliminated(a, b).x

export const inverse = (a: Rows): Rows => {
  const columns = a.map((_, k) =>
    solve(
      a,
      a.map((__, i) => (i === k ? 1 : 0))
    )
  )
  return a.map((_, i) => columns.map((column) => column[i] ?? NaN))
}
