/**
 * A run tested on test data: plug-in at the posterior means, and posterior predictive.
 *
 * @since 0.1.0
 */
import { basename } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { problem, type Problems } from '../../ir/Problem.ts'
import { EvaluationC } from '../../inference/evaluate/PredictionScore.ts'
import { evaluatePosteriorOn, type PosteriorEvaluation } from '../../library/EvaluateModel.ts'
import { boundDigests, changedArrays, digestsOfRows } from '../../library/run/RunDigests.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import {
  type Command,
  type Engine,
  fromMany,
  onExecutor,
  type Report,
  fromOne
} from '../Command.ts'
import { fittedRun } from '../../library/run/LoadLearnt.ts'
import { type Range, showTrainedOn } from '../options/DataSource.ts'
import { choiceForRun, unchangedFiles } from '../options/DataChoice.ts'
import { hasOwnLatents } from '../options/TableSource.ts'
import { grouped } from '../../report/Numbers.ts'
import { showPosteriorEvaluation } from '../../report/EpochText.ts'
import {
  type LearntRun,
  learntRun,
  type ModelRun,
  modelOfRun,
  type OpenedRun
} from '../ModelRun.ts'
import type { ArrayDigests, RunRecord } from '../../storage/run/RunRecord.ts'

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
  readonly changedModel: boolean
}

/** How many of the rows tested on were trained on, in words and as a number. */
interface Seen {
  readonly count: number
  readonly lines: ReadonlyArray<string>
}

/** Whether the names of the data say that they are those of the training. */
const hasSameName = ({ data: trained }: RunRecord, { data, set }: ModelRun): boolean =>
  trained.kind === 'images'
    ? basename(trained.name) === set.name
    : data.kind === 'tables' &&
      data.files.every(({ md5 }) => trained.files.some((file) => file.md5 === md5))

/** In data of which all rows but those held out then were trained on. */
const rowsSeen = ({ data: { kind, holdOut } }: RunRecord, { set, bound }: ModelRun): Seen => {
  const tested = kind === 'tables' && bound.test === undefined ? set.rows : set.heldOut
  const count = Math.max(0, tested - holdOut)
  return {
    count,
    lines:
      kind === 'images'
        ? showTrainedOn(count)
        : count === 0
          ? []
          : [
              bound.plate === undefined
                ? 'these are the data that it was trained on'
                : `${grouped(count)} of these rows were trained on`
            ]
  }
}

/**
 * The arrays that were trained on, if they are among the data now: as many rows less as were held out
 * then.
 */
const arraysThen = (
  { data: { holdOut } }: RunRecord,
  { set, bound: { plate, train, test } }: ModelRun
): ArrayDigests => {
  const rows = plate === undefined ? undefined : train.sizes.get(plate)
  if (plate === undefined || rows === undefined || set.heldOut === holdOut)
    return boundDigests(train)
  return digestsOfRows(
    train,
    set.heldOut === 0 ? undefined : test,
    plate,
    Math.max(0, rows + set.heldOut - holdOut)
  )
}

const nothingSeen: Seen = { count: 0, lines: [] }

/**
 * The arrays say it; of a run of an earlier format, which does not know them, the names. Where those
 * say otherwise than the arrays, that is said.
 */
const seenRows = (record: RunRecord, run: ModelRun, isOwn: boolean): Seen => {
  const isNamed = hasSameName(record, run)
  if (record.digests === null) return isNamed ? rowsSeen(record, run) : nothingSeen
  const changed = changedArrays(record.digests.train, arraysThen(record, run))
  if (changed.length === 0) return rowsSeen(record, run)
  const differ = changed.length === 1 ? 'differs' : 'differ'
  return isNamed || isOwn
    ? {
        count: 0,
        lines: [`these are not the data that it was trained on: ${changed.join(', ')} ${differ}`]
      }
    : nothingSeen
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

/** A run, and how well it predicts. */
interface TestedRun {
  readonly opened: OpenedRun
  readonly run: LearntRun
  readonly seed: number
  readonly answers: PosteriorEvaluation
}

/** The posterior of a run on data. */
export const testRun = (q: RunQuestion): Command<TestedRun> =>
  pipe(
    modelOfRun(q.folder, q),
    RTE.bindTo('opened'),
    RTE.tap(({ opened }) => fromOne(fittedRun(q.folder, 'farrier eval')(opened.record))),
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
    )
  )

/** Test error, negative log-likelihood and calibration of a run. */
export const evaluateRun = (q: RunQuestion): Command<Report> =>
  pipe(
    testRun(q),
    RTE.map(({ opened: { record }, run, seed, answers }) => {
      const { set } = run
      const seen = seenRows(record, run, q.data.length === 0)
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
          plugIn: answers.plugIn.map(EvaluationC.encode),
          predictive: answers.predictive.map(EvaluationC.encode)
        }
      }
    })
  )
