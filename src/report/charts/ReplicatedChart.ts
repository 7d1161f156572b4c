/**
 * Statistics of replicated data, a histogram each, with that of the data as a line: what the model
 * cannot say lies outside the bars.
 *
 * @since 0.2.0
 */
import type { ReplicatedStatistic } from '../../library/checking/ReplicateData.ts'
import { significant } from '../Numbers.ts'
import { chart, dataColour, leftOut, modelColour, type Specification } from './Chart.ts'

const panelWidth = 240
const panelHeight = 90
const bins = 30
const columns = 2

interface Bin {
  readonly low: number
  readonly high: number
  readonly count: number
}

/** Replications in bins of one width; the line of the data may lie beyond them. */
const binned = (replicated: ReadonlyArray<number>): ReadonlyArray<Bin> => {
  const [low, high] = [Math.min(...replicated), Math.max(...replicated)]
  const step = (high - low) / bins
  // one bin around equal numbers
  const width = step > 0 ? step : Math.max(1e-12, Math.abs(low) / 20)
  const from = step > 0 ? low : low - width / 2
  const counts = Array.from({ length: step > 0 ? bins : 1 }, () => 0)
  for (const x of replicated) {
    const at = Math.min(counts.length - 1, Math.floor((x - from) / width))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts.map((count, i) => ({ low: from + i * width, high: from + (i + 1) * width, count }))
}

const x = (field: string): Specification => ({
  field,
  type: 'quantitative',
  title: null,
  scale: { zero: false }
})

const bars = (values: ReadonlyArray<Bin>): Specification => ({
  data: { values },
  mark: { type: 'bar', color: modelColour, opacity: 0.6 },
  encoding: {
    // without it the bars would lie, each a dash at its count
    x: { ...x('low'), bin: 'binned' },
    x2: { field: 'high' },
    y: { field: 'count', type: 'quantitative', title: null, axis: null }
  }
})

const line = (observed: number): Specification => ({
  data: { values: [{ observed }] },
  mark: { type: 'rule', color: dataColour, strokeWidth: 2.5 },
  encoding: { x: x('observed') }
})

/** None where there is nothing that could be drawn. */
const panel = ({
  site,
  name,
  observed,
  replicated,
  p
}: ReplicatedStatistic): ReadonlyArray<Specification> => {
  const values = Array.from(replicated).filter(Number.isFinite)
  const layer = [
    ...(values.length === 0 ? [] : [bars(binned(values))]),
    ...(Number.isFinite(observed) ? [line(observed)] : [])
  ]
  return layer.length === 0
    ? []
    : [
        {
          title: {
            text: `${site}: ${name}`,
            subtitle: Number.isNaN(p) ? '' : `p ${significant(Number(p.toPrecision(2)))}`,
            fontSize: 12,
            subtitleFontSize: 11,
            offset: 4
          },
          width: panelWidth,
          height: panelHeight,
          layer
        }
      ]
}

/** `subtitle` says where replications come from. */
export const replicatedChart = (
  title: string,
  subtitle: ReadonlyArray<string>,
  statistics: ReadonlyArray<ReplicatedStatistic>
): Specification =>
  chart(
    title,
    [
      'line: the data; bars: data that the model draws; p: the share of them with a larger one',
      ...subtitle,
      leftOut(
        statistics.reduce(
          (n, { replicated }) =>
            n + replicated.reduce((m, x) => m + (Number.isFinite(x) ? 0 : 1), 0),
          0
        ),
        'statistic'
      )
    ],
    { columns, spacing: 24, concat: statistics.flatMap(panel) }
  )
