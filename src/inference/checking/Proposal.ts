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
  Float64Array.from(normals({ seed, step: firstRound + round }, `check:${what}`, count))

const squares = (x: Float64Array): number => x.reduce((sum, v) => sum + v * v, 0)

/** The guide itself. */
export const ofGuide =
  (dimension: number): Proposal =>
  (seed, round, count) => {
    const noise = drawn(seed, round, 'noise', count * dimension)
    return {
      noise,
      logDensity: Float64Array.from(
        { length: count },
        (_, i) => -0.5 * squares(noise.subarray(i * dimension, (i + 1) * dimension))
      )
    }
  }

const studentT =
  (mean: Float64Array, factor: Matrix): Proposal =>
  (seed, round, count) => {
    const d = mean.length
    const noise = drawn(seed, round, 'noise', count * d)
    const chi = drawn(seed, round, 'chi', count * degrees)
    const logDensity = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      const here = noise.subarray(i * d, (i + 1) * d)
      const stretch = Math.sqrt(degrees / squares(chi.subarray(i * degrees, (i + 1) * degrees)))
      const size = squares(here) * stretch * stretch
      logDensity[i] = -0.5 * (degrees + d) * Math.log1p(size / degrees)
      const z = factor.map((row, k) => {
        let sum = mean[k] ?? NaN
        for (let j = 0; j <= k; j++) sum += (row[j] ?? 0) * stretch * (here[j] ?? 0)
        return sum
      })
      here.set(z)
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
  const momentsBy = (w: (i: number) => number): readonly [Float64Array, Matrix] => {
    const mean = new Float64Array(dimension)
    for (let i = 0; i < count; i++)
      for (let k = 0; k < dimension; k++)
        mean[k] = (mean[k] ?? 0) + w(i) * (noise[i * dimension + k] ?? NaN)
    const covariance = Array.from({ length: dimension }, () => new Float64Array(dimension))
    for (let i = 0; i < count; i++)
      covariance.forEach((row, k) => {
        const a = w(i) * ((noise[i * dimension + k] ?? NaN) - (mean[k] ?? NaN))
        for (let j = 0; j <= k; j++)
          row[j] = (row[j] ?? 0) + a * ((noise[i * dimension + j] ?? NaN) - (mean[j] ?? NaN))
      })
    return [mean, covariance]
  }
  const [mean, found] = momentsBy((i) => weights[i] ?? 0)
  const [, own] = momentsBy(() => 1 / count)
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
  Float64Array.from(
    { length: dimension === 0 ? 0 : noise.length / dimension },
    (_, i) => -0.5 * squares(noise.subarray(i * dimension, (i + 1) * dimension))
  )
