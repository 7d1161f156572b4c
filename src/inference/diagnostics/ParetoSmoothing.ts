/**
 * Pareto-smoothed importance sampling: weights whose largest are replaced by what their own tail
 * says, and k̂, which says whether they can be trusted (Vehtari et al. 2024).
 *
 * A generalised Pareto distribution is fitted to the min(S/5, 3√(S/r)) largest of S weights, r the
 * share of effective draws among them; in their order these become its quantiles of (i − ½)/M, and
 * none grows above the largest raw weight. k̂ is the shape: averages over weights converge at a
 * practical rate for k̂ below min(1 − 1/log₁₀ S, 0.7).
 *
 * In a tail that is so steep that it has a few weights and else 0 in float64, k̂ is ∞.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Undiagnosed } from './Chains.ts'
import { fitPareto, paretoQuantile } from './ParetoFit.ts'

/** Importance weights whose largest follow their own tail, and what that tail is. */
export interface SmoothedWeights {
  /** Logarithms of weights that add up to 1, in the order of the raw ones. */
  readonly logWeights: Float64Array
  readonly k: number
  /** 1/Σ w². */
  readonly size: number
}

/** Six weights in the tail: of fewer the first quartile is the least. */
const fewestWeights = 30
/** Log weights this near to each other differ by rounding. */
const rounding = 1e-10

/** The largest k̂ for which averages over S weights can be trusted. */
export const mostShape = (count: number): number => Math.min(1 - 1 / Math.log10(count), 0.7)

/** ln Σ exp x; −∞ of none. */
export const logSum = (x: Float64Array): number => {
  const most = x.reduce((a, b) => Math.max(a, b), -Infinity)
  return most === -Infinity
    ? -Infinity
    : most + Math.log(x.reduce((sum, v) => sum + Math.exp(v - most), 0))
}

const normalised = (raw: Float64Array, k: number): SmoothedWeights => {
  const sum = logSum(raw)
  const logWeights = raw.map((l) => l - sum)
  return { logWeights, k, size: 1 / logWeights.reduce((of, l) => of + Math.exp(2 * l), 0) }
}

const tailOf = (count: number, efficiency: number): number =>
  count * efficiency > 225 ? Math.floor(3 * Math.sqrt(count / efficiency)) : Math.floor(count / 5)

/** Where the largest `count` of the numbers stand, ascending; none is below `least`. */
const largest = (x: Float64Array, least: number, count: number): ReadonlyArray<number> =>
  Array.from(x.keys())
    .filter((i) => (x[i] ?? NaN) >= least)
    .sort((i, j) => (x[i] ?? NaN) - (x[j] ?? NaN))
    .slice(-count)

/**
 * Of log weights, up to a constant; −∞ is a weight of 0. `efficiency` is the share of effective
 * draws among those that were weighted, 1 unless said. Equal weights are smooth: their k̂ is −∞.
 * Left with fewer than 30, with NaN or ∞, or where a tail is tied.
 *
 * @example
 *   import { smoothWeights } from 'farrier'
 *
 *   // weights u^(−0.9) of u over (0, 1): their tail is a Pareto distribution of shape 0.9
 *   const raw = Float64Array.from({ length: 4000 }, (_, i) => -0.9 * Math.log((i + 0.5) / 4000))
 *   const smoothed = smoothWeights(raw)
 *   assert(smoothed._tag === 'Right' && Math.abs(smoothed.right.k - 0.9) < 0.05)
 */
export const smoothWeights = (
  raw: Float64Array,
  efficiency = 1
): E.Either<Undiagnosed, SmoothedWeights> => {
  const count = raw.length
  if (raw.some(Number.isNaN)) return E.left('NaN')
  const most = raw.reduce((a, b) => Math.max(a, b), -Infinity)
  if (!Number.isFinite(most)) return E.left('infinite')
  const tail = tailOf(count, efficiency)
  if (count < fewestWeights || !(tail < count)) return E.left('few draws')
  const shifted = raw.map((l) => l - most)
  const sorted = Float64Array.from(shifted).sort()
  const least = sorted[count - tail] ?? NaN
  if (least > -rounding) return E.right(normalised(shifted, -Infinity))
  const cutoff = Math.exp(sorted[count - tail - 1] ?? NaN)
  const fitted = fitPareto(sorted.subarray(count - tail).map((l) => Math.exp(l) - cutoff))
  if (fitted === undefined)
    return Math.exp(sorted[count - tail + Math.floor(tail / 4)] ?? NaN) === 0
      ? E.right(normalised(shifted, Infinity))
      : E.left('tied tail')
  if (fitted.k < Infinity)
    for (const [i, place] of largest(shifted, least, tail).entries())
      shifted[place] = Math.min(0, Math.log(cutoff + paretoQuantile(fitted, (i + 0.5) / tail)))
  return E.right(normalised(shifted, fitted.k))
}
