/** Medians and spreads of times, and ratios of what was measured side by side. */

export interface Spread {
  readonly p10: number
  readonly median: number
  readonly p90: number
}

/** Interpolated between the two nearest of the sorted values; NaN of none. */
export const quantile =
  (q: number) =>
  (values: ReadonlyArray<number>): number => {
    const sorted = [...values].sort((a, b) => a - b)
    const place = q * (sorted.length - 1),
      below = Math.floor(place)
    const low = sorted[below] ?? NaN
    return low + (place - below) * ((sorted[below + 1] ?? low) - low)
  }

export const median = quantile(0.5)

export const spread = (values: ReadonlyArray<number>): Spread => ({
  p10: quantile(0.1)(values),
  median: median(values),
  p90: quantile(0.9)(values)
})

/**
 * Round by round, the median of the one over the median of the other. A machine that is slow for a
 * while slows both, so that these ratios vary less than the times.
 */
export const ratios = (
  one: ReadonlyArray<ReadonlyArray<number>>,
  other: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<number> =>
  one.slice(0, other.length).map((times, round) => median(times) / median(other[round] ?? []))
