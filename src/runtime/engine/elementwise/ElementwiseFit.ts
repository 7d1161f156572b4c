/**
 * The polynomials in the elementwise functions: made from the functions themselves, near-minimax on
 * an interval.
 *
 * @since 0.1.0
 */

/** The Chebyshev nodes of [from, to]. An even number of them leaves out the middle. */
const nodes = (from: number, to: number, count: number): ReadonlyArray<number> =>
  Array.from(
    { length: count },
    (_, j) => (from + to) / 2 + ((to - from) / 2) * Math.cos(((2 * j + 1) * Math.PI) / (2 * count))
  )

/** Newton's divided differences f[x₀], f[x₀, x₁], … */
const dividedDifferences = (
  xs: ReadonlyArray<number>,
  values: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const found: Array<number> = []
  let column = values
  for (let order = 1; order <= xs.length; order++) {
    found.push(column[0] ?? NaN)
    column = column
      .slice(1)
      .map((later, i) => (later - (column[i] ?? NaN)) / ((xs[i + order] ?? NaN) - (xs[i] ?? NaN)))
  }
  return found
}

/**
 * The coefficients c₀, c₁, … of the polynomial Σ cᵢ xⁱ of a degree that equals f at the Chebyshev
 * nodes of [from, to]. Its largest error is within a small factor of the least that any polynomial
 * of this degree has (Lebesgue's constant, below 3 here).
 */
export const fit = (
  f: (x: number) => number,
  from: number,
  to: number,
  degree: number
): ReadonlyArray<number> => {
  const xs = nodes(from, to, degree + 1)
  const differences = dividedDifferences(xs, xs.map(f))
  // from Newton's form to powers, innermost bracket first: p ← p·(x − xₖ) + dₖ
  return differences
    .reduceRight<ReadonlyArray<number>>((p, d, k) => {
      const x = xs[k] ?? NaN
      return Array.from(
        { length: p.length + 1 },
        (_, i) => (p[i - 1] ?? 0) - x * (p[i] ?? 0) + (i === 0 ? d : 0)
      )
    }, [])
    .slice(0, degree + 1)
}
