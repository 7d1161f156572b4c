/**
 * Where the mean of iterates stands, coordinate by coordinate, in deviations of the posterior: how far it
 * may be from where iterates are on their mean, whether they are at rest, and what the size of the
 * steps has added.
 *
 * @since 0.2.0
 */
import { type Blocks, errorOf, meanOf } from './Averages.ts'
import { driftOf } from './Drift.ts'
import type { SettleRule } from './SettleRule.ts'

export interface Verdict {
  /** The standard error of the mean. */
  readonly errors: Float64Array
  /** What iterates moved by, from the earlier half of the blocks to the later one. */
  readonly changes: Float64Array
  /** Is that more than noise? */
  readonly isDrifting: ReadonlyArray<boolean>
  /** What a mean at these rates has that one at none would not have. */
  readonly biases: Float64Array
  /** Does the coordinate keep the fit from its end? */
  readonly isOpen: ReadonlyArray<boolean>
  readonly rHat: number
}

/**
 * Where iterates were on their mean in the phase before, and its standard error; the rate was so many
 * times as large.
 */
export interface Before {
  readonly mean: Float32Array
  readonly error: Float32Array
  readonly ratio: number
}

/** A change is a drift from so many of its standard errors on. */
const seen = 3.5
/** So many standard errors of a difference are no bias. */
const unseen = 3
/** Of the tolerance, what one of the three may be. */
const share = 0.5
/** A judgement needs so many blocks, and is believed less where there are few. */
export const fewestBlocks = 4
const believed = (blocks: number, enough: number): number => Math.min(1, blocks / enough)

/** Few blocks may look quieter than they are: no coordinate is by far quieter than all. */
const notTooQuiet = (errors: Float64Array): Float64Array => {
  const mean = Math.sqrt(errors.reduce((s, e) => s + e * e, 0) / Math.max(1, errors.length))
  return errors.map((e) => Math.max(e, mean / 2))
}

/** Of at least `fewestBlocks` blocks, in units of which `deviations` make a deviation. */
export const verdictOn = (
  blocks: Blocks,
  before: Before | undefined,
  deviations: Float64Array,
  { tolerance, blocks: enough }: SettleRule
): Verdict => {
  const inDeviations = (x: Float64Array): Float64Array =>
    x.map((v, i) => v / (deviations[i] ?? NaN))
  const mean = meanOf(blocks)
  const { change, error, rHat } = driftOf(blocks)
  const errors = notTooQuiet(inDeviations(errorOf(blocks)))
  const changes = inDeviations(change)
  const noise = notTooQuiet(inDeviations(error))
  const biases = mean.map((m, i) => {
    if (before === undefined) return 0
    const deviation = deviations[i] ?? NaN
    const difference = Math.abs(m - (before.mean[i] ?? NaN)) / deviation
    const error = Math.hypot(errors[i] ?? NaN, (before.error[i] ?? NaN) / deviation)
    return Math.max(0, difference - unseen * error) / (before.ratio - 1)
  })
  const most = share * tolerance
  const isDrifting = Array.from(
    changes,
    (c, i) => Math.abs(c) > most && Math.abs(c) > seen * (noise[i] ?? NaN)
  )
  return {
    errors,
    changes,
    isDrifting,
    biases,
    isOpen: isDrifting.map(
      (is, i) =>
        is ||
        !((errors[i] ?? NaN) <= most * believed(blocks.length, enough)) ||
        !((biases[i] ?? NaN) <= most)
    ),
    rHat: rHat.reduce((a, b) => Math.max(a, b), 0)
  }
}
