/**
 * Ranks of numbers among all of them, from 1 on; those of equal numbers are their mean.
 *
 * @since 0.2.0
 */

/** How many of the sorted numbers lie below x. */
const below = (sorted: Float64Array, x: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? NaN) < x) low = middle + 1
    else high = middle
  }
  return low
}

/** By place among the sorted numbers, where those equal to it end: ties are told once, not for each draw. */
const endsOf = (sorted: Float64Array): Int32Array => {
  const ends = new Int32Array(sorted.length)
  for (let i = sorted.length - 1; i >= 0; i--)
    ends[i] = sorted[i] === sorted[i + 1] ? (ends[i + 1] ?? 0) : i + 1
  return ends
}

/** Numbers may be infinite, and none is NaN. */
export const midRanks = (values: Float64Array): Float64Array => {
  const sorted = values.slice().sort()
  const ends = endsOf(sorted)
  return values.map((x) => {
    const first = below(sorted, x)
    return (first + (ends[first] ?? 0) + 1) / 2
  })
}
