/**
 * A law from which draws of the guide's noise are made: the standard normal, which is the guide, or
 * one that has gone after the posterior.
 *
 * The second is Student's t with 8 degrees of freedom, at the mean and covariance that weighted draws
 * of the one before say: z = m + L ε √(8/χ²₈). Its tails are heavier than a normal's, so that its
 * weights are bounded wherever those of a normal of this covariance are not too far off. This is
 * adaptive importance sampling (Cappé, Guillin, Marin & Robert 2004).
 *
 * @since 0.2.0
 */
import { normals } from '../../runtime/Noise.ts'
import { cholesky, type Matrix } from '../solving/Vectors.ts'

// model

/** Draws one after the other, and ln of their proposal's density up to a constant. */
export interface Proposed {
  readonly noise: Float64Array
  readonly logDensity: Float64Array
}

/** `round` numbers draws that share nothing. */
export type Proposal = (seed: number, round: number, count: number) => Proposed

// constructors

/** Step numbers of their own: no other draws share this noise. */
const firstRound = 2 ** 29 + 2 ** 21
const degrees = 8

const drawn = (seed: number, round: number, what: string, count: number): Float64Array =>
  new Float64Array(normals({ seed, step: firstRound + round }, `check:${what}`, count))

/** Σ xᵢ² over from ≤ i < to. */
const squares = (x: Float64Array, from = 0, to = x.length): number => {
  let sum = 0
  for (let i = from; i < to; i++) sum += (x[i] ?? NaN) * (x[i] ?? NaN)
  return sum
}

/** The guide itself. */
export const ofGuide =
  (dimension: number): Proposal =>
  (seed, round, count) => {
    const noise = drawn(seed, round, 'noise', count * dimension)
    const logDensity = new Float64Array(count)
    for (let i = 0; i < count; i++)
      logDensity[i] = -0.5 * squares(noise, i * dimension, (i + 1) * dimension)
    return { noise, logDensity }
  }

const studentT =
  (mean: Float64Array, factor: Matrix): Proposal =>
  (seed, round, count) => {
    const d = mean.length
    const noise = drawn(seed, round, 'noise', count * d)
    const chi = drawn(seed, round, 'chi', count * degrees)
    const logDensity = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      const at = i * d
      const stretch = Math.sqrt(degrees / squares(chi, i * degrees, (i + 1) * degrees))
      const size = squares(noise, at, at + d) * stretch * stretch
      logDensity[i] = -0.5 * (degrees + d) * Math.log1p(size / degrees)
      // the last first: each reads the noise of those before it
      for (let k = d - 1; k >= 0; k--) {
        const row = factor[k]
        let sum = mean[k] ?? NaN
        for (let j = 0; j <= k; j++) sum += (row?.[j] ?? 0) * stretch * (noise[at + j] ?? 0)
        noise[at + k] = sum
      }
    }
    return { noise, logDensity }
  }

/**
 * After weighted draws: at their mean and covariance, the less of it the fewer effective draws there
 * are for so many dimensions, and the more that of the draws themselves. Undefined where that is no
 * covariance.
 */
export const following = (
  { noise }: Proposed,
  logWeights: Float64Array,
  dimension: number
): Proposal | undefined => {
  const count = logWeights.length
  const weights = logWeights.map(Math.exp)
  const size = 1 / squares(weights)
  const share = size / (size + dimension)
  const momentsBy = (w: Float64Array): readonly [Float64Array, Matrix] => {
    const mean = new Float64Array(dimension)
    for (let i = 0; i < count; i++)
      for (let k = 0; k < dimension; k++)
        mean[k] = (mean[k] ?? 0) + (w[i] ?? 0) * (noise[i * dimension + k] ?? NaN)
    const covariance = Array.from({ length: dimension }, () => new Float64Array(dimension))
    const away = new Float64Array(dimension)
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < dimension; k++)
        away[k] = (noise[i * dimension + k] ?? NaN) - (mean[k] ?? NaN)
      for (let k = 0; k < dimension; k++) {
        const row = covariance[k] ?? away
        const a = (w[i] ?? 0) * (away[k] ?? NaN)
        for (let j = 0; j <= k; j++) row[j] = (row[j] ?? 0) + a * (away[j] ?? NaN)
      }
    }
    return [mean, covariance]
  }
  const [mean, found] = momentsBy(weights)
  const [, own] = momentsBy(new Float64Array(count).fill(1 / count))
  // symmetric matrices by their lower half, which is all that is read
  const factor = cholesky(
    found.map((row, k) => row.map((v, j) => share * v + (1 - share) * (own[k]?.[j] ?? NaN)))
  )
  return factor === undefined || factor.some((row) => row.some(Number.isNaN))
    ? undefined
    : studentT(mean, factor)
}

/** ln of a standard normal density at each draw, up to the constant of `ofGuide`. */
export const logStandardNormal = (noise: Float64Array, dimension: number): Float64Array =>
  new Float64Array(dimension === 0 ? 0 : noise.length / dimension).map(
    (_, i) => -0.5 * squares(noise, i * dimension, (i + 1) * dimension)
  )
