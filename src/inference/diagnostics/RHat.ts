/**
 * R̂: do chains agree with each other, and each with itself?
 *
 * - of chains   √(((n − 1)W + B)/(nW)), W the mean of the m variances within, B/n that of the means
 * - split       of halves of chains, so that a drift within one is seen
 * - bulk        of the normal scores of the draws; folded: of those of |x − median|, which sees
 *               chains of different spread
 * - rank        the larger of the two (Vehtari et al. 2021); from 1.01 on the chains are not
 *               one sample. The least value is √((n − 1)/n), n the length of a half
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Chains,
  type Diagnosis,
  eachChain,
  halves,
  isConstant,
  mapDraws,
  meanOf,
  ofValid,
  quantileIn,
  varianceOf
} from './Chains.ts'
import { normalScores } from './NormalScores.ts'

/** Halves of two draws have a variance. */
const fewestDraws = 4

/** Of normal scores: they are finite. Chains that never moved and differ have ∞. */
const ofChains = (c: Chains): Diagnosis => {
  if (isConstant(c)) return E.left('constant')
  const parts = eachChain(c)
  const within = meanOf(parts.map(varianceOf))
  const between = c.draws * varianceOf(parts.map(meanOf))
  return E.right(Math.sqrt((between / within + c.draws - 1) / c.draws))
}

/** Split R̂ of normal scores. */
export const bulkRHat: (c: Chains) => Diagnosis = ofValid(fewestDraws, (c) =>
  ofChains(normalScores(halves(c)))
)

/** Split R̂ of the normal scores of distances from the median. */
export const foldedRHat: (c: Chains) => Diagnosis = ofValid(fewestDraws, (c) => {
  const split = halves(c)
  const median = quantileIn(split, 0.5)
  return Number.isFinite(median)
    ? ofChains(normalScores(mapDraws((x) => Math.abs(x - median))(split)))
    : E.left('infinite')
})

/**
 * Rank-normalised split R̂, the larger of bulk and folded. Of one chain it compares the two halves:
 * it sees a drift, not another mode. ∞ where chains never moved and differ; Left where every draw
 * is the same, one is NaN, or a chain has fewer than 4.
 *
 * @example
 *   import { rHat } from 'farrier'
 *
 *   const wave = (d: number): number => Math.sin(d * d)
 *   const values = Float64Array.from({ length: 400 }, (_, d) => wave(d) + (d < 200 ? 0 : 5))
 *   const apart = rHat({ chains: 2, draws: 200, values })
 *   assert(apart._tag === 'Right' && apart.right > 1.5)
 */
export const rHat = (c: Chains): Diagnosis =>
  pipe(
    bulkRHat(c),
    E.chain((bulk) =>
      pipe(
        foldedRHat(c),
        E.map((folded) => Math.max(bulk, folded)),
        // two values at one distance from the median: folding leaves nothing to compare
        E.orElse((why) => (why === 'constant' ? E.right(bulk) : E.left(why)))
      )
    )
  )
