/**
 * How a training went: −ELBO and its two parts, in nats per observed value, epoch by epoch.
 *
 * x the epoch; y nats, without 0 unless the loss comes near it; one line each, named at its end.
 *
 * @since 0.2.0
 */
import { chart, dataColour, drawable, leftOut, modelColour, plotWidth } from './Chart.ts'
import type { Specification } from './Chart.ts'

/** What an epoch leaves on record, as far as it is drawn. */
export interface LossRecord {
  readonly epoch: number
  readonly lossNatsPerDatum: number
  /** The share of the loss that is the error cost: the rest is complexity. */
  readonly errorNatsPerDatum: number
}

const lines = ['loss (−ELBO)', 'error cost'] as const

/** How a training went: loss and error cost, epoch by epoch. */
export const lossChart = (title: string, records: ReadonlyArray<LossRecord>): Specification => {
  const values = records.flatMap((r) =>
    [r.lossNatsPerDatum, r.errorNatsPerDatum].map((nats, i) => ({
      epoch: r.epoch,
      line: lines[i],
      nats: drawable(nats)
    }))
  )
  const left = leftOut(values.filter(({ nats }) => nats === null).length, 'value')
  return chart(title, ['the distance between the lines is the complexity cost', left], {
    data: { values },
    width: plotWidth,
    height: 260,
    mark: { type: 'line', point: { size: 18 }, strokeWidth: 2, clip: true },
    encoding: {
      x: {
        field: 'epoch',
        type: 'quantitative',
        title: 'epoch',
        scale: { zero: false, nice: false },
        axis: { tickMinStep: 1, format: 'd', grid: false }
      },
      y: {
        field: 'nats',
        type: 'quantitative',
        title: 'nats per observed value',
        scale: { zero: false }
      },
      color: {
        field: 'line',
        type: 'nominal',
        scale: { domain: [...lines], range: [modelColour, dataColour] }
      },
      strokeDash: {
        field: 'line',
        type: 'nominal',
        scale: {
          domain: [...lines],
          range: [
            [1, 0],
            [6, 3]
          ]
        }
      }
    }
  })
}
