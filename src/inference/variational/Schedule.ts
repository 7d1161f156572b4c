/**
 * What changes while training as a function of progress, the share of all steps that lie behind, in
 * [0, 1).
 *
 * @since 0.1.0
 */
import type { RateKind } from '../../ir/Variational.ts'

/**
 * A learning rate for each kind of parameter: log-variances and scales have far to go and want ten
 * times the locations'.
 */
export type Rates = Readonly<Record<RateKind, number>>

/** What changes while training: learning rates and the weight of the complexity costs. */
export interface Schedule {
  /** Learning rates before any decay. */
  readonly rates: Rates
  /** The progress from which the learning rates fall linearly to 0; 1 keeps them. */
  readonly decayFrom: number
  /**
   * The progress at which the weight of the complexity costs has grown linearly from 0 to 1; 0
   * starts at 1.
   */
  readonly warmUp: number
}

/**
 * Locations 2e-3, scales and log-variances 1e-2; decay in the second half, warm-up over the first
 * fifth.
 */
export const standardSchedule: Schedule = {
  rates: { location: 2e-3, scale: 1e-2, logVariance: 1e-2 },
  decayFrom: 0.5,
  warmUp: 0.2
}

/** Weight of the complexity costs: min(1, progress / warmUp). */
export const klWeightAt = ({ warmUp }: Schedule, progress: number): number =>
  warmUp <= 0 ? 1 : Math.min(1, progress / warmUp)

/** Factor on every learning rate: min(1, (1 − progress) / (1 − decayFrom)). */
export const decayAt = ({ decayFrom }: Schedule, progress: number): number =>
  decayFrom >= 1 ? 1 : Math.min(1, (1 - progress) / (1 - decayFrom))

/** What changes from step to step. */
export interface Now {
  readonly rates: Rates
  readonly klWeight: number
}

export const ratesAt = (schedule: Schedule, progress: number): Rates => {
  const decay = decayAt(schedule, progress)
  const { location, scale, logVariance } = schedule.rates
  return { location: location * decay, scale: scale * decay, logVariance: logVariance * decay }
}

/** `complexityWeight` is the weight that the complexity costs have after the warm-up. */
export const nowAt = (schedule: Schedule, progress: number, complexityWeight = 1): Now => ({
  rates: ratesAt(schedule, progress),
  klWeight: complexityWeight * klWeightAt(schedule, progress)
})

/** As printed with a run. */
export const showSchedule = ({ rates, decayFrom, warmUp }: Schedule): string =>
  `learning rates: locations ${rates.location}, scales ${rates.scale}, log-variances ${rates.logVariance}` +
  (decayFrom >= 1 ? ', constant' : `, linear to 0 from ${100 * decayFrom} % of the steps on`) +
  (warmUp <= 0
    ? '; complexity costs in full from the start'
    : `; complexity costs from 0 to full over the first ${100 * warmUp} %`)
