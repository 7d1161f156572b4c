/** What was measured, as one Markdown table. */
import { ratios, type Spread, spread } from './Statistics.ts'
import type { Timed } from './Rounds.ts'

/**
 * Of one workload with one number of threads. `ours` is the name in `timed` that ratios are of;
 * `bars` are by name.
 */
export interface Measured {
  readonly title: string
  readonly threads: number
  readonly ours: string | undefined
  readonly timed: ReadonlyArray<Timed>
  readonly bars: ReadonlyMap<string, number>
}

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`

const digits = (x: number): string =>
  x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2)

/** Milliseconds, or microseconds where the median is below one. */
export const showTimes = ({ p10, median, p90 }: Spread): readonly [string, string] => {
  const [factor, unit] = median < 1 ? [1000, 'µs'] : [1, 'ms']
  return [
    `${digits(factor * median)} ${unit}`,
    `${digits(factor * p10)} to ${digits(factor * p90)}`
  ]
}

export const showRatio = ({ p10, median, p90 }: Spread): string =>
  `**${median.toFixed(2)}** (${p10.toFixed(2)} to ${p90.toFixed(2)})`

/** The bar, and whether the median ratio keeps it. */
const showBar = (bar: number | undefined, ratio: Spread | undefined): string =>
  bar === undefined
    ? ''
    : `≤ ${bar.toFixed(2)}${ratio === undefined ? '' : ratio.median <= bar ? ', kept' : ', missed'}`

const rowsOf = ({ title, threads, ours, timed, bars }: Measured): ReadonlyArray<string> => {
  const own = timed.find((x) => x.name === ours)
  return timed.map((x) => {
    const front = [title, String(threads), x.name]
    if ('unavailable' in x)
      return line([
        ...front,
        `not available: ${x.unavailable.replaceAll('|', '/')}`,
        '',
        '',
        showBar(bars.get(x.name), undefined)
      ])
    const ratio =
      own === undefined || 'unavailable' in own || own === x
        ? undefined
        : spread(ratios(own.rounds, x.rounds))
    return line([
      ...front,
      ...showTimes(spread(x.rounds.flat())),
      ratio === undefined ? '' : showRatio(ratio),
      showBar(bars.get(x.name), ratio)
    ])
  })
}

export const peerTable = (all: ReadonlyArray<Measured>): string =>
  [
    line([
      'workload',
      'threads',
      'contestant',
      'median per step',
      '10 % to 90 %',
      'ours / it: median (10 % to 90 %)',
      'bar'
    ]),
    line(['---', '---:', '---', '---:', '---:', '---:', '---']),
    ...all.flatMap(rowsOf)
  ].join('\n')
