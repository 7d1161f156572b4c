/**
 * `farrier lint`: what a model may mean and its author probably did not.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { openTables } from '../../data/binding/BindFiles.ts'
import { parseBindings } from '../../data/binding/BindText.ts'
import { findColumns } from '../../data/binding/FindColumns.ts'
import type { CompileOptions } from '../../compile/index.ts'
import type { CompiledModel } from '../../library/CompileModel.ts'
import type { GivenData } from '../../lint/index.ts'
import { showWarnings, warningsJson } from '../../report/derivation/WarningText.ts'
import { type Command, fromMany, type Report } from '../Command.ts'
import { compileFile, settledRun } from '../ModelRun.ts'
import { warningsIn } from '../ModelWarnings.ts'
import { compileOptionsOf, compileTable } from '../options/CompileTable.ts'
import { type DataChoice, dataChoice } from '../options/DataChoice.ts'
import { bindRow } from '../options/DataSource.ts'
import { assignments, type Chosen, decodeOptions, manyTexts } from '../options/OptionTable.ts'

export const lintTable = {
  set: manyTexts('<name=value>', 'an option of the model; may be repeated'),
  data: manyTexts(
    '<FILE|DIR|mnist>',
    'data that it is to be fitted to: what only they show is found too; may be repeated for tables'
  ),
  bind: bindRow,
  ...compileTable
}

interface WithData {
  readonly model: CompiledModel
  readonly given?: GivenData
}

/** What the model has no place for in tables; images have nothing of the kind. */
const leftOver =
  (choice: DataChoice, { program }: CompiledModel): Command<ReadonlyArray<string>> =>
  ({ files }) =>
    choice.kind === 'images'
      ? TE.right([])
      : pipe(
          TE.fromEither(parseBindings(choice.bind)),
          TE.bindTo('bindings'),
          TE.bind('tables', () => openTables(files, choice.paths)),
          TE.chainEitherK(({ bindings, tables }) => findColumns(program, tables, bindings)),
          TE.map((found) => found.leftOver)
        )

const beside =
  (path: string, chosen: Readonly<Record<string, string>>, options: Partial<CompileOptions>) =>
  (choice: DataChoice): Command<WithData> =>
    pipe(
      settledRun(path, chosen, options)(choice),
      RTE.chain(({ run: { model, bound } }) =>
        pipe(
          leftOver(choice, model),
          RTE.map((names) => ({
            model,
            given: { data: bound.train.data, leftOver: names }
          }))
        )
      )
    )

const modelWith = (
  path: string,
  { data, bind, ...options }: Chosen<typeof lintTable>,
  chosen: Readonly<Record<string, string>>
): Command<WithData> =>
  data.length === 0
    ? pipe(
        compileFile(path, chosen, compileOptionsOf(options)),
        RTE.map((model): WithData => ({ model }))
      )
    : pipe(
        fromMany(dataChoice({ data, bind, range: [0, 1], holdOut: undefined })),
        RTE.chain(beside(path, chosen, compileOptionsOf(options)))
      )

export const lintCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier lint', lintTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('chosen', ({ options }) => fromMany(assignments('--set', options.set))),
    RTE.chain(({ options, chosen }) => modelWith(path, options, chosen)),
    RTE.chain((m) => warningsIn(path, m.model, m.given)),
    RTE.map((found) => ({
      text: showWarnings(found),
      json: warningsJson(found),
      warned: found.warnings.length > 0
    }))
  )
