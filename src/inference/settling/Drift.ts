/**
 * Do iterates still go somewhere? The mean of the later half of the blocks minus that of the earlier
 * half, beside the error that their noise gives it: both are taken within the halves, so that a drift
 * does not hide itself.
 *
 * @since 0.2.0
 */
import { type Blocks, longRunVariance, meanOf } from './Averages.ts'

export interface Drift {
  /** From the earlier half to the later one, of each coordinate. */
  readonly change: Float64Array
  /** The standard error of that. */
  readonly error: Float64Array
  /** Split-R̂ (Gelman et al. 2013): the halves as chains, the means of blocks as their draws. */
  readonly rHat: Float64Array
}

/** The plain variance within a half, per block. */
const variance = (blocks: Blocks): Float64Array => longRunVariance(blocks, 1)

/** Of at least four blocks; an odd one in front is left out. */
export const driftOf = (blocks: Blocks): Drift => {
  const half = Math.floor(blocks.length / 2)
  const halves = [blocks.slice(-2 * half, -half), blocks.slice(-half)]
  const [earlier, later] = halves.map(meanOf)
  const [noise, otherNoise] = halves.map((h) => longRunVariance(h))
  const [within, otherWithin] = halves.map(variance)
  const change = (later ?? new Float64Array()).map((v, i) => v - (earlier?.[i] ?? NaN))
  return {
    change,
    error: change.map((_, i) => Math.sqrt(((noise?.[i] ?? NaN) + (otherNoise?.[i] ?? NaN)) / half)),
    rHat: change.map((d, i) => {
      const w = ((within?.[i] ?? NaN) + (otherWithin?.[i] ?? NaN)) / 2
      return Math.sqrt((half - 1) / half + (d === 0 ? 0 : d ** 2 / 2 / w))
    })
  }
}
