/** Shrinking and full-size runs side by side, as a Markdown table. */
import * as t from 'io-ts'
import { verdict } from './Row.ts'

// model

/** What `train --json` prints, as far as it is used. */
export const TrainedC = t.type({
  metrics: t.type({ lossNatsPerDatum: t.number }),
  shrinkage: t.readonlyArray(
    t.type({ epoch: t.number, parameters: t.type({ from: t.number, to: t.number }) })
  )
})

/**
 * One run. The whole is training, pressing and testing the file; −ELBO after the last epoch; error
 * and size are of the file.
 */
export interface Side {
  readonly trainSeconds: number
  readonly wholeSeconds: number
  readonly lossNatsPerDatum: number
  readonly errorPercent: number
  readonly nonZeroPercent: number
  readonly sizeBytes: number
  /** When so many numbers that are trained became fewer. */
  readonly shrunk: ReadonlyArray<{
    readonly epoch: number
    readonly from: number
    readonly to: number
  }>
}

export interface Run {
  readonly prior: string
  readonly seed: number
  readonly full: Side
  readonly shrinking: Side
}

// rows

/** Asked of the whole. */
const bar = 0.5

const mean = (values: ReadonlyArray<number>): number =>
  values.reduce((a, b) => a + b, 0) / values.length
const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`
const grouped = (n: number): string => n.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')

const showSide = (s: Omit<Side, 'shrunk'>): ReadonlyArray<string> => [
  s.trainSeconds.toFixed(1),
  s.wholeSeconds.toFixed(1),
  s.lossNatsPerDatum.toFixed(4),
  s.errorPercent.toFixed(2),
  s.nonZeroPercent.toFixed(1),
  grouped(s.sizeBytes)
]

const showShrunk = ({ shrunk }: Side): string =>
  shrunk.length === 0
    ? 'never'
    : [
        grouped(shrunk[0]?.from ?? 0),
        ...shrunk.map(({ epoch, to }) => `${grouped(to)} after ${epoch}`)
      ].join(', ')

const averaged = (sides: ReadonlyArray<Side>): Omit<Side, 'shrunk'> => {
  const of = (f: (s: Side) => number): number => mean(sides.map(f))
  return {
    trainSeconds: of((s) => s.trainSeconds),
    wholeSeconds: of((s) => s.wholeSeconds),
    lossNatsPerDatum: of((s) => s.lossNatsPerDatum),
    errorPercent: of((s) => s.errorPercent),
    nonZeroPercent: of((s) => s.nonZeroPercent),
    sizeBytes: of((s) => s.sizeBytes)
  }
}

type Seconds = Pick<Side, 'trainSeconds' | 'wholeSeconds'>
const ratioOf =
  (part: keyof Seconds) =>
  ({ full, shrinking }: Run): number =>
    shrinking[part] / full[part]

const ofPrior = (prior: string, runs: ReadonlyArray<Run>): ReadonlyArray<string> => {
  const whole = ratioOf('wholeSeconds'),
    training = ratioOf('trainSeconds'),
    ratio = mean(runs.map(whole))
  return [
    ...runs.flatMap((r) => [
      line([`\`${prior}\``, String(r.seed), 'full size', ...showSide(r.full), '', '']),
      line([
        '',
        '',
        'shrinking',
        ...showSide(r.shrinking),
        `**${whole(r).toFixed(2)}**, training ${training(r).toFixed(2)}`,
        showShrunk(r.shrinking)
      ])
    ]),
    line([
      `\`${prior}\``,
      'mean',
      'full size',
      ...showSide(averaged(runs.map((r) => r.full))),
      '',
      ''
    ]),
    line([
      '',
      '',
      'shrinking',
      ...showSide(averaged(runs.map((r) => r.shrinking))),
      `**${ratio.toFixed(2)}** (${verdict({ value: ratio, bar }, (x) => x.toFixed(2))}), ` +
        `training ${mean(runs.map(training)).toFixed(2)}`,
      ''
    ])
  ]
}

export const shrinkingTable = (runs: ReadonlyArray<Run>): string =>
  [
    line([
      'prior',
      'seed',
      'run',
      'training, s',
      'whole, s',
      '−ELBO, nats per image',
      'error, file %',
      'non-zero %',
      'file, bytes',
      'whole over full size',
      'numbers trained, after epoch'
    ]),
    line(['---', '---', '---', '---:', '---:', '---:', '---:', '---:', '---:', '---', '---']),
    ...[...new Set(runs.map((r) => r.prior))].flatMap((prior) =>
      ofPrior(
        prior,
        runs.filter((r) => r.prior === prior)
      )
    )
  ].join('\n')
