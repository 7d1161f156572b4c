/**
 * Tables of formats that are read whole: arrays of numbers by name.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import { type FileSystem } from '../../storage/FileSystem.ts'
import { gunzipped, type Unpacking } from '../../storage/Gunzip.ts'
import type { NamedArray, NamedTable, OpenTable, Wanted } from './NamedTable.ts'
import { didYouMean } from '../../ir/NearNames.ts'

/** `age` of `data/age.npy`: what a file with a single array calls it. */
export const stemOf = (path: string): string =>
  (path.split('/').at(-1) ?? path).replace(/\.gz$/, '').replace(/\.[^.]*$/, '')

/** Where element `at` of a row-major array stands: `row 3 [0, 1]`, rows from 1. */
export const placeIn = (shape: ReadonlyArray<number>, at: number): string => {
  const index: Array<number> = []
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    const size = shape[axis] ?? 1
    index.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  const [row, ...others] = index
  return row === undefined
    ? 'the number'
    : `row ${row + 1}${others.length === 0 ? '' : ` [${others.join(', ')}]`}`
}

const notFinite = (
  source: string,
  name: string,
  { shape, values }: NamedArray,
  mayBeMissing: boolean
): ReadonlyArray<Problem> => {
  const at = values.findIndex((v) => !Number.isFinite(v) && !(mayBeMissing && Number.isNaN(v)))
  return at < 0
    ? []
    : [
        problem(
          `${source}, ${placeIn(shape, at)}, array '${name}'`,
          `expected a finite float32, found ${values[at]}`,
          'a value is missing or beyond 3.4e38, and every loss and gradient would be NaN',
          'fill it in, or leave the row out'
        )
      ]
}

const isEmpty = (source: string, name: string, { shape }: NamedArray): ReadonlyArray<Problem> =>
  shape.includes(0)
    ? [
        problem(
          `${source}, array '${name}'`,
          `expected values, found the shape [${shape.join(', ')}]`,
          'there is nothing to learn from',
          'name a file with rows'
        )
      ]
    : []

/** The wanted arrays of those there are, all of whose values must be finite. */
export const selected =
  (source: string, arrays: ReadonlyMap<string, NamedArray>) =>
  (wanted: Wanted): E.Either<Problems, NamedTable> => {
    const problems = [...wanted].flatMap(([name, kind]) => {
      const found = arrays.get(name)
      return found === undefined
        ? [
            problem(
              source,
              `there is no array '${name}'`,
              'arrays are found by their names',
              didYouMean(name, [...arrays.keys()])
            )
          ]
        : [
            ...isEmpty(source, name, found),
            ...notFinite(source, name, found, kind?.mayBeMissing === true)
          ].slice(0, 1)
    })
    return isNonEmpty(problems)
      ? E.left(problems)
      : E.right({ source, arrays: new Map([...arrays].filter(([name]) => wanted.has(name))) })
  }

/** A table of arrays that are in memory. */
export const tableOf = (source: string, arrays: ReadonlyMap<string, NamedArray>): OpenTable => ({
  source,
  columns: [...arrays].map(([name, { shape }]) => ({ name, shape: shape.slice(1) })),
  read: (wanted) => TE.fromEither(selected(source, arrays)(wanted))
})

/** A table from the bytes of a file, gzipped or not; `lengthOf` as gunzipping asks for it. */
export const openWhole =
  (
    read: (
      path: string
    ) => (bytes: Uint8Array) => E.Either<Problem, ReadonlyMap<string, NamedArray>>,
    lengthOf?: Unpacking['lengthOf']
  ) =>
  (files: FileSystem, path: string): TaskEither<Problem, OpenTable> =>
    pipe(
      files.read(path),
      TE.chain(gunzipped(path, lengthOf === undefined ? {} : { lengthOf })),
      TE.chainEitherK(read(path)),
      TE.map((arrays) => tableOf(path, arrays))
    )
