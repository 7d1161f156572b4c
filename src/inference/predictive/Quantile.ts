/**
 * Quantiles of draws, and how far from the true ones they may lie.
 *
 * - quantile   with x₍₀₎ ≤ … ≤ x₍ₙ₋₁₎ and h = (n − 1)p: x₍⌊h⌋₎ + (h − ⌊h⌋)(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎), type 7 of
 *              Hyndman & Fan 1996, the default of R and NumPy
 * - error      the p-quantile of n independent draws is the true quantile of some p′ with p′ − p about
 *              normal of deviation √(p(1 − p)/n), whatever the distribution
 *
 * @since 0.2.0
 */

/** The p-quantile, type 7, of draws in ascending order; NaN of none. */
export const quantileOfSorted = (sorted: ArrayLike<number>, p: number): number => {
  const h = (sorted.length - 1) * p
  const below = Math.floor(h)
  const low = sorted[below] ?? NaN
  const high = sorted[Math.min(sorted.length - 1, below + 1)] ?? NaN
  // equal neighbours may be infinite, and ∞ − ∞ is none
  return low === high ? low : low + (h - below) * (high - low)
}

/** Quantiles of draws in any order, NaN where a draw is NaN. */
export const quantilesOf = (
  draws: ArrayLike<number>,
  probabilities: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const sorted = Float64Array.from(draws).sort()
  // sorting puts NaN last
  return Number.isNaN(sorted.at(-1) ?? NaN)
    ? probabilities.map(() => NaN)
    : probabilities.map((p) => quantileOfSorted(sorted, p))
}

/**
 * The probabilities between which 95 % of the p-quantiles of n draws lie: the 5 % quantile of 1,000
 * draws is a true quantile of 3.6 % to 6.4 %.
 */
export const quantileError = (p: number, n: number): readonly [low: number, high: number] => {
  const error = 1.959964 * Math.sqrt((p * (1 - p)) / n)
  return [Math.max(0, p - error), Math.min(1, p + error)]
}

/** Mean, and deviation with divisor n − 1 (0 of a single draw), in two passes. */
export const meanAndDeviation = (
  draws: ArrayLike<number>
): { readonly mean: number; readonly sd: number } => {
  const n = draws.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += draws[i] ?? NaN
  const mean = sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += ((draws[i] ?? NaN) - mean) ** 2
  return { mean, sd: Math.sqrt(squares / Math.max(1, n - 1)) }
}
