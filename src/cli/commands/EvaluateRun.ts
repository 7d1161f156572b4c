/**
 * A run tested on test data: plug-in at the posterior means, and posterior predictive.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { loadPosterior, type StoredPosterior } from '../../storage/run/RunFolder.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Executor } from '../../runtime/index.ts'
import {
  drawKey,
  type Draws,
  type Evaluation,
  means,
  openEvaluator,
  openPosterior,
  plugIn,
  standardSettings,
  withPointMasses
} from '../../inference/index.ts'
import { attempt, type Capabilities, type Command, type Engine, type Report } from '../Command.ts'
import {
  type DataChoice,
  type Range,
  showTested,
  showTrainedOn,
  trainedOn
} from '../options/DataSource.ts'
import { showEvaluation } from '../../report/EpochText.ts'
import { type ModelRun, modelOfRun, withData } from '../ModelRun.ts'

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

interface Answers {
  readonly plugIn: ReadonlyArray<Evaluation>
  readonly predictive: ReadonlyArray<Evaluation>
}

const evaluate = <B>(
  executor: Executor<B>,
  { model: { program }, bound }: ModelRun,
  posterior: StoredPosterior,
  seed: number,
  draws: number
): TaskEither<Problem, Answers> => {
  const evaluator = openEvaluator(executor, program, standardSettings.chunk)
  return pipe(
    TE.fromEither(openPosterior(executor, program, bound.train.sizes)),
    TE.chain((opened) => {
      const drawn: Draws = {
        count: draws,
        draw: (i) =>
          opened.draw(posterior.parameters, drawKey(seed, i)).then(withPointMasses(posterior.sites))
      }
      return pipe(
        TE.Do,
        TE.bind(
          'plugIn',
          () => (): Promise<E.Either<Problem, ReadonlyArray<Evaluation>>> =>
            evaluator.evaluate(bound.test, plugIn(means(posterior.sites)))
        ),
        TE.bind(
          'predictive',
          () => (): Promise<E.Either<Problem, ReadonlyArray<Evaluation>>> =>
            draws === 0 ? Promise.resolve(E.right([])) : evaluator.evaluate(bound.test, drawn)
        ),
        (task) => () => task().finally(opened.dispose)
      )
    }),
    (task) => () => task().finally(evaluator.dispose)
  )
}

const choiceOf = ({ data, range, holdOut }: RunQuestion, trained: DataChoice): DataChoice => ({
  name: data ?? trained.name,
  range: range ?? trained.range,
  holdOut: holdOut ?? (data === undefined ? trained.holdOut : 0)
})

/** Test error, negative log-likelihood and calibration of a run. */
export const evaluateRun = (q: RunQuestion): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('run', () => modelOfRun(q.folder)),
    RTE.bind('posterior', () => attempt(({ files }) => loadPosterior(files, q.folder))),
    RTE.bind('model', ({ run: { record, model } }) => withData(choiceOf(q, record.data))(model)),
    RTE.bind(
      'answers',
      ({ run: { record }, posterior, model }): Command<Answers> =>
        (c: Capabilities) =>
          c.withExecutor(q.engine, <B>(executor: Executor<B>) =>
            pipe(
              evaluate(executor, model, posterior, seedOf(record.training), q.draws),
              TE.mapLeft(of)
            )
          )
    ),
    RTE.let('seen', ({ run: { record }, model }) => trainedOn(record.data, model.set)),
    RTE.map(({ run: { record }, model, answers, seen }) => ({
      text: [
        `run ${q.folder}, epoch ${record.epoch}, seed ${seedOf(record.training)}, on ${showTested(model.set)}`,
        ...showTrainedOn(seen),
        ...answers.plugIn.map((e) => `plug-in at the posterior means: ${showEvaluation(e)}`),
        ...answers.predictive.map(
          (e) => `posterior predictive, ${q.draws} draws: ${showEvaluation(e)}`
        )
      ].join('\n'),
      json: {
        run: q.folder,
        data: model.set.name,
        heldOut: model.set.heldOut,
        trainedOn: seen,
        epoch: record.epoch,
        seed: seedOf(record.training),
        backend: q.engine.backend,
        ...answers
      }
    }))
  )

const seedOf = (training: Readonly<Record<string, unknown>>): number =>
  typeof training['seed'] === 'number' ? training['seed'] : 0
