/**
 * `farrier export`: a pressed network as a file of another format.
 *
 * @since 0.2.0
 */
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { keys } from 'fp-ts/lib/ReadonlyRecord.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { choice } from '../../dsl/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import {
  type ExportFormat,
  exportFormats,
  exportNetwork
} from '../../library/emit/ExportNetwork.ts'
import { grouped } from '../../report/Numbers.ts'
import { attempt, type Command, fromMany, type Report } from '../Command.ts'
import { writingAlone } from '../Locks.ts'
import { type Chosen, decodeOptions, perhaps, text } from '../options/OptionTable.ts'
import { budgetRow, loadNet } from '../evaluate/EvaluateNet.ts'

const formats = keys(exportFormats)

export const exportTable = {
  to: perhaps(
    '<onnx|tfjs|safetensors|csv>',
    choice(
      ['onnx', 'tfjs', 'safetensors', 'csv'],
      'onnx',
      'the format; it is needed. onnx, tfjs: what is computed, with the weights; safetensors, csv: ' +
        'the tensors alone'
    )
  ),
  out: text('<FILE|DIR>', 'a file for onnx and safetensors; a folder for tfjs and csv'),
  budget: budgetRow
}

type ExportOptions = Chosen<typeof exportTable>

const formatOf = ({ to }: ExportOptions): E.Either<Problems, ExportFormat> =>
  to === undefined
    ? E.left(
        of(
          problem(
            'farrier export --to',
            'this option is needed',
            'there are several formats to write the network in',
            formats.map((f) => `--to ${f}`).join(' or ')
          )
        )
      )
    : E.right(to)

const written = (path: string, format: ExportFormat, { out, budget }: ExportOptions) =>
  pipe(
    loadNet(path, budget),
    RTE.chain(({ artifact }) => fromMany(exportNetwork(format, artifact))),
    RTE.tap((files) =>
      attempt((c) =>
        pipe(
          files,
          TE.traverseSeqArray(({ name, bytes }) =>
            c.files.writeWhole(name === '' ? out : join(out, name), bytes)
          )
        )
      )
    ),
    RTE.map((files): Report => {
      const bytes = files.reduce((n, f) => n + f.bytes.length, 0)
      const { name } = exportFormats[format]
      const paths = files.map((f) => (f.name === '' ? out : join(out, f.name)))
      return {
        text: `${name}: ${paths.join(', ')} (${grouped(bytes)} bytes)`,
        json: { to: format, files: paths, bytes }
      }
    })
  )

const exportAs = (path: string, format: ExportFormat, o: ExportOptions): Command<Report> =>
  exportFormats[format].isFolder
    ? pipe(
        attempt(({ files }) => files.makeFolder(o.out)),
        RTE.chain(() => writingAlone(join(o.out, 'export'))(written(path, format, o)))
      )
    : writingAlone(o.out)(written(path, format, o))

export const exportCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier export', exportTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('format', ({ options }) => fromMany(formatOf(options))),
    RTE.chain(({ options, format }) => exportAs(path, format, options))
  )
