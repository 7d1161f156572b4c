/**
 * Tables from JSON: an array of records (`[{ "age": 31, "group": "a" }, …]`), or an object of
 * columns (`{ "age": [31, …], "limit": 4 }`), whose columns may differ in length. Nested arrays
 * have more axes, a single number none.
 *
 * Errors: not JSON, a name that an object has twice, a number beyond all numbers, neither of the two
 * forms, nested arrays of unequal lengths, missing values and text where numbers are wanted, each with
 * its row.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { problem, type Problem, type Problems, refuse } from '../../ir/Problem.ts'
import { standardBudget } from '../../storage/Budget.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { readJson } from '../../storage/ReadJson.ts'
import { cellReader } from './CellReader.ts'
import {
  type ColumnKind,
  firstFew,
  type NamedArray,
  type NamedTable,
  type OpenTable,
  type Wanted
} from './NamedTable.ts'
import { didYouMean } from '../../ir/NearNames.ts'
import { placeIn } from './WholeArrays.ts'

const Records = t.readonlyArray(t.UnknownRecord)
const Columns = t.UnknownRecord

// combinators

/** The shape of the first elements all the way down. */
const shapeOf = (value: unknown): ReadonlyArray<number> =>
  Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []

/** The leaves in order; undefined where lengths differ from the shape. */
const leaves = (
  value: unknown,
  shape: ReadonlyArray<number>
): ReadonlyArray<unknown> | undefined => {
  const [size, ...inner] = shape
  if (size === undefined) return Array.isArray(value) ? undefined : [value]
  if (!Array.isArray(value) || value.length !== size) return undefined
  const all: Array<unknown> = []
  for (const part of value) {
    const found = leaves(part, inner)
    if (found === undefined) return undefined
    for (const leaf of found) all.push(leaf)
  }
  return all
}

/** As a cell of a table; undefined where it is an object. */
const cellOf = (leaf: unknown): string | undefined =>
  leaf === null || leaf === undefined
    ? ''
    : typeof leaf === 'string' || typeof leaf === 'number' || typeof leaf === 'boolean'
      ? String(leaf)
      : undefined

const columnOf = (
  path: string,
  name: string,
  value: unknown,
  kind: ColumnKind | undefined
): E.Either<ReadonlyArray<Problem>, NamedArray> => {
  const shape = shapeOf(value)
  const where = `${path}, column '${name}'`
  const found = leaves(value, shape)
  if (found === undefined)
    return E.left([
      problem(
        where,
        `expected arrays of [${shape.join(', ')}], found others among them`,
        'every row has the shape of the first',
        'fill the rows up, or give them columns of their own'
      )
    ])
  if (found.length === 0)
    return E.left([
      problem(
        where,
        'expected rows, found none',
        'there is nothing to learn from',
        'name a file with rows'
      )
    ])
  const reader = cellReader(kind)
  const wrong: Array<Problem> = []
  let faults = 0
  found.forEach((leaf, at) => {
    const cell = cellOf(leaf)
    const fault =
      cell === undefined
        ? {
            what: 'expected a number, a text, true or false, found an object',
            why: 'a cell of a column is one value',
            try: 'give its parts columns of their own'
          }
        : reader.take(cell)
    if (fault === undefined) return
    faults += 1
    if (wrong.length < 8)
      wrong.push(
        problem(
          `${path}, ${placeIn(shape, at)}, column '${name}'`,
          fault.what,
          fault.why,
          fault.try
        )
      )
  })
  return faults > 0 ? E.left(firstFew(path, wrong, faults)) : E.right({ ...reader.column(), shape })
}

/** Columns by name, of either form. */
const columnsOf = (
  path: string,
  json: unknown
): E.Either<Problem, ReadonlyMap<string, unknown>> => {
  if (Records.is(json) && Array.isArray(json)) {
    const names = [...new Set(json.flatMap((record) => Object.keys(record)))]
    return json.length === 0
      ? refuse(
          path,
          'expected records, found none',
          'there is nothing to learn from',
          'name a file with rows'
        )
      : E.right(new Map(names.map((name) => [name, json.map((record) => record[name])])))
  }
  return Columns.is(json) && !Array.isArray(json)
    ? E.right(new Map(Object.entries(json)))
    : refuse(
        path,
        'expected an array of records or an object of columns, found another value',
        'columns have names',
        'write [{"age": 31}, …] or {"age": [31, …]}'
      )
}

const readColumns =
  (path: string, columns: ReadonlyMap<string, unknown>) =>
  (wanted: Wanted): E.Either<Problems, NamedTable> => {
    const read = [...wanted].map(([name, kind]) =>
      columns.has(name)
        ? pipe(
            columnOf(path, name, columns.get(name), kind),
            E.map((array) => [name, array] as const)
          )
        : E.left([
            problem(
              path,
              `there is no column '${name}'`,
              'columns are found by their names',
              didYouMean(name, [...columns.keys()])
            )
          ])
    )
    const problems = read.flatMap((r) => (E.isLeft(r) ? r.left : []))
    return isNonEmpty(problems)
      ? E.left(problems)
      : E.right({
          source: path,
          arrays: new Map(read.flatMap((r) => (E.isRight(r) ? [r.right] : [])))
        })
  }

// constructors

const form = 'write [{"age": 31}, …] or {"age": [31, …]}'

/** A table is as long as it is: only what few bytes can raise is bounded. */
const read = readJson({ textBytes: Infinity, values: Infinity, depth: standardBudget.depth })

const mark = [0xef, 0xbb, 0xbf]

/** Some programs begin UTF-8 with a mark that is no part of the text. */
const unmarked = (bytes: Uint8Array): Uint8Array =>
  mark.every((byte, i) => bytes[i] === byte) ? bytes.subarray(mark.length) : bytes

const parsed = (path: string, bytes: Uint8Array): E.Either<Problem, unknown> =>
  pipe(
    read(unmarked(bytes)),
    E.mapLeft((reason) =>
      problem(
        path,
        `expected columns as JSON, but ${reason}`,
        'a table is what its text says, and nothing of it is guessed or lost',
        form
      )
    )
  )

export const openJson = (files: FileSystem, path: string): TaskEither<Problem, OpenTable> =>
  pipe(
    files.read(path),
    TE.chainEitherK((bytes) => parsed(path, bytes)),
    TE.chainEitherK((json) => columnsOf(path, json)),
    TE.map((columns) => ({
      source: path,
      columns: [...columns].map(([name, value]) => ({ name, shape: shapeOf(value).slice(1) })),
      read: (wanted) => TE.fromEither(readColumns(path, columns)(wanted))
    }))
  )
