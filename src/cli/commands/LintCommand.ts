/**
 * `farrier lint`: what a model may mean and its author probably did not.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { showWarnings, warningsJson } from '../../report/derivation/WarningText.ts'
import { type Command, fromMany, type Report } from '../Command.ts'
import { compileFile } from '../ModelRun.ts'
import { warningsIn } from '../ModelWarnings.ts'
import { compileOptionsOf, compileTable } from '../options/CompileTable.ts'
import { assignments, decodeOptions, manyTexts } from '../options/OptionTable.ts'

export const lintTable = {
  set: manyTexts('<name=value>', 'an option of the model; may be repeated'),
  ...compileTable
}

export const lintCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier lint', lintTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('chosen', ({ options }) => fromMany(assignments('--set', options.set))),
    RTE.bind('model', ({ options, chosen }) =>
      compileFile(path, chosen, compileOptionsOf(options))
    ),
    RTE.chain(({ model }) => warningsIn(path, model)),
    RTE.map((found) => ({
      text: showWarnings(found),
      json: warningsJson(found),
      warned: found.warnings.length > 0
    }))
  )
