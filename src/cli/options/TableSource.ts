/**
 * Tables that `--data` and `--bind` choose, bound to a model: read, compared with its sizes, their
 * last rows held out.
 *
 * @since 0.2.0
 */
import { basename } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { disagreementProblem, disagreements } from '../../data/binding/AxisSizes.ts'
import { bindTables, type BoundTables, openTables } from '../../data/binding/BindFiles.ts'
import { type ColumnBindings, parseBindings } from '../../data/binding/BindText.ts'
import { findColumns } from '../../data/binding/FindColumns.ts'
import { holdOutRows } from '../../data/binding/HoldOut.ts'
import type { OpenTable } from '../../data/tables/NamedTable.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { bindData } from '../../inference/index.ts'
import { perhapsObserved } from '../../library/sampling/SamplePrior.ts'
import { md5OfChunks } from '../../storage/Checksum.ts'
import type { TableData } from '../../storage/run/RunRecord.ts'
import type { Command } from '../Command.ts'
import type { BoundSet } from './BindDataSet.ts'
import { keptLabels, type TableChoice } from './DataChoice.ts'

// model

/** What was read, and the record of it. */
export interface ReadTables {
  readonly bound: BoundTables
  readonly data: TableData
}

// combinators

const refuse = (...parts: Parameters<typeof problem>): E.Either<Problems, never> =>
  E.left(of(problem(...parts)))

/** The plate of the observations, whose rows can be held out. */
export const rowPlate = ({ axes, observed }: Variational): string | undefined =>
  axes.find(({ name, size }) => size === 'data' && observed.some((o) => o.axes.includes(name)))
    ?.name

/** Does each row of the plate have latent sites of its own? */
export const hasOwnLatents = ({ parameters }: Variational, plate: string | undefined): boolean =>
  plate !== undefined && parameters.some((p) => p.axes.includes(plate))

const names = (paths: ReadonlyArray<string>): string =>
  paths.map((path) => basename(path)).join(', ')

/** `people.csv, schools.csv`. */
export const tableNames = ({ files }: TableData): string => names(files.map(({ path }) => path))

/** What is tested on, in words. */
export const showTables = (data: TableData): string =>
  data.holdOut > 0 ? `the last ${data.holdOut} rows of ${tableNames(data)}` : tableNames(data)

const heldOut = (
  program: Variational,
  { paths, holdOut }: TableChoice,
  { data }: BoundTables
): E.Either<Problems, BoundSet> => {
  const plate = rowPlate(program)
  const rows = [...data.values()].find(({ axes }) => plate !== undefined && axes[0] === plate)
  const total = rows?.sizes[0] ?? 0
  if (plate === undefined)
    return refuse(
      '--hold-out',
      'the observations of this model are over axes of fixed sizes',
      'only rows of a plate can be left out of the training',
      'leave --hold-out out'
    )
  if (hasOwnLatents(program, plate))
    return refuse(
      '--hold-out',
      `each member of ${plate} has latent sites of its own`,
      'what is held out has taught nothing about its own',
      'leave --hold-out out'
    )
  if (holdOut >= total)
    return refuse(
      '--hold-out',
      `expected to hold out from 1 to ${total - 1} of the ${total} rows of ${names(paths)}, found ${holdOut}`,
      'what is held out is tested on, and the rest is trained on',
      'hold out fewer'
    )
  const parts = holdOutRows(data, plate, holdOut)
  return pipe(
    E.Do,
    E.bind('train', () => bindData(program, parts.train)),
    E.bind('test', () => bindData(program, parts.test)),
    E.map((both) => ({ ...both, plate }))
  )
}

// constructors

/** Must observed columns be there? Draws of the priors do without. */
export type ObservedColumns = 'needed' | 'perhaps'

/** The program, or where only its observed columns are missing the program without them. */
const readable = (
  program: Variational,
  tables: ReadonlyArray<OpenTable>,
  bindings: ColumnBindings,
  observed: ObservedColumns
): Variational => {
  const without = perhapsObserved(program, () => false)
  return observed === 'perhaps' &&
    E.isLeft(findColumns(program, tables, bindings)) &&
    E.isRight(findColumns(without, tables, bindings))
    ? without
    : program
}

/** Columns found and read for a program; its sizes are not compared yet. */
export const readTables =
  (choice: TableChoice, observed: ObservedColumns = 'needed') =>
  (program: Variational): Command<ReadTables> =>
  ({ files }) =>
    pipe(
      TE.fromEither(parseBindings(choice.bind)),
      TE.bindTo('bindings'),
      TE.bind('tables', () => openTables(files, choice.paths)),
      TE.bind('bound', ({ tables, bindings }) =>
        bindTables(tables, bindings, choice.trained)(readable(program, tables, bindings, observed))
      ),
      TE.bind('sums', () =>
        pipe(
          choice.paths,
          TE.traverseSeqArray((path) => () => md5OfChunks(files.chunks(path))),
          TE.mapLeft((p): Problems => of(p))
        )
      ),
      TE.map(({ bound, sums }) => ({
        bound,
        data: {
          kind: 'tables',
          files: choice.paths.map((path, i) => ({ path, md5: sums[i] ?? '' })),
          bind: choice.bind,
          holdOut: choice.holdOut,
          labels: keptLabels(choice.trained ?? bound)
        }
      }))
    )

/**
 * Both parts of what was read; `options` are the names of those of the model. Errors: sizes that
 * differ; rows that cannot be held out; those of `bindData`.
 */
export const boundTableSet = (
  program: Variational,
  choice: TableChoice,
  { bound }: ReadTables,
  options: ReadonlyArray<string>
): E.Either<Problems, BoundSet> => {
  const differing = disagreements(program, bound.sizes).map(disagreementProblem(options))
  return isNonEmpty(differing)
    ? E.left(differing)
    : choice.holdOut > 0
      ? heldOut(program, choice, bound)
      : pipe(
          bindData(program, bound.data),
          E.map((train) => ({ plate: rowPlate(program), train, test: undefined }))
        )
}
