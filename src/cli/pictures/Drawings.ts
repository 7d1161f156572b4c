/**
 * What can be drawn of a run, each as a specification.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { fromLines, type NewRows, type PredictedSite, withGaps } from '../../inference/index.ts'
import { arrange } from '../../inference/host/Tensors.ts'
import type { Bound } from '../../inference/index.ts'
import { problem, type Problem, type Problems, refuse } from '../../ir/Problem.ts'
import { posteriorQuestion } from '../../library/PosteriorQuestion.ts'
import { bindNewRows, predictOn } from '../../library/PredictRows.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { summariseOn } from '../../library/Summarise.ts'
import { readBySummary } from '../../library/TrainingDataRead.ts'
import { stretch } from '../../lower/index.ts'
import type { Specification } from '../../report/charts/Chart.ts'
import { dataChart, isDrawable, type PredictedData } from '../../report/charts/DataChart.ts'
import { lossChart, type LossRecord } from '../../report/charts/LossChart.ts'
import { drawnQuantiles, posteriorChart } from '../../report/charts/PosteriorChart.ts'
import { grouped } from '../../report/Numbers.ts'
import { inRun, loadMetrics, loadRecord } from '../../storage/run/RunFolder.ts'
import { attempt, type Command, type Engine, fromMany, fromOne, onExecutor } from '../Command.ts'
import { posteriorOfRun } from '../PosteriorOfRun.ts'

// model

/** - `site` the sites asked for, all where there is none; - `rows` at most so many of each. */
export interface DrawingOptions extends Engine {
  readonly site: ReadonlyArray<string>
  readonly rows: number
  readonly changedModel: boolean
}

type Drawing = (folder: string, model: string, options: DrawingOptions) => Command<Specification>

// combinators

/** The sites asked for; all of them where none is. */
const among =
  (asked: ReadonlyArray<string>) =>
  <S extends { readonly site: string }>(
    sites: ReadonlyArray<S>
  ): E.Either<Problem, ReadonlyArray<S>> => {
    const names = sites.map(({ site }) => site)
    const unknown = asked.filter((name) => !names.includes(name))
    return unknown.length > 0
      ? refuse(
          'farrier plot --site',
          `there is no site ${unknown.map((name) => `'${name}'`).join(', ')} to draw`,
          'sites are known by the names that the model gives them',
          `one of ${names.join(', ')}`
        )
      : E.right(asked.length === 0 ? sites : sites.filter(({ site }) => asked.includes(site)))
  }

const posterior: Drawing = (folder, model, options) =>
  pipe(
    posteriorOfRun(folder, options, readBySummary),
    RTE.bindTo('run'),
    RTE.bind('question', ({ run: { record } }) =>
      fromMany(posteriorQuestion({ quantiles: drawnQuantiles }, seedOf(record)))
    ),
    RTE.bind('summary', ({ run: { learnt }, question }) =>
      onExecutor(options, summariseOn(learnt, { ...question, rows: options.rows }))
    ),
    RTE.chain(({ run: { names, learnt }, summary }) =>
      pipe(
        fromOne(among(options.site)(summary.sites)),
        RTE.map((sites) =>
          posteriorChart(
            `The ${learnt.draws?.from === 'prior' ? 'prior' : 'posterior'} of ${model}`,
            sites,
            names.indices
          )
        )
      )
    )
  )

/** The training's own rows, as new ones; undefined where the model predicts its own cells. */
const ownRows = (train: Bound, rows: number): NewRows | undefined => {
  const [plate] = train.plates
  return plate === undefined
    ? undefined
    : {
        data: new Map(
          [...train.data].map(([name, t]) => [
            name,
            t.axes.includes(plate) ? stretch(plate, 0, rows)(t) : t
          ])
        ),
        rows
      }
}

/** What was observed in the places of a prediction, its first `rows` rows. */
const observedAt = (train: Bound, s: PredictedSite): ReadonlyArray<PredictedData> => {
  const data = withGaps(train.data, s.site)
  if (data === undefined || !isDrawable(s)) return []
  const [plate] = train.plates
  const part =
    plate !== undefined && data.axes.includes(plate)
      ? stretch(plate, 0, s.sizes[s.axes.indexOf(plate)] ?? 0)(data)
      : data
  return [{ predicted: s, observed: arrange(s.axes, s.sizes)(part) }]
}

const nothingDrawn = (): Problems => [
  problem(
    'farrier plot --what data',
    'nothing that was observed can be drawn',
    'numbers and yes or no are drawn, not choices among more than two',
    'farrier eval for their errors'
  )
]

const data: Drawing = (folder, model, options) =>
  pipe(
    posteriorOfRun(folder, options, ({ program }) =>
      [...program.data, ...program.observed].map(({ name }) => name)
    ),
    RTE.bindTo('run'),
    RTE.bind('question', ({ run: { record } }) =>
      fromMany(posteriorQuestion({ quantiles: drawnQuantiles }, seedOf(record)))
    ),
    RTE.let('total', ({ run: { learnt } }) =>
      learnt.train.plates.reduce((n, plate) => Math.max(n, learnt.train.sizes.get(plate) ?? 0), 0)
    ),
    RTE.bind(
      'predictions',
      ({
        run: {
          learnt,
          model: { graph }
        },
        question,
        total
      }) =>
        pipe(
          fromMany(
            bindNewRows(learnt, graph, ownRows(learnt.train, Math.min(options.rows, total)))
          ),
          RTE.chain((task) => onExecutor(options, predictOn(learnt, task, question)))
        )
    ),
    RTE.chain(({ run: { learnt, names }, predictions, total }) =>
      pipe(
        fromOne(among(options.site)(predictions.sites)),
        RTE.map((sites) => sites.flatMap((s) => observedAt(learnt.train, s))),
        RTE.filterOrElse((found) => found.length > 0, nothingDrawn),
        RTE.map((found) =>
          dataChart(
            `What ${model} says of its data`,
            found,
            names,
            total > options.rows ? [`the first ${options.rows} of ${grouped(total)} rows`] : []
          )
        )
      )
    )
  )

/** −ELBO in nats per datum, and the share of it that is not complexity. */
const perDatum = (m: {
  readonly epoch: number
  readonly lossNats: number
  readonly lossNatsPerDatum: number
  readonly errorCostNats: number
}): LossRecord => ({
  epoch: m.epoch,
  lossNatsPerDatum: m.lossNatsPerDatum,
  errorNatsPerDatum: (m.errorCostNats / m.lossNats) * m.lossNatsPerDatum
})

const loss: Drawing = (folder, model) =>
  attempt(({ files }) =>
    pipe(
      loadRecord(files, folder),
      TE.chain(({ id }) => loadMetrics(files, folder, id)),
      TE.chainEitherK((lines) => fromLines(lines.join('\n'))),
      TE.filterOrElse(
        (records) => records.length > 0,
        () =>
          problem(
            inRun(folder, 'metrics'),
            'expected records of epochs, found none',
            'the loss is drawn epoch by epoch',
            'wait until an epoch has ended'
          )
      ),
      TE.map((records) => lossChart(`The training of ${model}`, records.map(perDatum)))
    )
  )

export const drawings = { posterior, data, loss }
