/**
 * `farrier options`: what of a model can be set, by `--set name=value`.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { OptionDescription } from '../../dsl/index.ts'
import { columns } from '../../report/KernelText.ts'
import type { Command, Report } from '../Command.ts'
import { loadGraph, loadOptions } from '../ModelFile.ts'

const showOptions = (options: ReadonlyArray<OptionDescription>): string =>
  columns(
    [
      ['option', 'default', 'expects', 'what it is'],
      ...options.map((o) => [o.name, o.default, o.expects, o.description])
    ],
    new Set()
  ).join('\n')

/** Of a file whose model is sound under its defaults. */
export const optionsCommand = (path: string): Command<Report> =>
  pipe(
    loadGraph(path, {}),
    RTE.chain(() => loadOptions(path)),
    RTE.map((options) => ({
      text: options.length === 0 ? `${path} has no options` : showOptions(options),
      json: { model: path, options }
    }))
  )
