/**
 * Predictions as a table: a row for each predicted value, where it stands along its axes, and what is
 * said of it. Numbers have a mean, a deviation and quantiles; outcomes a probability for each label.
 * Rows of the new data are numbered from 0, in their order.
 *
 * @since 0.2.0
 */
import type { PredictedSite } from '../inference/index.ts'
import { indexOf, type PredictedValues } from '../inference/index.ts'
import type { PosteriorNames } from '../library/PosteriorNames.ts'
import type { Predictions } from '../library/PredictRows.ts'
import { csvText } from './CsvText.ts'
import { grouped, significant, table } from './Numbers.ts'
import { quantileColumn } from './SummaryText.ts'

// model

type Cell = string | number
type Cells = ReadonlyMap<string, Cell>

// combinators

/** The column with the probability of an outcome: `p(yes)`, `p(3)`. */
const outcomeColumns = ({ site }: PredictedSite, count: number, names: PosteriorNames) =>
  Array.from({ length: count }, (_, k) => `p(${names.outcomes.get(site)?.[k] ?? k})`)

const valueColumns: {
  readonly [T in PredictedValues['_tag']]: (
    s: PredictedSite,
    p: Predictions,
    names: PosteriorNames
  ) => ReadonlyArray<string>
} = {
  Numbers: (_, { question }) => ['mean', 'sd', ...question.probabilities.map(quantileColumn)],
  Outcomes: (s, _, names) =>
    outcomeColumns(s, s.values._tag === 'Outcomes' ? s.values.outcomes : 0, names)
}

const columnsOf = (
  s: PredictedSite,
  p: Predictions,
  names: PosteriorNames
): ReadonlyArray<string> => valueColumns[s.values._tag](s, p, names)

/** What is said of element `i`, in the order of its columns. */
const cellsOf = (values: PredictedValues, i: number, quantiles: number): ReadonlyArray<number> =>
  values._tag === 'Outcomes'
    ? [...values.probabilities.subarray(i * values.outcomes, (i + 1) * values.outcomes)]
    : [
        values.mean[i] ?? NaN,
        values.sd[i] ?? NaN,
        ...values.quantiles.subarray(i * quantiles, (i + 1) * quantiles)
      ]

const placeOf = (s: PredictedSite, i: number, { indices }: PosteriorNames): ReadonlyArray<Cell> =>
  indexOf(s.sizes, i).map((k, d) => indices.get(s.axes[d] ?? '')?.[k] ?? k)

const countOf = (s: PredictedSite): number => s.sizes.reduce((a, b) => a * b, 1)

/** The columns there are; the site's name is one where several are predicted. */
const headOf = (p: Predictions, names: PosteriorNames): ReadonlyArray<string> => [
  ...(p.sites.length > 1 ? ['site'] : []),
  ...new Set(p.sites.flatMap((s) => s.axes)),
  ...new Set(p.sites.flatMap((s) => columnsOf(s, p, names)))
]

/** Rows in order; a column that a site does not have is empty in its rows. */
function* rowsOf(
  p: Predictions,
  names: PosteriorNames,
  head: ReadonlyArray<string>
): Generator<ReadonlyArray<Cell>> {
  for (const s of p.sites) {
    const columns = columnsOf(s, p, names)
    for (let i = 0; i < countOf(s); i++) {
      const said = cellsOf(s.values, i, p.question.probabilities.length)
      const place = placeOf(s, i, names)
      const cells: Cells = new Map<string, Cell>([
        ['site', s.site],
        ...s.axes.map((axis, d) => [axis, place[d] ?? ''] as const),
        ...columns.map((column, c) => [column, said[c] ?? NaN] as const)
      ])
      yield head.map((column) => cells.get(column) ?? '')
    }
  }
}

// destructors

/** How exact the numbers are. */
const exactness = ({ sites, question: { draws, seed } }: Predictions): ReadonlyArray<string> => {
  const share = significant(1 / Math.sqrt(draws))
  return [
    `${grouped(draws)} posterior predictive draws, seed ${seed}`,
    ...(sites.some((s) => s.values._tag === 'Numbers')
      ? [`a mean is off by ${share} sd or so`]
      : []),
    ...(sites.some((s) => s.values._tag === 'Outcomes')
      ? [`a probability by ${significant(0.5 / Math.sqrt(draws))} at most, or so`]
      : [])
  ]
}

/** What the data of the training say nothing about. */
const priorLines = ({ fromPrior }: Predictions): ReadonlyArray<string> =>
  fromPrior.length === 0
    ? []
    : [
        `${fromPrior.join(', ')} of the new rows: drawn from the prior, given the rest; ` +
          'the training has no data on them'
      ]

/** How many values are predicted. */
export const predictedCount = ({ sites }: Predictions): number =>
  sites.reduce((n, s) => n + countOf(s), 0)

/** The first `most` rows for people, and how exact they are. */
export const showPredictions = (p: Predictions, names: PosteriorNames, most: number): string => {
  const head = headOf(p, names)
  const shown: Array<ReadonlyArray<string>> = []
  for (const row of rowsOf(p, names, head)) {
    if (shown.length === most) break
    shown.push(row.map((cell) => (typeof cell === 'number' ? significant(cell) : cell)))
  }
  const count = predictedCount(p)
  return [
    table(head, shown),
    ...(shown.length < count ? [`${grouped(shown.length)} of ${grouped(count)} rows`] : []),
    exactness(p).join('; '),
    ...priorLines(p)
  ].join('\n')
}

/** Where they have been written, and how exact they are. */
export const showPredicted = (p: Predictions, path: string): string =>
  [
    `${grouped(predictedCount(p))} predictions of ${p.sites.map((s) => s.site).join(', ')} in ${path}`,
    exactness(p).join('; '),
    ...priorLines(p)
  ].join('\n')

/** All rows for programs. */
export const predictionsCsv = (p: Predictions, names: PosteriorNames): string => {
  const head = headOf(p, names)
  return csvText(head, rowsOf(p, names, head))
}

/** The same as an object. */
export const predictionsJson = (p: Predictions, names: PosteriorNames): unknown => {
  const head = headOf(p, names)
  return {
    draws: p.question.draws,
    seed: p.question.seed,
    ...(p.fromPrior.length === 0 ? {} : { fromPrior: p.fromPrior }),
    columns: head,
    rows: [...rowsOf(p, names, head)]
  }
}
