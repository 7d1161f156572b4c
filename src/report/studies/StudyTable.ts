/**
 * A study as a table in Markdown for each of its networks.
 *
 * @since 0.2.0
 */
import type { Cell, Outcome, PublishedPoint, Study, Tested } from '../../study/index.ts'
import { isNotRun } from '../../study/index.ts'
import { grouped } from '../Numbers.ts'

// model

/** A cell, and what it came to if it is done. */
export interface StudiedCell {
  readonly cell: Cell
  readonly outcome: Outcome | undefined
}

/** Cells of one network, method and setting: seeds are summed up. */
interface Row {
  readonly method: string
  readonly setting: string
  readonly all: ReadonlyArray<StudiedCell>
  readonly done: ReadonlyArray<readonly [Cell, Outcome]>
}

// numbers

/** `1.98 (1.92 to 2.05)`; one number alone; – where there is none, ∞ where a rate has none. */
export const meanAndRange = (values: ReadonlyArray<number | null>, digits: number): string => {
  const show = (x: number): string => (digits === 0 ? grouped(x) : x.toFixed(digits))
  const finite = values.filter((x) => x !== null)
  if (finite.length === 0) return values.length === 0 ? '–' : '∞'
  const [low, high] = [Math.min(...finite), Math.max(...finite)]
  const mean = finite.reduce((a, b) => a + b, 0) / finite.length
  const infinite = finite.length < values.length ? ', ∞' : ''
  return infinite === '' && show(low) === show(high)
    ? show(mean)
    : `${show(mean)} (${show(low)} to ${show(high)}${infinite})`
}

// combinators

const rowsOf = (cells: ReadonlyArray<StudiedCell>): ReadonlyArray<Row> => {
  const nameOf = ({ cell: { method, setting } }: StudiedCell): string =>
    JSON.stringify([method, setting])
  return [...new Set(cells.map(nameOf))].flatMap((name) => {
    const all = cells.filter((c) => nameOf(c) === name)
    const [first] = all
    return first === undefined
      ? []
      : [
          {
            method: first.cell.method,
            setting: first.cell.setting,
            all,
            done: all.flatMap(({ cell, outcome }) =>
              outcome === undefined ? [] : [[cell, outcome] as const]
            )
          }
        ]
  })
}

/** Do outcomes say how often they are wrong? Else how improbable the data are. */
const hasErrors = (cells: ReadonlyArray<StudiedCell>): boolean =>
  cells.every(({ outcome }) => outcome === undefined || outcome.unpruned.errorPercent !== null)

const measureOf =
  (isError: boolean) =>
  ({ errorPercent, nats }: Tested): number | null =>
    isError ? errorPercent : nats

const heldOutOf = (cells: ReadonlyArray<StudiedCell>): number =>
  cells.find(({ outcome }) => outcome !== undefined)?.outcome?.heldOut ?? 0

/** `error %`, on what it was measured where that is not test data. */
const measureName = (cells: ReadonlyArray<StudiedCell>): string => {
  const heldOut = heldOutOf(cells)
  return (
    (hasErrors(cells) ? 'error %' : 'nats a value') +
    (heldOut === 0 ? '' : ` on ${grouped(heldOut)} held out`)
  )
}

const head = (cells: ReadonlyArray<StudiedCell>): ReadonlyArray<string> => [
  'method',
  'seeds',
  `${measureName(cells)}, unpruned`,
  `${measureName(cells)}, decoded file`,
  'non-zero %',
  'pruning',
  'fast prediction',
  'max. compression',
  'file, bytes',
  'architecture',
  'bits per layer'
]

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`
const blanks = (count: number): ReadonlyArray<string> => Array.from({ length: count }, () => '–')

/** A line for each seed, unless none has anything to say. */
const onLines = (texts: ReadonlyArray<string>): string =>
  texts.every((text) => text === '') ? '–' : texts.join('<br>')

const nameOf = ({ method, setting }: Row): string =>
  setting === '' ? method : `${method}, ${setting}`

const ourRow = (row: Row, isError: boolean): ReadonlyArray<string> => {
  const { all, done } = row
  if (done.length === 0) return [nameOf(row), 'not run', ...blanks(9)]
  const measured = measureOf(isError)
  const digits = isError ? 2 : 4
  const files = done.flatMap(([, { file }]) => (file === null ? [] : [file]))
  // a model without weights has no share of them, and no rates
  const weighty = files.filter((f) => f.nonZeroPercent !== null)
  const seeds = done.map(([{ seed }]) => seed).join(', ')
  const missing = all.length - done.length
  return [
    nameOf(row),
    missing === 0 ? seeds : `${seeds} (${missing} not run)`,
    meanAndRange(
      done.map(([, { unpruned }]) => measured(unpruned)),
      digits
    ),
    ...(files.length === 0
      ? ['–', '100', '1', '1', '1', '–', '–', '–']
      : [
          meanAndRange(
            files.map(({ tested }) => measured(tested)),
            digits
          ),
          ...[
            weighty.map((f) => f.nonZeroPercent),
            weighty.map((f) => f.pruningRate),
            weighty.map((f) => f.fastPredictionRate),
            weighty.map((f) => f.maximumCompressionRate)
          ].map((rates) => meanAndRange(rates, 1)),
          meanAndRange(
            files.map((f) => f.sizeBytes),
            0
          ),
          onLines(weighty.map((f) => f.architecture)),
          onLines(weighty.map((f) => f.publishedBits))
        ])
  ]
}

const publishedRow = (p: PublishedPoint): ReadonlyArray<string> => {
  const rate = (name: 'pruning' | 'fastPrediction' | 'maximumCompression'): string =>
    p[name] === undefined ? '–' : `${p[name]}${p.guesses?.includes(name) === true ? '*' : ''}`
  return [
    `${p.method} (${p.source})`,
    '–',
    '–',
    [p.errorPercent]
      .flat()
      .map((x) => x.toFixed(1))
      .join(' to '),
    p.nonZeroPercent === undefined ? '–' : String(p.nonZeroPercent),
    rate('pruning'),
    rate('fastPrediction'),
    rate('maximumCompression'),
    p.bytes === undefined ? '–' : grouped(p.bytes),
    p.architecture ?? '–',
    p.bits ?? '–'
  ]
}

const notRunRows = (s: Study): ReadonlyArray<ReadonlyArray<string>> =>
  Object.entries(s.methods).flatMap(([name, m]) =>
    isNotRun(m) ? [[name, `not run: ${m.notRun}`, ...blanks(9)]] : []
  )

const of = (cells: ReadonlyArray<StudiedCell>, network: string): ReadonlyArray<StudiedCell> =>
  cells.filter(({ cell }) => cell.network === network)

const tableOf = (s: Study, cells: ReadonlyArray<StudiedCell>, network: string): string => {
  const own = of(cells, network)
  const isError = hasErrors(own)
  return [
    line(head(own)),
    line(head(own).map((_, i) => (i === 0 || i > 8 ? '---' : '---:'))),
    ...rowsOf(own).map((row) => line(ourRow(row, isError))),
    ...notRunRows(s).map(line),
    ...(s.published ?? []).filter((p) => p.network === network).map((p) => line(publishedRow(p)))
  ].join('\n')
}

// destructors

/**
 * A table for each network: ours, what did not run, and the published rows, whose errors are always
 * of test data. Several seeds: mean (lowest to highest); architectures and bits in their order.
 */
export const studyMarkdown = (s: Study, cells: ReadonlyArray<StudiedCell>): string =>
  Object.keys(s.networks)
    .map((network) => `### ${network}\n\n${tableOf(s, cells, network)}`)
    .join('\n\n')
