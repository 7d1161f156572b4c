/** Exact answers of regressions need an inverse, which shares no code with the solver's factors. */

/** The inverse of a positive definite matrix, by Gauss and Jordan. */
export const inverse = (
  a: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<ReadonlyArray<number>> => {
  const n = a.length
  const m = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let i = 0; i < n; i++) {
    const pivot = m[i]?.[i] ?? NaN
    m[i] = (m[i] ?? []).map((v) => v / pivot)
    for (let k = 0; k < n; k++) {
      const factor = m[k]?.[i] ?? NaN
      if (k !== i) m[k] = (m[k] ?? []).map((v, j) => v - factor * (m[i]?.[j] ?? NaN))
    }
  }
  return m.map((row) => row.slice(n))
}
