/**
 * `farrier eval`: a pressed network, or the posterior of a run, on the test part of a data set.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { inRun } from '../../storage/run/RunFolder.ts'
import { positiveInteger } from '../../dsl/index.ts'
import { attempt, type Command, fromMany, type Report } from '../Command.ts'
import { bindRow, holdOutRow } from '../options/DataSource.ts'
import { engineTable } from '../options/EngineOptions.ts'
import { changedModelRow } from '../TrainedModel.ts'
import { budgetRow, evaluateNet } from '../evaluate/EvaluateNet.ts'
import { evaluateRun } from '../evaluate/EvaluateRun.ts'
import { decodeOptions, manyTexts, perhaps, perhapsText } from '../options/OptionTable.ts'
import { parseRange } from '../options/DataChoice.ts'

export const evaluateTable = {
  data: manyTexts(
    '<FILE|DIR|mnist>',
    'the data: tables, mnist, or a folder of images; of a run, its own unless said; may be repeated for tables'
  ),
  bind: bindRow,
  range: perhapsText(
    '<LOW..HIGH>',
    'what bytes 0 and 255 become; that of the training unless said'
  ),
  holdOut: holdOutRow,
  draws: perhaps('<N>', positiveInteger(10, 'of a run: draws of the posterior predictive as well')),
  budget: budgetRow,
  changedModel: changedModelRow,
  ...engineTable
}

/** A folder with the record of a run is a run; anything else is read as a pressed network. */
export const evaluateCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('options', () => fromMany(decodeOptions('farrier eval', evaluateTable)(given))),
    RTE.bind('range', ({ options }) =>
      fromMany(options.range === undefined ? E.right(undefined) : parseRange(options.range))
    ),
    RTE.bind('isRun', () => attempt(({ files }) => files.exists(inRun(path, 'record')))),
    RTE.chain(
      ({
        options: { data, bind, holdOut, draws, budget, backend, threads, changedModel },
        range,
        isRun
      }) =>
        isRun
          ? evaluateRun({
              folder: path,
              data,
              bind,
              range,
              holdOut,
              engine: { backend, threads },
              draws: draws ?? 0,
              changedModel
            })
          : evaluateNet({ path, data, bind, range, holdOut, engine: { backend, threads }, budget })
    )
  )
