/**
 * A run tested on test data: plug-in at the posterior means, and posterior predictive.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { evaluatePosteriorOn } from '../../library/EvaluateModel.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { type Command, type Engine, onExecutor, type Report } from '../Command.ts'
import {
  type DataChoice,
  type Range,
  showTested,
  showTrainedOn,
  trainedOn
} from '../options/DataSource.ts'
import { showPosteriorEvaluation } from '../../report/EpochText.ts'
import { learntRun, modelOfRun } from '../ModelRun.ts'

/**
 * What is asked: `draws` 0 leaves the posterior predictive out; `data` undefined is that of the
 * run, and then so is `holdOut`. Of data that are named the test files are meant unless `holdOut`
 * is given.
 */
export interface RunQuestion {
  readonly folder: string
  readonly data: string | undefined
  readonly range: Range | undefined
  readonly holdOut: number | undefined
  readonly engine: Engine
  readonly draws: number
}

const choiceOf = ({ data, range, holdOut }: RunQuestion, trained: DataChoice): DataChoice => ({
  name: data ?? trained.name,
  range: range ?? trained.range,
  holdOut: holdOut ?? (data === undefined ? trained.holdOut : 0)
})

/** Test error, negative log-likelihood and calibration of a run. */
export const evaluateRun = (q: RunQuestion): Command<Report> =>
  pipe(
    modelOfRun(q.folder),
    RTE.bindTo('opened'),
    RTE.bind('run', ({ opened }) => learntRun(q.folder, opened, choiceOf(q, opened.record.data))),
    RTE.let('seed', ({ opened }) => seedOf(opened.record)),
    RTE.bind('answers', ({ run: { learnt, bound }, seed }) =>
      onExecutor(q.engine, evaluatePosteriorOn(learnt, bound.test, { draws: q.draws, seed }))
    ),
    RTE.map(({ opened: { record }, run: { set }, seed, answers }) => {
      const seen = trainedOn(record.data, set)
      return {
        text: [
          `run ${q.folder}, epoch ${record.epoch}, seed ${seed}, on ${showTested(set)}`,
          ...showTrainedOn(seen),
          ...showPosteriorEvaluation(answers, q.draws)
        ].join('\n'),
        json: {
          run: q.folder,
          data: set.name,
          heldOut: set.heldOut,
          trainedOn: seen,
          epoch: record.epoch,
          seed,
          backend: q.engine.backend,
          ...answers
        }
      }
    })
  )
