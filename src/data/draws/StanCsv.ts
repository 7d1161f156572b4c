/**
 * Draws as CmdStan writes them: a CSV file for each chain, comments between, a column for each element.
 *
 * - columns        those that end with `__` are numbers of the sampler; `theta.2.1` is an element of
 *                  theta, counted from 1. Axes have no names there: here they are `(1)`, `(2)`, …
 * - comments       from them the draws of warm-up are known, where they were kept (`save_warmup`), and
 *                  that a sampler wrote the file. Without comments every row is a draw
 * - source         CmdStan User's Guide, "Stan CSV File Format"
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  chainAxis,
  drawAxisName,
  placeAxis,
  type PosteriorDraws,
  stanStatistics,
  type WideTensor
} from '../../ir/Posterior.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { csvRecords } from '../tables/CsvRecords.ts'
import { type Gathered, gathered } from './StanColumns.ts'

// model

/** One chain: its columns, its draws row by row. */
interface StanChain {
  readonly path: string
  readonly columns: ReadonlyArray<string>
  readonly values: Float64Array
  readonly draws: number
}

/** Columns that are numbers of the sampler, by their headers. */
const statistics: ReadonlyMap<string, string> = new Map(stanStatistics)

// combinators

/** `nan`, `inf` and `-inf` as C++ prints them; undefined for what is no number. */
const numberOf = (cell: string): number | undefined => {
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(cell)
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity
  if (/^[+-]?nan$/i.test(cell)) return NaN
  return /^[+-]?(\d|\.\d)/.test(cell) && !Number.isNaN(Number(cell)) ? Number(cell) : undefined
}

/** `    num_warmup = 1000 (Default)`: the number; `true` is 1. */
const settingIn = (comments: ReadonlyArray<string>, name: string): number | undefined => {
  const pattern = new RegExp(String.raw`^#\s*${name}\s*=\s*(\w+)`)
  const [found] = comments.flatMap((c) => pattern.exec(c)?.[1] ?? [])
  return found === 'true' ? 1 : found === undefined ? undefined : Number(found)
}

/** Rows of warm-up that stand before the draws. */
const warmUpRows = (comments: ReadonlyArray<string>): number =>
  settingIn(comments, 'save_warmup') === 1
    ? Math.ceil(
        (settingIn(comments, 'num_warmup') ?? 0) / Math.max(1, settingIn(comments, 'thin') ?? 1)
      )
    : 0

const cut = (path: string, line: number, found: number, columns: number): Problem =>
  problem(
    `${path}, line ${line}`,
    `expected ${columns} numbers, found ${found}`,
    'each row is a draw, with a number for each column of the header; a chain that was cut off ends so',
    'leave out the last row, or run the chain again'
  )

const noNumber = (path: string, line: number, column: string, cell: string): Problem =>
  problem(
    `${path}, line ${line}, column '${column}'`,
    `expected a number, found '${cell.slice(0, 40)}'`,
    'a draw is a row of numbers',
    'take the file from where it was written'
  )

const isEmptyRow = (cells: ReadonlyArray<string>): boolean => cells.length === 1 && cells[0] === ''

/** The file of one chain. */
const readChain = (files: FileSystem, path: string): TaskEither<Problem, StanChain> =>
  pipe(
    TE.fromIO<
      {
        readonly comments: Array<string>
        columns: ReadonlyArray<string>
        readonly values: Array<number>
        fault: Problem | undefined
      },
      Problem
    >(() => ({ comments: [], columns: [], values: [], fault: undefined })),
    TE.chainFirst((read) =>
      csvRecords(
        files,
        path,
        ','
      )(({ cells, line }) => {
        const [first = ''] = cells
        if (first.startsWith('#')) read.comments.push(cells.join())
        else if (isEmptyRow(cells)) return true
        else if (read.columns.length === 0) read.columns = cells
        else if (cells.length !== read.columns.length)
          read.fault = cut(path, line, cells.length, read.columns.length)
        else
          for (const [c, cell] of cells.entries()) {
            const value = numberOf(cell)
            if (value === undefined) {
              read.fault = noNumber(path, line, read.columns[c] ?? '', cell)
              break
            }
            read.values.push(value)
          }
        return read.fault === undefined
      })
    ),
    TE.chainEitherK(({ comments, columns, values, fault }) => {
      if (fault !== undefined) return E.left(fault)
      const method = comments.flatMap((c) => /^#\s*method\s*=\s*(\w+)/.exec(c)?.[1] ?? [])[0]
      if (method !== undefined && method !== 'sample')
        return E.left(
          problem(
            path,
            `these are rows of ${method}, not draws of a sampler`,
            'its first row is no draw, and the others need not be of the posterior',
            'give the files of `method=sample`'
          )
        )
      const skipped = warmUpRows(comments) * columns.length
      const draws = columns.length === 0 ? 0 : (values.length - skipped) / columns.length
      return draws < 1
        ? E.left(
            problem(
              path,
              'expected draws, found none',
              skipped > 0 ? 'all rows are of warm-up' : 'no row of numbers follows a header',
              'let the chain run on, or give another file'
            )
          )
        : E.right({ path, columns, values: Float64Array.from(values.slice(skipped)), draws })
    })
  )

const tensorOf = (
  chains: ReadonlyArray<StanChain>,
  draws: number,
  { sizes, columns }: Gathered
): WideTensor => {
  const values = new Float64Array(chains.length * draws * columns.length)
  chains.forEach((chain, i) => {
    const width = chain.columns.length
    for (let d = 0; d < draws; d++)
      columns.forEach((c, k) => {
        values[(i * draws + d) * columns.length + k] = chain.values[d * width + c] ?? NaN
      })
  })
  return {
    axes: [chainAxis, drawAxisName, ...sizes.map((_, d) => placeAxis(d))],
    sizes: [chains.length, draws, ...sizes],
    values
  }
}

const differing = (first: StanChain, other: StanChain, what: string): Problem =>
  problem(
    other.path,
    `${what} than in ${first.path}`,
    'chains of one run have the same columns and as many draws',
    'give the files of one run, and leave out a chain that was cut off'
  )

/** Errors: a chain of another model, or of another length. */
const together = (
  chains: ReadonlyArray<StanChain>
): E.Either<Problem, { readonly draws: number; readonly columns: ReadonlyArray<string> }> => {
  const [first] = chains
  if (first === undefined)
    return E.left(problem('draws', 'expected a chain, found none', 'a file is a chain', 'give one'))
  for (const other of chains) {
    if (other.columns.join() !== first.columns.join())
      return E.left(differing(first, other, 'there are other columns'))
    if (other.draws !== first.draws)
      return E.left(
        differing(first, other, `there are ${other.draws} draws, and not ${first.draws},`)
      )
  }
  return E.right(first)
}

// destructors

/**
 * The draws of a run of CmdStan, each file a chain, in the order given.
 *
 * Errors: those of the files; a file that a sampler did not write; rows that are cut off; chains of
 * different columns or lengths.
 *
 * @example
 *   import { type FileSystem, nodeFileSystem, readStanCsv } from 'farrier'
 *
 *   // a file system with one file; `nodeFileSystem` has those of the disk
 *   const files: FileSystem = {
 *     ...nodeFileSystem,
 *     async *chunks() {
 *       yield { _tag: 'Right', right: new TextEncoder().encode('lp__,theta.1,theta.2\n-1,0.5,2\n-2,1,3\n') }
 *     }
 *   }
 *   const read = await readStanCsv(files, ['model-1.csv'])()
 *   assert(read._tag === 'Right')
 *   assert.deepEqual(read.right.sites.get('theta')?.values, Float64Array.of(0.5, 2, 1, 3))
 *   assert.equal(read.right.draws, 2)
 */
export const readStanCsv = (
  files: FileSystem,
  paths: ReadonlyArray<string>
): TaskEither<Problem, PosteriorDraws> =>
  pipe(
    paths,
    TE.traverseSeqArray((path) => readChain(files, path)),
    TE.chainEitherK((chains) =>
      pipe(
        together(chains),
        E.map(({ draws, columns }) => {
          const all = gathered(columns).map((g) => [g.name, tensorOf(chains, draws, g)] as const)
          return {
            chains: chains.length,
            draws,
            sites: new Map(all.filter(([name]) => !name.endsWith('__'))),
            statistics: new Map(
              all.flatMap(([name, t]) => {
                const known = statistics.get(name)
                return known === undefined ? [] : [[known, t] as const]
              })
            )
          }
        })
      )
    )
  )
