/**
 * Arrays by name: what a file of data holds, whatever its format.
 *
 * The first axis of an array counts rows: a column has the shape [rows], a column of vectors
 * [rows, …], a single number []. Values are float32. Categories are numbers too: value k stands
 * for `labels[k]`.
 *
 * @since 0.2.0
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'

// model

/** Row-major; `labels` only of categories. */
export interface NamedArray {
  readonly shape: ReadonlyArray<number>
  readonly values: Float32Array
  readonly labels?: ReadonlyArray<string>
}

/** - `source` the path, which begins every message; - `arrays` in the order of the file. */
export interface NamedTable {
  readonly source: string
  readonly arrays: ReadonlyMap<string, NamedArray>
}

/**
 * What a column is read as.
 *
 * - `numbers` decimal numbers, or true and false (1 and 0) throughout
 * - `labels` categories; `among` them and no others, where it is given
 * - `mayBeMissing` takes empty cells too, and of numbers NA, NaN, null and none, as NaN
 */
export type ColumnKind = { readonly mayBeMissing?: boolean } & (
  | { readonly _tag: 'numbers' }
  | { readonly _tag: 'labels'; readonly among?: ReadonlyArray<string> }
)

/** A column of numbers; a text in it is refused. */
export const asNumbers: ColumnKind = { _tag: 'numbers' }
/** A column of categories, by their labels; where `among` is given, no others. */
export const asLabels = (among?: ReadonlyArray<string>): ColumnKind =>
  among === undefined ? { _tag: 'labels' } : { _tag: 'labels', among }

/** What each wanted column is read as; undefined: its first row says. Others are not kept. */
export type Wanted = ReadonlyMap<string, ColumnKind | undefined>

/** A column before it is read: `shape` is that of one row, [] of a number. */
export interface ColumnHead {
  readonly name: string
  readonly shape: ReadonlyArray<number>
}

/** A file whose columns are known and whose values are not read yet. */
export interface OpenTable {
  readonly source: string
  readonly columns: ReadonlyArray<ColumnHead>
  readonly read: (wanted: Wanted) => TaskEither<Problems, NamedTable>
}

// combinators

/**
 * The labels of categories in the order of their numbers: sorted by code point. The order of first
 * appearance would give the same categories other numbers when rows are shuffled, and the order of
 * a language depends on the machine.
 */
export const labelOrder = (labels: Iterable<string>): ReadonlyArray<string> =>
  [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

const shown = 5

/** The first few, and how many more there are. */
export const firstFew = (
  source: string,
  problems: ReadonlyArray<Problem>,
  total: number
): ReadonlyArray<Problem> =>
  total <= shown
    ? problems
    : [
        ...problems.slice(0, shown),
        problem(
          source,
          `${total - shown} more cells are wrong`,
          'the first few are listed',
          'correct those, and read the file again'
        )
      ]
