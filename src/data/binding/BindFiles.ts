/**
 * From files of data to arrays for the slots of a model: columns found, read and laid out.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problems } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import type { OpenTable } from '../tables/NamedTable.ts'
import { openTable } from '../tables/OpenTable.ts'
import { disagreementProblem, disagreements } from './AxisSizes.ts'
import { type ColumnBindings, parseBindings } from './BindText.ts'
import { columnKinds, type Labels } from './ColumnKinds.ts'
import { type FilledSlots, fillSlots } from './FillSlots.ts'
import { findColumns, type FoundColumns } from './FindColumns.ts'

// model

/** - `found` where everything came from; the rest as `fillSlots` answers. */
export interface BoundTables extends FilledSlots {
  readonly found: FoundColumns
}

// destructors

/** Every file, with its columns known. */
export const openTables = (
  files: FileSystem,
  paths: ReadonlyArray<string>
): TaskEither<Problems, ReadonlyArray<OpenTable>> =>
  pipe(
    paths,
    TE.traverseSeqArray((path) => openTable(files, path)),
    TE.mapLeft((p): Problems => of(p))
  )

/**
 * Reads the columns that a model wants. Sizes are those of the data: compare them with the model's
 * by `disagreements`. `trained`: the labels of a run, to which new data must keep.
 */
export const bindTables =
  (tables: ReadonlyArray<OpenTable>, bindings: ColumnBindings, trained?: Labels) =>
  (program: Variational): TaskEither<Problems, BoundTables> =>
    pipe(
      TE.fromEither(findColumns(program, tables, bindings)),
      TE.chain((found) => {
        const kinds = columnKinds(found, tables.length, trained)
        return pipe(
          tables,
          TE.traverseSeqArrayWithIndex((i, table) => table.read(kinds[i] ?? new Map())),
          TE.chainEitherK((read) => fillSlots(found, read)),
          TE.map((filled) => ({ ...filled, found }))
        )
      })
    )

/** - `bind` as on the command line: `x=age,weight`, `x=measure_*`, `y=outcome`. */
export interface BindOptions {
  readonly bind?: ReadonlyArray<string>
  readonly trained?: Labels
}

/**
 * Arrays for a compiled model from files, by the names of their columns.
 *
 * Errors: those of the files; slots without columns; sizes that the model has otherwise.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { bindFiles, compileModel, data, type FileSystem, mul, nodeFileSystem, normal, observe } from 'farrier'
 * import { plate, program, sample } from 'farrier'
 *
 * const people = plate('people')
 * const model = pipe(
 *   program,
 *   data('age', [people]),
 *   sample('w', normal(0, 1)),
 *   observe('y', ({ age, w }) => normal(pipe(age, mul(w)), 1))
 * )
 * // a file system with one file; `nodeFileSystem` has those of the disk
 * const files: FileSystem = {
 *   ...nodeFileSystem,
 *   async *chunks() {
 *     yield { _tag: 'Right', right: new TextEncoder().encode('years,y\n31,1.5\n47,2\n') }
 *   }
 * }
 * const compiled = compileModel()(model)
 * assert(compiled._tag === 'Right')
 * const bound = await bindFiles(files, ['people.csv'], { bind: ['age=years'] })(compiled.right.program)()
 * assert(bound._tag === 'Right')
 * assert.deepEqual(bound.right.data.get('age')?.values, Float32Array.of(31, 47))
 */
export const bindFiles =
  (files: FileSystem, paths: ReadonlyArray<string>, { bind = [], trained }: BindOptions = {}) =>
  (program: Variational): TaskEither<Problems, BoundTables> =>
    pipe(
      TE.fromEither(parseBindings(bind)),
      TE.bindTo('bindings'),
      TE.bind('tables', () => openTables(files, paths)),
      TE.chain(({ bindings, tables }) => bindTables(tables, bindings, trained)(program)),
      TE.chainEitherK((bound) => {
        const problems = disagreements(program, bound.sizes).map(disagreementProblem([]))
        return isNonEmpty(problems) ? E.left(problems) : E.right(bound)
      })
    )
