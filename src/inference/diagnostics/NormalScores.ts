/**
 * Ranks of draws among all of them, as normal quantiles: what rank-normalised diagnostics look at.
 *
 * z = Φ⁻¹((r − 3/8)/(S + 1/4)) with r the rank among S draws, ties at their mean rank (Blom 1958;
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021). A monotone map of the draws changes nothing.
 *
 * @since 0.2.0
 */
import { ndtri } from '../../expr/numbers/SpecialFunctions.ts'
import type { Chains } from './Chains.ts'

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

/** z by twice the rank among `size` draws: ranks of ties are halves. */
const scoresOf = (size: number): Float64Array =>
  Float64Array.from({ length: 2 * size + 1 }, (_, twice) =>
    ndtri((twice / 2 - 3 / 8) / (size + 1 / 4))
  )

/** Sites of a model have one number of draws: its scores are made once. */
let made: Float64Array = new Float64Array(0)
const scoresFor = (size: number): Float64Array => {
  if (made.length !== 2 * size + 1) made = scoresOf(size)
  return made
}

/** Draws may be infinite, and none is NaN. */
export const normalScores = (c: Chains): Chains => {
  const sorted = c.values.slice().sort()
  const scores = scoresFor(sorted.length)
  const ends = endsOf(sorted)
  const values = new Float64Array(sorted.length)
  for (let i = 0; i < values.length; i++) {
    const first = below(sorted, c.values[i] ?? NaN)
    values[i] = scores[first + (ends[first] ?? 0) + 1] ?? NaN
  }
  return { ...c, values }
}
