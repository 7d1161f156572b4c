/**
 * Where a schedule was going when it ended: it ends with its steps, wherever the fit is by then.
 *
 * @since 0.2.0
 */
import type { EpochMetrics } from '../inference/index.ts'
import { significant } from './Numbers.ts'

/** What the loss changed by in an epoch, and the standard error of that, over the last so many. */
export interface Trend {
  readonly epochs: number
  readonly natsPerDatum: number
  readonly error: number
}

const fewest = 5
/** Of all epochs. */
const share = 0.1

/**
 * The slope of the loss over the last tenth of the epochs, and no fewer than five, by least squares;
 * undefined where there are fewer that count complexity alike.
 */
export const trendOf = (metrics: ReadonlyArray<EpochMetrics>): Trend | undefined => {
  const last = metrics.at(-1)
  const n = Math.max(fewest, Math.ceil(share * metrics.length))
  const seen = metrics.slice(-n).filter((m) => m.klWeight === last?.klWeight)
  if (seen.length < n) return undefined
  const mean = seen.reduce((s, m) => s + m.lossNatsPerDatum, 0) / n
  const centre = (n - 1) / 2
  const width = seen.reduce((s, _, k) => s + (k - centre) ** 2, 0)
  const slope = seen.reduce((s, m, k) => s + (k - centre) * m.lossNatsPerDatum, 0) / width
  const rest = seen.reduce(
    (s, m, k) => s + (m.lossNatsPerDatum - mean - slope * (k - centre)) ** 2,
    0
  )
  return { epochs: n, natsPerDatum: slope, error: Math.sqrt(rest / (n - 2) / width) }
}

const noise = 2

/** `over the last 6 epochs the loss fell by 0.0012 nats per datum an epoch (± 0.0002)`. */
export const showTrend = ({ epochs, natsPerDatum, error }: Trend): string =>
  `over the last ${epochs} epochs the loss ` +
  (Math.abs(natsPerDatum) <= noise * error
    ? `did not change by more than its noise, ${significant(noise * error)} nats per datum an epoch`
    : `${natsPerDatum < 0 ? 'fell' : 'rose'} by ${significant(Math.abs(natsPerDatum))} nats per ` +
      `datum an epoch (± ${significant(error)})`)
