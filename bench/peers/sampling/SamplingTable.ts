/** What samplers did, as one Markdown table; a posterior without rows was not asked for, and says so. */
import { type Spread, spread } from '../Statistics.ts'
import type { SamplingCase } from './SamplingCases.ts'

/** One seed: processor time, steps of the draws, the least effective size, means of the elements. */
export interface SampledRun {
  readonly seconds: number
  readonly leapfrogs: number
  readonly size: number
  readonly means: ReadonlyArray<number>
}

export interface SamplingRow {
  readonly by: string
  readonly title: string
  unavailable: string | undefined
  readonly runs: Array<SampledRun>
}

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`

const short = (x: number): string =>
  x >= 100
    ? Math.round(x).toLocaleString('en-US')
    : x >= 10
      ? x.toFixed(1)
      : x >= 1
        ? x.toFixed(2)
        : x.toFixed(3)

const between = ({ p10, median, p90 }: Spread): string =>
  `${short(median)} (${short(p10)} to ${short(p90)})`

/** Round by round: ours over theirs. */
const over = (
  ours: ReadonlyArray<SampledRun>,
  theirs: ReadonlyArray<SampledRun>,
  of: (run: SampledRun) => number
): Spread => spread(ours.slice(0, theirs.length).map((run, i) => of(run) / of(theirs[i] ?? run)))

const perSecond = ({ size, seconds }: SampledRun): number => size / seconds
const perStep = ({ size, leapfrogs }: SampledRun): number => size / leapfrogs

const rowsOf = ({ name, title, bars }: SamplingCase, rows: ReadonlyArray<SamplingRow>) => {
  if (rows.length === 0)
    return [line([title, `not run: \`--cases ${name}\` asks for it`, '', '', '', '', ''])]
  const ours = rows.find((r) => r.by === 'farrier')?.runs ?? []
  return rows.map(({ by, title: who, unavailable, runs }) => {
    if (unavailable !== undefined)
      return line([
        title,
        who,
        `not available: ${unavailable.replaceAll('|', '/')}`,
        '',
        '',
        '',
        ''
      ])
    const own = by === 'farrier'
    const bar = by === 'stan' ? bars.stan : bars.others
    const ratio = over(ours, runs, perSecond)
    const kept = ratio.median >= bar ? 'kept' : 'missed'
    return line([
      title,
      who,
      between(spread(runs.map((r) => r.seconds))),
      between(spread(runs.map(perSecond))),
      own
        ? ''
        : `**${ratio.median.toFixed(2)}** (${ratio.p10.toFixed(2)} to ${ratio.p90.toFixed(2)})`,
      own ? '' : `≥ ${bar}, ${kept}`,
      own ? '' : between(over(ours, runs, perStep))
    ])
  })
}

export const samplingTable = (
  tables: ReadonlyArray<{ readonly of: SamplingCase; readonly rows: ReadonlyArray<SamplingRow> }>
): string =>
  [
    line([
      'posterior',
      'sampler',
      'seconds',
      'effective draws a second',
      'ours / it',
      'bar',
      'a gradient, ours / it'
    ]),
    line(['---', '---', '---:', '---:', '---:', '---', '---:']),
    ...tables.flatMap(({ of, rows }) => rowsOf(of, rows))
  ].join('\n')
