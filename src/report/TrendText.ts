/**
 * Where a schedule was going when it ended: it ends with its steps, wherever the fit is by then.
 *
 * @since 0.2.0
 */
import type { EpochMetrics } from '../inference/index.ts'
import { significant } from './Numbers.ts'

/** What a number changed by in an epoch, and the standard error of that: nats per datum. */
interface Slope {
  readonly natsPerDatum: number
  readonly error: number
}

/**
 * Of the loss, over the last so many epochs; and of the complexity costs of each site that still moved,
 * the fastest first.
 */
export interface Trend extends Slope {
  readonly epochs: number
  readonly moving: ReadonlyArray<Slope & { readonly site: string }>
}

const fewest = 5
/** Of all epochs. */
const share = 0.1
/** A change of the loss within so many errors is noise; that of a site, of which there are many, within more. */
const noise = 2
const noiseOfSites = 3.5
/** Of the loss: a site that changes by less in all these epochs does not count. */
const negligible = 1e-3

/** The slope of numbers by epoch, by least squares. */
const slopeOf = (values: ReadonlyArray<number>): Slope => {
  const n = values.length
  const mean = values.reduce((s, v) => s + v, 0) / n
  const centre = (n - 1) / 2
  const width = values.reduce((s, _, k) => s + (k - centre) ** 2, 0)
  const slope = values.reduce((s, v, k) => s + (k - centre) * v, 0) / width
  const rest = values.reduce((s, v, k) => s + (v - mean - slope * (k - centre)) ** 2, 0)
  return { natsPerDatum: slope, error: Math.sqrt(rest / (n - 2) / width) }
}

const movingIn = (seen: ReadonlyArray<EpochMetrics>): Trend['moving'] =>
  Object.keys(seen.at(-1)?.complexityNats ?? {})
    .map((site) => ({
      site,
      ...slopeOf(
        seen.map((m) => ((m.complexityNats[site] ?? NaN) * m.lossNatsPerDatum) / m.lossNats)
      )
    }))
    .filter(
      ({ natsPerDatum, error }) =>
        Math.abs(natsPerDatum) > noiseOfSites * error &&
        Math.abs(natsPerDatum) * seen.length >
          negligible * Math.abs(seen.at(-1)?.lossNatsPerDatum ?? NaN)
    )
    .sort((a, b) => Math.abs(b.natsPerDatum) - Math.abs(a.natsPerDatum))

/**
 * The slope of the loss over the last tenth of the epochs, and no fewer than five, by least squares;
 * undefined where there are fewer that count complexity alike.
 */
export const trendOf = (metrics: ReadonlyArray<EpochMetrics>): Trend | undefined => {
  const last = metrics.at(-1)
  const n = Math.max(fewest, Math.ceil(share * metrics.length))
  const seen = metrics.slice(-n).filter((m) => m.klWeight === last?.klWeight)
  if (seen.length < n) return undefined
  return { epochs: n, ...slopeOf(seen.map((m) => m.lossNatsPerDatum)), moving: movingIn(seen) }
}

const mostNamed = 3

/** `; still moving: fc1/w (+0.0004), b (−0.0001) and 2 others`. */
const showMoving = (moving: Trend['moving']): string => {
  const others = moving.length - mostNamed
  return moving.length === 0
    ? ''
    : '; complexity still moving: ' +
        moving
          .slice(0, mostNamed)
          .map(
            ({ site, natsPerDatum }) =>
              `${site} (${natsPerDatum < 0 ? '−' : '+'}${significant(Math.abs(natsPerDatum))})`
          )
          .join(', ') +
        (others > 0 ? ` and ${others} other${others === 1 ? '' : 's'}` : '')
}

/** `over the last 6 epochs the loss fell by 0.0012 nats per datum an epoch (± 0.0002)`, and what still moved. */
export const showTrend = ({ epochs, natsPerDatum, error, moving }: Trend): string =>
  `over the last ${epochs} epochs the loss ` +
  (Math.abs(natsPerDatum) <= noise * error
    ? `did not change by more than its noise, ${significant(noise * error)} nats per datum an epoch`
    : `${natsPerDatum < 0 ? 'fell' : 'rose'} by ${significant(Math.abs(natsPerDatum))} nats per ` +
      `datum an epoch (± ${significant(error)})`) +
  showMoving(moving)
