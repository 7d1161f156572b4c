/**
 * Predictions of a fit: posterior predictive draws of new rows, or of the model's own cells.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { deriveAncestral } from '../compile/index.ts'
import type { Graph } from '../ir/Graph.ts'
import { aCountFrom, checked, fields, tensors } from '../ir/Fields.ts'
import type { Problem, Problems } from '../ir/Problem.ts'
import {
  bindPrediction,
  type NewRows,
  type PredictedSite,
  predictNew,
  type PredictionTask,
  type PredictQuestion
} from '../inference/index.ts'
import type { Executor } from '../runtime/index.ts'
import type { Fitted } from './FitModel.ts'
import { type Learnt, learntBy, learntOf } from './Learnt.ts'
import { posteriorFields, posteriorQuestion, type PosteriorOptions } from './PosteriorQuestion.ts'
import { runOn } from './RunOn.ts'

/**
 * - `data` of the new rows, by the name of the slot they fill; left out where the model predicts its
 *   own cells
 * - `rows` how many there are, where no slot lies over their plate
 */
export interface PredictOptions extends PosteriorOptions {
  readonly data?: NewRows['data']
  readonly rows?: number
}

const predictFields = fields<PredictOptions>({
  ...posteriorFields,
  data: tensors,
  rows: aCountFrom(1)
})

/**
 * - `sites` an entry for each observed site that is predicted
 * - `fromPrior` latents of the new rows: without data of their own, they are drawn from their prior
 */
export interface Predictions {
  readonly fromPrior: ReadonlyArray<string>
  readonly question: PredictQuestion
  readonly sites: ReadonlyArray<PredictedSite>
}

/** New rows bound to what was learnt of a graph, or everything that is wrong with them. */
export const bindNewRows = (
  { program, train, draws }: Learnt,
  graph: Graph,
  rows: NewRows | undefined
): E.Either<Problems, PredictionTask> =>
  bindPrediction({ program, sites: deriveAncestral(graph, learntBy(draws)) }, train.data, rows)

const latentsOf = ({ scope: { stages } }: PredictionTask): ReadonlyArray<string> =>
  stages.flatMap(({ drawn }) => drawn.flatMap((s) => (s.role === 'latent' ? [s.site] : [])))

/** On an executor, of a fit in memory or in the folder of a run. */
export const predictOn =
  (learnt: Learnt, task: PredictionTask, question: PredictQuestion) =>
  <B>(executor: Executor<B>): TaskEither<Problem, Predictions> =>
    pipe(
      (): Promise<E.Either<Problem, ReadonlyArray<PredictedSite>>> =>
        predictNew(executor, task, learnt, learnt.train.data, question),
      TE.map((sites) => ({ question, sites, fromPrior: latentsOf(task) }))
    )

/**
 * New rows are new members of the observed sites' plates. Latents of each row are drawn from their
 * prior, given the rest. The same seed predicts the same, byte for byte.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { isRight } from 'fp-ts/lib/Either.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { data, fitModel, mul, normal, observe, plate, predictFitted, program, sample } from 'farrier'
 *
 *   const rates = { location: 0.05, scale: 0.05, logVariance: 0.05 }
 *   const settings = { steps: 1000, schedule: { rates, warmUp: 0, decayFrom: 0.3 } }
 *   const model = pipe(
 *     program,
 *     data('x', [plate('rows')]),
 *     sample('slope', normal(0, 10)),
 *     observe('y', ({ x, slope }) => normal(pipe(x, mul(slope)), 1))
 *   )
 *   const rows = (...values: ReadonlyArray<number>) => ({
 *     axes: ['rows'],
 *     sizes: [values.length],
 *     values: Float32Array.from(values)
 *   })
 *   const train = new Map([
 *     ['x', rows(-2, -1, 1, 2)],
 *     ['y', rows(-4.1, -2.2, 1.9, 4.2)]
 *   ])
 *   const predictions = await pipe(
 *     model,
 *     fitModel({ data: train, backend: 'cpu', settings }),
 *     TE.chain(predictFitted({ data: new Map([['x', rows(10)]]), backend: 'cpu' }))
 *   )()
 *   if (isRight(predictions)) {
 *     const [y] = predictions.right.sites
 *     // N(20.7, 3.32²): 10 slopes of deviation 0.316, and the noise
 *     assert.ok(y?.values._tag === 'Numbers' && Math.abs((y.values.mean[0] ?? NaN) - 20.7) < 0.7)
 *   }
 */
export const predictFitted =
  (options: PredictOptions = {}) =>
  <Sites>(fitted: Fitted<Sites>): TaskEither<Problems, Predictions> => {
    const learnt = learntOf(fitted)
    const { data, rows, backend = 'wasm', threads = 'auto' } = options
    const given =
      data === undefined && rows === undefined ? undefined : { data: data ?? new Map(), rows }
    return pipe(
      checked(predictFields('', options)),
      E.bind('question', () => posteriorQuestion(options, fitted.settings.seed)),
      E.bind('task', () => bindNewRows(learnt, fitted.model.graph, given)),
      TE.fromEither,
      TE.chain(({ task, question }) =>
        runOn(backend, { threads }, predictOn(learnt, task, question))
      )
    )
  }
