/**
 * `farrier lint`: what a model may mean and its author probably did not.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
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

const beside =
  (path: string, chosen: Readonly<Record<string, string>>, options: Partial<CompileOptions>) =>
  (choice: DataChoice): Command<WithData> =>
    pipe(
      settledRun(path, chosen, options)(choice),
      RTE.map(({ run: { model, bound }, leftOver }) => ({
        model,
        given: { data: bound.train.data, leftOver }
      }))
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
