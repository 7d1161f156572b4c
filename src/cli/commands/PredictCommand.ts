/**
 * `farrier predict`: posterior predictive draws of new rows, or of the model's own cells.
 *
 * @since 0.2.0
 */
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { positiveInteger } from '../../dsl/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import { readNewRows, type ReadRows } from '../../library/NewTables.ts'
import type { PosteriorNames } from '../../library/PosteriorNames.ts'
import { posteriorQuestion } from '../../library/PosteriorQuestion.ts'
import { bindNewRows, predictOn, type Predictions } from '../../library/PredictRows.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { readByPrediction } from '../../library/TrainingDataRead.ts'
import {
  predictionsCsv,
  predictionsJson,
  showPredicted,
  showPredictions
} from '../../report/PredictionText.ts'
import { attempt, type Command, fromMany, onExecutor, type Report, say } from '../Command.ts'
import { labelsIn } from '../options/DataChoice.ts'
import { bindRow } from '../options/DataSource.ts'
import { engineTable } from '../options/EngineOptions.ts'
import {
  type Chosen,
  decodeOptions,
  manyTexts,
  perhapsText,
  value
} from '../options/OptionTable.ts'
import { posteriorRows } from '../options/PosteriorRows.ts'
import { writingAlone } from '../Locks.ts'
import { type PosteriorOfRun, posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'

export const predictTable = {
  data: manyTexts(
    '<FILE>',
    'tables with the new rows; left out where the model predicts its own cells; may be repeated'
  ),
  bind: bindRow,
  out: perhapsText('<FILE>', 'the predictions as comma-separated values; printed unless said'),
  ...posteriorRows,
  rows: value('<N>', positiveInteger(20, 'without --out: at most so many rows are printed')),
  changedModel: changedModelRow,
  ...engineTable
}

/** The new rows, bound as those of the training were unless it is said otherwise. */
const newRows = (
  paths: ReadonlyArray<string>,
  bind: ReadonlyArray<string>,
  { model, record: { data } }: PosteriorOfRun
): Command<ReadRows | undefined> => {
  if (paths.length === 0) return RTE.right(undefined)
  const before = data.kind === 'tables' ? data : undefined
  const tables = {
    paths,
    bind: bind.length > 0 ? bind : (before?.bind ?? []),
    trained: before === undefined ? undefined : labelsIn(before.labels)
  }
  return ({ files }) => readNewRows(files, tables)(model)
}

/** Errors: the predictions would replace the rows that they are of. */
const besides = (out: string | undefined, data: ReadonlyArray<string>): E.Either<Problems, void> =>
  out === undefined || !data.some((path) => resolve(path) === resolve(out))
    ? E.right(undefined)
    : E.left(
        of(
          problem(
            'farrier predict --out',
            `expected another file than the new rows, found ${out}`,
            'the predictions would take the place of the rows',
            '--out predictions.csv'
          )
        )
      )

const written = (path: string, predictions: Predictions, names: PosteriorNames): Command<Report> =>
  pipe(
    attempt(({ files }) =>
      files.writeWhole(path, new TextEncoder().encode(predictionsCsv(predictions, names)))
    ),
    RTE.map(() => ({
      text: showPredicted(predictions, path),
      json: {
        out: path,
        ...predictions.question,
        fromPrior: predictions.fromPrior,
        sites: predictions.sites.map((s) => s.site)
      }
    }))
  )

const predictAs = (folder: string, options: Chosen<typeof predictTable>): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('run', () => posteriorOfRun(folder, options, readByPrediction)),
    RTE.bind('question', ({ run: { record } }) =>
      fromMany(posteriorQuestion(options, seedOf(record)))
    ),
    RTE.bind('rows', ({ run }) => newRows(options.data, options.bind, run)),
    RTE.tap(({ rows }) =>
      rows === undefined || rows.notUsed.length === 0
        ? RTE.right(undefined)
        : say(rows.notUsed.map((left) => `not used: ${left}`).join('\n'))
    ),
    RTE.bind('task', ({ run: { learnt, model }, rows }) =>
      fromMany(bindNewRows(learnt, model.graph, rows))
    ),
    RTE.bind('predictions', ({ run: { learnt }, task, question }) =>
      onExecutor(options, predictOn(learnt, task, question))
    ),
    RTE.chain(({ run: { names }, predictions }) =>
      options.out === undefined
        ? RTE.right({
            text: showPredictions(predictions, names, options.rows),
            json: predictionsJson(predictions, names)
          })
        : written(options.out, predictions, names)
    )
  )

export const predictCommand = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier predict', predictTable)(given)),
    RTE.tap(({ out, data }) => fromMany(besides(out, data))),
    RTE.chain((options) =>
      options.out === undefined
        ? predictAs(folder, options)
        : writingAlone(options.out)(predictAs(folder, options))
    )
  )
