/**
 * `farrier replicate`: the data of a run, drawn again.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { posteriorQuestion } from '../../library/PosteriorQuestion.ts'
import { replicateOn, replicationOf } from '../../library/checking/ReplicateData.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { readByCheck } from '../../library/TrainingDataRead.ts'
import { replicatedChart } from '../../report/charts/ReplicatedChart.ts'
import { replicatedJson, showReplicated } from '../../report/ReplicatedText.ts'
import { type Command, fromMany, onExecutor, type Report } from '../Command.ts'
import { engineTable } from '../options/EngineOptions.ts'
import { type Chosen, decodeOptions, onOff, perhapsText } from '../options/OptionTable.ts'
import { posteriorRows } from '../options/PosteriorRows.ts'
import { writingAlone } from '../Locks.ts'
import { posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'
import { nameOfModel, writeChart } from '../pictures/WriteChart.ts'

export const replicateTable = {
  prior: onOff('latents from their priors, not from what was learnt'),
  out: perhapsText('<FILE>', 'a picture, .svg; or .json: its Vega-Lite specification'),
  draws: posteriorRows.draws,
  seed: posteriorRows.seed,
  changedModel: changedModelRow,
  ...engineTable
}

const replicateAs = (folder: string, options: Chosen<typeof replicateTable>): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('run', () => posteriorOfRun(folder, options, readByCheck)),
    RTE.bind('task', ({ run: { record, learnt, model } }) =>
      fromMany(
        pipe(
          posteriorQuestion({ draws: options.draws, seed: options.seed }, seedOf(record)),
          E.chain((question) =>
            replicationOf(learnt, model.graph, {
              ...question,
              from: options.prior ? 'prior' : 'posterior'
            })
          )
        )
      )
    ),
    RTE.bind('replicated', ({ task }) => onExecutor(options, replicateOn(task))),
    RTE.tap(({ run: { record }, replicated: { statistics } }) =>
      options.out === undefined
        ? RTE.right(undefined)
        : writeChart(
            'farrier replicate --out',
            options.out,
            replicatedChart(
              `The data of ${nameOfModel(record.model.path)}, drawn again`,
              [options.prior ? 'from the priors' : 'from what was learnt'],
              statistics
            )
          )
    ),
    RTE.map(({ run: { names }, replicated }) => ({
      text: showReplicated(replicated, names),
      json: replicatedJson(replicated, names)
    }))
  )

export const replicateCommand = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier replicate', replicateTable)(given)),
    RTE.chain((options) =>
      options.out === undefined
        ? replicateAs(folder, options)
        : writingAlone(options.out)(replicateAs(folder, options))
    )
  )
