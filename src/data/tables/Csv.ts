/**
 * Tables from CSV: a header row with the names of the columns, then one row of the data a line
 * (commas, or tabs in a `.tsv` file). Only the columns that are wanted are kept, as float32, while
 * the file streams by. Blank lines at the end are left out.
 *
 * Errors: no header, names twice, rows with more or fewer cells than the header, no rows, missing
 * values and text where numbers are wanted, each with its line and row.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem, type Problems, refuse } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { type CellFault, type CellReader, cellReader } from './CellReader.ts'
import { csvRecords } from './CsvRecords.ts'
import { float32Of } from './DecimalText.ts'
import { firstFew, type NamedTable, type OpenTable, type Wanted } from './NamedTable.ts'
import { didYouMean } from '../../ir/NearNames.ts'

// combinators

const delimiterOf = (path: string): string => (path.endsWith('.tsv') ? '\t' : ',')
const delimiterNames: Readonly<Record<string, string>> = { ',': 'comma', '\t': 'tab' }

/** The names of the columns in a header, or why it is none. */
const headerOf =
  (path: string) =>
  (cells: ReadonlyArray<string> | undefined): E.Either<Problem, ReadonlyArray<string>> => {
    const [first = ''] = cells ?? []
    if (cells === undefined || (cells.length === 1 && first === ''))
      return refuse(
        path,
        'expected a header with the names of the columns, found nothing',
        'the file is empty, or begins with an empty line',
        'write the names into the first line, parted as the cells are'
      )
    const parted = [',', ';', '\t'].filter((other) => other !== delimiterOf(path))
    if (cells.length === 1 && parted.some((other) => first.includes(other)))
      return refuse(
        path,
        `found one column named '${first.slice(0, 60)}'`,
        `a ${delimiterNames[delimiterOf(path)]} parts the cells of this file, and the header has none`,
        'save it with commas (and decimal points) as a .csv file, or with tabs as a .tsv file'
      )
    if (cells.every((cell) => float32Of(cell) !== undefined))
      return refuse(
        path,
        `expected a header with the names of the columns, found numbers: ${cells.slice(0, 6).join(', ')}`,
        'columns are bound to the model by their names',
        'write the names into a line above the first row'
      )
    const twice = cells.filter((name, i) => name !== '' && cells.indexOf(name) !== i)
    const places = (name: string): string =>
      cells.flatMap((cell, i) => (cell === name ? [i + 1] : [])).join(' and ')
    return twice.length === 0
      ? E.right(cells)
      : refuse(
          path,
          `the header has ${[...new Set(twice)].map((name) => `'${name}' in columns ${places(name)}`).join('; ')}`,
          'a column is known by its name',
          'give every column a name of its own'
        )
  }

interface Kept {
  readonly name: string
  readonly at: number
  readonly reader: CellReader
}

/** Takes rows one by one, and keeps the first few problems. */
const rowTaker = (path: string, header: ReadonlyArray<string>, kept: ReadonlyArray<Kept>) => {
  const problems: Array<Problem> = []
  let faults = 0
  let row = 0
  let blank: number | undefined
  const note = (where: string, { what, why, try: next }: CellFault): void => {
    faults += 1
    if (problems.length < 8) problems.push(problem(where, what, why, next))
  }
  const place = (line: number): string => `${path}, line ${line} (row ${row})`
  return {
    take: (cells: ReadonlyArray<string>, line: number): void => {
      if (cells.length === 1 && cells[0] === '') {
        blank ??= line
        return
      }
      if (blank !== undefined)
        note(`${path}, line ${blank}`, {
          what: 'an empty line between rows',
          why: 'it may stand for a row whose values are missing',
          try: 'remove the line, or fill the row in'
        })
      blank = undefined
      row += 1
      if (cells.length !== header.length)
        note(place(line), {
          what: `expected ${header.length} cells, found ${cells.length}`,
          why: `the header has ${header.length} names, and each row one cell for each of them`,
          try: 'check this line for a comma too many or too few; text with commas is quoted: "a, b"'
        })
      else
        for (const { name, at, reader } of kept) {
          const fault = reader.take(cells[at] ?? '')
          if (fault !== undefined) note(`${place(line)}, column '${name}'`, fault)
        }
    },
    finished: (): E.Either<Problems, NamedTable> => {
      if (row === 0 && faults === 0)
        return E.left(
          of(
            problem(
              path,
              'expected rows below the header, found none',
              'there is nothing to learn from',
              'name a file with rows'
            )
          )
        )
      const all = firstFew(path, problems, faults)
      return isNonEmpty(all)
        ? E.left(all)
        : E.right({
            source: path,
            arrays: new Map(kept.map(({ name, reader }) => [name, reader.column()]))
          })
    }
  }
}

/** The wanted columns with their places; names that the header has not are refused with near ones. */
const keptColumns = (
  path: string,
  header: ReadonlyArray<string>,
  wanted: Wanted
): E.Either<Problems, ReadonlyArray<Kept>> => {
  const absent = [...wanted.keys()]
    .filter((name) => name === '' || !header.includes(name))
    .map((name) =>
      problem(
        path,
        `there is no column '${name}'`,
        'columns are found by the names in the header',
        didYouMean(name, header)
      )
    )
  return isNonEmpty(absent)
    ? E.left(absent)
    : E.right(
        header.flatMap((name, at) =>
          wanted.has(name) ? [{ name, at, reader: cellReader(wanted.get(name)) }] : []
        )
      )
}

// constructors

const readRows =
  (files: FileSystem, path: string, header: ReadonlyArray<string>) =>
  (wanted: Wanted): TaskEither<Problems, NamedTable> =>
    pipe(
      TE.fromEither(keptColumns(path, header, wanted)),
      TE.chain((kept) => {
        const rows = rowTaker(path, header, kept)
        let isHeader = true
        return pipe(
          csvRecords(
            files,
            path,
            delimiterOf(path)
          )(({ cells, line }) => {
            if (!isHeader) rows.take(cells, line)
            isHeader = false
            return true
          }),
          TE.mapLeft((p): Problems => of(p)),
          TE.chainEitherK(() => rows.finished())
        )
      })
    )

/** The header of a CSV file now, its columns when they are asked for. */
export const openCsv = (files: FileSystem, path: string): TaskEither<Problem, OpenTable> => {
  let first: ReadonlyArray<string> | undefined
  return pipe(
    csvRecords(
      files,
      path,
      delimiterOf(path)
    )(({ cells }) => {
      first = cells
      return false
    }),
    TE.chainEitherK(() => headerOf(path)(first)),
    TE.map((header) => ({
      source: path,
      columns: header.flatMap((name) => (name === '' ? [] : [{ name, shape: [] }])),
      read: readRows(files, path, header)
    }))
  )
}
