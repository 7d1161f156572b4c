/**
 * A study for spreadsheets (CSV) and for programs (JSON), and what came out of a cell in a line.
 *
 * @since 0.2.0
 */
import type { Outcome, Study } from '../../study/index.ts'
import { cellId, isNotRun, showCell } from '../../study/index.ts'
import { csvText } from '../CsvText.ts'
import { grouped } from '../Numbers.ts'
import type { StudiedCell } from './StudyTable.ts'

const csvHead = [
  'network',
  'method',
  'setting',
  'seed',
  'cell',
  'epochs',
  'held_out',
  'unpruned_error_percent',
  'unpruned_nats',
  'file_error_percent',
  'file_nats',
  'non_zero_percent',
  'pruning',
  'fast_prediction',
  'maximum_compression',
  'bytes',
  'architecture',
  'bits'
]

/** A line for every cell; what is not there is empty. */
export const studyCsv = (cells: ReadonlyArray<StudiedCell>): string =>
  csvText(
    csvHead,
    cells.map(({ cell, outcome }) => {
      const file = outcome?.file ?? undefined
      return [
        cell.network,
        cell.method,
        cell.setting,
        String(cell.seed),
        cellId(cell),
        ...[
          outcome?.epochs,
          outcome?.heldOut,
          outcome?.unpruned.errorPercent,
          outcome?.unpruned.nats,
          file?.tested.errorPercent,
          file?.tested.nats,
          file?.nonZeroPercent,
          file?.pruningRate,
          file?.fastPredictionRate,
          file?.maximumCompressionRate,
          file?.sizeBytes
        ].map((x) => (x === undefined || x === null ? '' : String(x))),
        file?.architecture ?? '',
        file?.publishedBits ?? ''
      ]
    })
  )

/** The same for programs, with all that decides each cell. */
export const studyJson = (
  s: Study,
  cells: ReadonlyArray<StudiedCell>
): Readonly<Record<string, unknown>> => ({
  study: s.name,
  cells: cells.map(({ cell, outcome }) => ({
    name: showCell(cell),
    id: cellId(cell),
    ...cell,
    outcome: outcome ?? null
  })),
  notRun: Object.entries(s.methods).flatMap(([method, m]) =>
    isNotRun(m) ? [{ method, why: m.notRun }] : []
  ),
  published: s.published ?? []
})

/** `error 1.83 % in 17,047 bytes`, of the decoded file where there is one. */
export const showOutcome = ({ unpruned, file }: Outcome): string => {
  const { errorPercent, nats } = file?.tested ?? unpruned
  const measured =
    errorPercent !== null
      ? `error ${errorPercent.toFixed(2)} %`
      : nats === null
        ? 'without a measure'
        : `${nats.toFixed(4)} nats a value`
  return `${measured}${file === null ? ', not pressed' : ` in ${grouped(file.sizeBytes)} bytes`}`
}
