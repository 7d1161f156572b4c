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
import { midRanks } from './MidRanks.ts'

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
  const scores = scoresFor(c.values.length)
  return { ...c, values: midRanks(c.values).map((rank) => scores[2 * rank] ?? NaN) }
}
