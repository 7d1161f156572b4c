/**
 * A run tested on test data: plug-in at the posterior means, and posterior predictive.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { problem, type Problems } from '../../ir/Problem.ts'
import { evaluatePosteriorOn } from '../../library/EvaluateModel.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { type Command, type Engine, fromMany, onExecutor, type Report } from '../Command.ts'
import { type Range, showTrainedOn, trainedOn } from '../options/DataSource.ts'
import { choiceForRun, unchangedFiles } from '../options/DataChoice.ts'
import { hasOwnLatents } from '../options/TableSource.ts'
import { grouped } from '../../report/Numbers.ts'
import { showPosteriorEvaluation } from '../../report/EpochText.ts'
import { learntRun, type ModelRun, modelOfRun } from '../ModelRun.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'

/**
 * What is asked: `draws` 0 leaves the posterior predictive out; without `data` those of the run are
 * meant, and then so is `holdOut`. Of images that are named the test files are meant unless
 * `holdOut` is given, of tables all rows.
 */
export interface RunQuestion {
  readonly folder: string
  readonly data: ReadonlyArray<string>
  readonly bind: ReadonlyArray<string>
  readonly range: Range | undefined
  readonly holdOut: number | undefined
  readonly engine: Engine
  readonly draws: number
}

/** How many of the rows tested on were trained on, in words and as a number. */
const seenRows = (
  { data: trained }: RunRecord,
  { data, set, bound }: ModelRun
): { readonly count: number; readonly lines: ReadonlyArray<string> } => {
  if (trained.kind === 'images') {
    const count = trainedOn(trained, set)
    return { count, lines: showTrainedOn(count) }
  }
  const same =
    data.kind === 'tables' &&
    data.files.every(({ md5 }) => trained.files.some((file) => file.md5 === md5))
  const rows = bound.test === undefined ? set.rows : set.heldOut
  const count = same ? Math.max(0, rows - trained.holdOut) : 0
  const line =
    bound.plate === undefined
      ? 'these are the data that it was trained on'
      : `${grouped(count)} of these rows were trained on`
  return { count, lines: count === 0 ? [] : [line] }
}

/** New rows have no latent sites of their own yet. */
const predictable = ({ model, bound }: ModelRun): E.Either<Problems, void> =>
  hasOwnLatents(model.program, bound.plate)
    ? E.left(
        of(
          problem(
            '--data',
            `each member of ${bound.plate} has latent sites of its own`,
            'those of new rows are unknown, and the posterior means are of the rows trained on',
            'leave --data out to test on the rows of the run'
          )
        )
      )
    : E.right(undefined)

/** Test error, negative log-likelihood and calibration of a run. */
export const evaluateRun = (q: RunQuestion): Command<Report> =>
  pipe(
    modelOfRun(q.folder),
    RTE.bindTo('opened'),
    RTE.bind('choice', ({ opened }) => fromMany(choiceForRun(opened.record.data, q))),
    RTE.bind('run', ({ opened, choice }) => learntRun(q.folder, opened, choice)),
    RTE.tap(({ opened, run }) =>
      fromMany(q.data.length > 0 ? predictable(run) : unchangedFiles(opened.record.data, run.data))
    ),
    RTE.let('seed', ({ opened }) => seedOf(opened.record)),
    RTE.bind('answers', ({ run: { learnt, bound }, seed }) =>
      onExecutor(
        q.engine,
        evaluatePosteriorOn(learnt, bound.test ?? bound.train, { draws: q.draws, seed })
      )
    ),
    RTE.map(({ opened: { record }, run, seed, answers }) => {
      const { set } = run
      const seen = seenRows(record, run)
      return {
        text: [
          `run ${q.folder}, epoch ${record.epoch}, seed ${seed}, on ${set.tested}`,
          ...seen.lines,
          ...showPosteriorEvaluation(answers, q.draws)
        ].join('\n'),
        json: {
          run: q.folder,
          data: set.name,
          heldOut: set.heldOut,
          trainedOn: seen.count,
          epoch: record.epoch,
          seed,
          backend: q.engine.backend,
          ...answers
        }
      }
    })
  )
