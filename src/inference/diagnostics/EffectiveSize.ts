/**
 * How many independent draws would say as much: S/τ with τ = 1 + 2 Σ ρₜ.
 *
 * ρₜ = 1 − (W − γₜ)/V, with γₜ the mean autocovariance of the chains at lag t, W = γ₀n/(n − 1) and V
 * the variance within and between them, so that chains which disagree have few. The sum goes over
 * pairs ρ₂ₖ + ρ₂ₖ₊₁ until one is negative, each no larger than the one before (Geyer's initial
 * monotone sequence), and of the pair that ended it the first where it is positive. τ ≥ 1/log₁₀ S:
 * draws that compensate each other may count for more than they are, at most S·log₁₀ S.
 *
 * - bulk   of the normal scores of halves of chains
 * - tail   the smaller of those of x ≤ q at the quantiles of 5 % and 95 %
 *
 * Vehtari et al. 2021. Halves of fewer than five draws have no pair that could end the sum: their
 * τ would be 1/log₁₀ S whatever they are.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  centred,
  type Chains,
  type Diagnosis,
  eachChain,
  finite,
  halves,
  mapDraws,
  meanOf,
  ofValid,
  quantileIn,
  varianceOf
} from './Chains.ts'
import { normalScores } from './NormalScores.ts'

export const fewestForSize = 10

/** The mean over chains of Σ (xᵢ − x̄)(xᵢ₊ₜ − x̄)/n, as a function of t. */
const autocovariance = (c: Chains): ((lag: number) => number) => {
  const parts = eachChain(c).map((x) => {
    const mean = meanOf(x)
    return x.map((v) => v - mean)
  })
  return (lag) => {
    let sum = 0
    for (const x of parts)
      for (let i = lag; i < x.length; i++) sum += (x[i] ?? NaN) * (x[i - lag] ?? NaN)
    return sum / (c.draws * c.chains)
  }
}

/** 1 + 2 Σ ρₜ, at least 1/log₁₀ S. */
const correlationTime = (c: Chains): number => {
  const { chains, draws: n } = c
  const lagged = autocovariance(c)
  const within = (lagged(0) * n) / (n - 1)
  const total = lagged(0) + (chains > 1 ? varianceOf(eachChain(c).map(meanOf)) : 0)
  const rho = (t: number): number => 1 - (within - lagged(t)) / total
  let even = 1
  let pair = 1 + rho(1)
  let least = pair
  let time = -1
  for (let t = 2; t < n - 2 && pair > 0; t += 2) {
    time += 2 * least
    even = rho(t)
    pair = even + rho(t + 1)
    least = Math.min(least, pair)
  }
  // of the pair at which the sum ends, the first alone
  time += pair >= 0 ? even : Math.max(0, even)
  return Math.max(time, 1 / Math.log10(chains * n))
}

/** Of chains as they are, neither split nor ranked. */
const sizeOfChains = (c: Chains): Diagnosis =>
  pipe(
    centred(c),
    E.chain(({ chains }) => finite((c.chains * c.draws) / correlationTime(chains)))
  )

const sizeOf = (map: (c: Chains) => Chains): ((c: Chains) => Diagnosis) =>
  ofValid(fewestForSize, (c) => sizeOfChains(map(c)))

/**
 * The effective size for the bulk of the distribution: the rank-normalised one, for places in
 * general. Left where every draw is the same, one is NaN, or a chain has fewer than 10.
 *
 * @example
 *   import { bulkSize } from 'farrier'
 *
 *   // a chain that moves once in ten draws says a tenth of what its length promises
 *   const values = Float64Array.from({ length: 4000 }, (_, d) => Math.sin(Math.floor(d / 10) ** 2))
 *   const size = bulkSize({ chains: 4, draws: 1000, values })
 *   assert(size._tag === 'Right' && size.right > 200 && size.right < 800)
 */
export const bulkSize: (c: Chains) => Diagnosis = sizeOf((c) => normalScores(halves(c)))

/** For the mean: of halves of chains, the draws as they are. */
export const meanSize: (c: Chains) => Diagnosis = sizeOf(halves)

/** For the p-quantile: of whether draws lie at or below it. */
export const quantileSize =
  (p: number) =>
  (c: Chains): Diagnosis =>
    ofValid(fewestForSize, (valid) => {
      const q = quantileIn(valid, p)
      return Number.isNaN(q)
        ? E.left('infinite')
        : sizeOfChains(halves(mapDraws((x) => (x <= q ? 1 : 0))(valid)))
    })(c)

/**
 * The effective size for the tails: the smaller of those of the two quantiles, of 5 % and 95 %
 * unless said. A quantile that every draw lies at or below, as of counts, says nothing.
 *
 * @example
 *   import { tailSize } from 'farrier'
 *
 *   const values = Float64Array.from({ length: 400 }, (_, d) => Math.sin(d * d))
 *   const size = tailSize()({ chains: 4, draws: 100, values })
 *   assert(size._tag === 'Right' && size.right > 40)
 */
export const tailSize =
  (low = 0.05, high = 0.95) =>
  (c: Chains): Diagnosis => {
    const [a, b] = [quantileSize(low)(c), quantileSize(high)(c)]
    return E.isRight(a) && E.isRight(b)
      ? E.right(Math.min(a.right, b.right))
      : E.isLeft(a) && a.left === 'constant'
        ? b
        : E.isLeft(b) && b.left === 'constant'
          ? a
          : E.isLeft(a)
            ? a
            : b
  }
