/**
 * How a model is fitted: everything that, with the model, the data and the backend, decides every byte of the result.
 *
 * @since 0.1.0
 */
import * as t from 'io-ts'
import { standardSchedule } from './Schedule.ts'

const Rates = t.readonly(t.type({ location: t.number, scale: t.number, logVariance: t.number }))
const ScheduleC = t.readonly(t.type({ rates: Rates, decayFrom: t.number, warmUp: t.number }))

/** Stored with a run, so that resuming it goes on in the same way. */
export const SettingsC = t.readonly(t.type({
  seed: t.number,
  /** Batch size by plate. Empty: every step sees all data. */
  batch: t.readonly(t.record(t.string, t.number)),
  /** Passes over the data; for fits without batches, `steps` is what counts. */
  epochs: t.number,
  /** Steps of a fit without batches, and after how many of them an epoch is recorded. */
  steps: t.number,
  recordEvery: t.number,
  schedule: ScheduleC,
  /** Rows of the plate predicted at once. */
  chunk: t.number,
  /** Training rows evaluated after an epoch, from the front; after the last epoch all of them are. */
  trainRows: t.number,
  /** Draws from the guide where posterior moments have no closed form. */
  draws: t.number
}))

export type Settings = t.TypeOf<typeof SettingsC>

export const standardSettings: Settings = {
  seed: 1, batch: {}, epochs: 60, steps: 2000, recordEvery: 100, schedule: standardSchedule, chunk: 1000, trainRows: 10_000, draws: 100
}
