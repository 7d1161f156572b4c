/**
 * New rows from tables: the columns of the slots that a prediction reads. Observed columns may be
 * absent; where they are there they are not used, and that is said.
 *
 * Errors: those of the files and of binding, among them categories that the model was not trained
 * on; a model that has no new rows.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { deriveAncestral } from '../compile/index.ts'
import { type Disagreement, disagreements } from '../data/binding/AxisSizes.ts'
import { bindTables, openTables } from '../data/binding/BindFiles.ts'
import { findColumns } from '../data/binding/FindColumns.ts'
import { type ColumnBindings, parseBindings } from '../data/binding/BindText.ts'
import type { Labels } from '../data/binding/ColumnKinds.ts'
import type { OpenTable } from '../data/tables/NamedTable.ts'
import { hasNewRows, type NewRows, predictionScope } from '../inference/index.ts'
import { problem, type Problem, type Problems } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import type { FileSystem } from '../storage/FileSystem.ts'
import type { CompiledModel } from './CompileModel.ts'

/** - `bind` as in training, or as given anew; - `trained` the labels of the training */
export interface NewTables {
  readonly paths: ReadonlyArray<string>
  readonly bind: ReadonlyArray<string>
  readonly trained: Labels | undefined
}

/** `notUsed` as `new.csv: y, note`. */
export interface ReadRows extends NewRows {
  readonly notUsed: ReadonlyArray<string>
}

/** The model as far as it is bound to new rows. */
const newSlots = ({ program, graph }: CompiledModel): Variational => {
  const { data, plates } = predictionScope({ program, sites: deriveAncestral(graph) })
  return {
    ...program,
    data: data.filter(({ axes }) => axes.some((a) => plates.includes(a))),
    observed: [],
    predictions: []
  }
}

/** A training binds observed columns too, and axes of other tables: they are left out here. */
const wanted = (
  bindings: ColumnBindings,
  { program }: CompiledModel,
  { data, axes }: Variational
): ColumnBindings => {
  const known = [...program.data, ...program.observed, ...program.axes].map((s) => s.name)
  const rows = axes.filter(({ name }) => data.some((slot) => slot.axes[0] === name))
  const here = [...data, ...rows].map((s) => s.name)
  return new Map([...bindings].filter(([name]) => here.includes(name) || !known.includes(name)))
}

/**
 * Of tables that hold all that the training had, those with what a prediction reads: where pupils
 * and schools both have a column `school`, the other columns say which file is of the pupils.
 */
const tablesRead = (
  tables: ReadonlyArray<OpenTable>,
  bindings: ColumnBindings,
  { program }: CompiledModel,
  { data }: Variational
): ReadonlyArray<OpenTable> =>
  pipe(
    findColumns(program, tables, bindings),
    E.match(
      () => tables,
      ({ slots }) =>
        tables.filter((_, i) =>
          slots.some(({ slot, table }) => table === i && data.some((s) => s.name === slot.name))
        )
    ),
    (read) => (read.length === 0 ? tables : read)
  )

const unread = (
  tables: ReadonlyArray<OpenTable>,
  read: ReadonlyArray<OpenTable>
): ReadonlyArray<string> =>
  tables.flatMap((table) =>
    read.includes(table)
      ? []
      : [`${table.source}: ${table.columns.map(({ name }) => name).join(', ')}`]
  )

/** How many rows the first table has, by its first column. */
const countRows = ([table]: ReadonlyArray<OpenTable>): TaskEither<Problems, number> => {
  const [column] = table?.columns ?? []
  return table === undefined || column === undefined
    ? TE.right(0)
    : pipe(
        table.read(new Map([[column.name, undefined]])),
        TE.map(({ arrays }) => arrays.get(column.name)?.shape[0] ?? 0)
      )
}

const otherSize = ({ axis, words, inModel }: Disagreement): Problem =>
  problem(
    axis,
    `${axis} had ${inModel} in the training, and the new data have ${words}`,
    'what was learnt is for each of them',
    `give the ${inModel} that it was trained on`
  )

/** What the files say of the new rows of a model. */
export const readNewRows =
  (files: FileSystem, { paths, bind, trained }: NewTables) =>
  (model: CompiledModel): TaskEither<Problems, ReadRows> => {
    const reading = newSlots(model)
    return pipe(
      E.Do,
      E.apS('possible', hasNewRows(model.program)),
      E.apS('bindings', parseBindings(bind)),
      TE.fromEither,
      TE.bind('tables', () => openTables(files, paths)),
      TE.let('read', ({ tables, bindings }) => tablesRead(tables, bindings, model, reading)),
      TE.bind('bound', ({ read, bindings }) =>
        bindTables(read, wanted(bindings, model, reading), trained)(reading)
      ),
      TE.bind('rows', ({ tables }) =>
        reading.data.length > 0 ? TE.right(undefined) : countRows(tables)
      ),
      TE.chainEitherK(({ bound, rows, tables, read }) => {
        const differing = disagreements(reading, bound.sizes).map(otherSize)
        return isNonEmpty(differing)
          ? E.left(differing)
          : E.right({
              data: bound.data,
              rows,
              notUsed: [...bound.found.leftOver, ...unread(tables, read)]
            })
      })
    )
  }
