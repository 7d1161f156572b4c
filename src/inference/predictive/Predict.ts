/**
 * Posterior predictive draws: for each joint draw of the guide, every site of the new rows is drawn
 * from its own distribution, in order of declaration, and what is observed is collected.
 *
 * - numbers    mean, deviation and type-7 quantiles of the draws: their Monte Carlo error is that of
 *              so many independent draws
 * - outcomes   P(y = k) = the mean over draws of P(y = k | arguments), which needs no draw of y
 *
 * A value depends on the seed, the number of the draw, its site, its row and the data of that row. Rows
 * are predicted in chunks, the last one filled up with its last row, so that one plan does for all.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Problem } from '../../ir/Problem.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { rows } from '../../lower/Slices.ts'
import type { Executor } from '../../runtime/Executor.ts'
import type { Bound } from '../host/BoundData.ts'
import { release, upload } from '../host/Host.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { drawKey } from '../variational/OpenPosterior.ts'
import type { PredictionTask } from './BindPrediction.ts'
import { type FittedPosterior, trainedSizes } from './FittedPosterior.ts'
import { latentDraws } from './ConditionalDraws.ts'
import type { GivenDraws } from './GivenDraws.ts'
import {
  collector,
  type Collector,
  noPredictions,
  type PredictedValues
} from './PredictedValues.ts'
import { drawChunk, layoutOf, type PreparedStage, prepareStages, shapeOf } from './PredictStages.ts'
import type { PredictionScope } from './PredictionScope.ts'
import type { DrawQuestion } from './SummaryDraws.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** `chunk`: at most so many rows at once; nothing depends on it but memory and time. */
export interface PredictQuestion extends DrawQuestion {
  readonly chunk?: number
}

/** Predictions of one observed site over its axes, those of the rows first; row-major. */
export interface PredictedSite {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly values: PredictedValues
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/**
 * Rows at once. At least two: of a single row an executor may add up a product in another order, and
 * a row would not have the same last bits alone as among others.
 */
const mostRows = 1024
const fewestRows = 2
/** Draws that are kept at once (64 MiB). */
const mostKept = 2 ** 24

/** How many rows are predicted at once. */
const chunkOf = (scope: PredictionScope, sizes: AxisSizes, q: PredictQuestion): number => {
  if (scope.cut === undefined) return 1
  const total = sizes.get(scope.cut) ?? 1
  const numbers = scope.predicted.reduce((n, p) => n + elements(shapeOf(p.axes, sizes)), 0) / total
  const most = Math.floor(mostKept / Math.max(1, numbers * q.draws))
  return Math.max(fewestRows, Math.min(total, q.chunk ?? mostRows, most))
}

/** The rows from `start` on, as many as a chunk has; behind the last one it is repeated. */
const chunkAt = (
  data: Tensors,
  cut: string | undefined,
  start: number,
  chunk: number,
  total: number
) =>
  cut === undefined
    ? data
    : new Map(
        [...data].map(([name, t]) => {
          const indices = Uint32Array.from({ length: chunk }, (_, i) =>
            Math.min(total - 1, start + i)
          )
          return [name, rows(cut, indices)(t)] as const
        })
      )

interface Answer extends PredictedSite {
  readonly collectors: (at: AxisSizes) => Collector
  /** Elements of one row. */
  readonly perRow: number
}

const answersOf = (
  scope: PredictionScope,
  sizes: AxisSizes,
  { probabilities, draws }: PredictQuestion
): ReadonlyArray<Answer> =>
  scope.predicted.map((p) => {
    const axes = layoutOf(p.axes, scope)
    const shape = shapeOf(axes, sizes)
    const length = elements(shape)
    const values = noPredictions(p, sizes, length, probabilities.length)
    return {
      site: p.site,
      axes,
      sizes: shape,
      values,
      perRow: scope.cut === undefined ? length : length / (sizes.get(scope.cut) ?? 1),
      collectors: (at) => collector(p, values, axes, shapeOf(axes, at), draws, probabilities)
    }
  })

/** - `sizes` of everything; - `chunk` rows of the new plate, which the stages are made for */
interface Prepared<B> {
  readonly sizes: AxisSizes
  readonly chunk: number
  readonly stages: ReadonlyArray<PreparedStage<B>>
  readonly given: GivenDraws
}

const predictChunks = async <B>(
  executor: Executor<B>,
  scope: PredictionScope,
  { data }: Bound,
  { sizes, chunk, stages, given }: Prepared<B>,
  question: PredictQuestion
): Promise<ReadonlyArray<PredictedSite>> => {
  const { cut } = scope
  const total = cut === undefined ? 1 : (sizes.get(cut) ?? 0)
  const at = cut === undefined ? sizes : new Map([...sizes, [cut, chunk] as const])
  const answers = answersOf(scope, sizes, question)
  for (let start = 0; start < total; start += chunk) {
    const own = chunkAt(data, cut, start, chunk, total)
    const held = stages.map((s) => ({ ...s, held: upload(executor, s.prepared.plan, own) }))
    const collecting = answers.map((a) => a.collectors(at))
    try {
      for (let d = 0; d < question.draws;) {
        for (const values of await given.from(d)) {
          const key = drawKey(question.seed, d)
          const one = await drawChunk(executor, scope, held, at, start, values, key)
          collecting.forEach((c) => c.take(one.found, one.drawn))
          d += 1
        }
      }
    } finally {
      held.forEach((s) => release(executor, s.held))
    }
    const count = Math.min(chunk, total - start)
    answers.forEach((a, i) => collecting[i]?.settle(start * a.perRow, count * a.perRow))
  }
  return answers.map(({ site, axes, sizes: shape, values }) => ({
    site,
    axes,
    sizes: shape,
    values
  }))
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** Predicts; `trained` are the data of the training, which draws of latents may read. */
export const predictNew = async <B>(
  executor: Executor<B>,
  { model, scope, bound }: PredictionTask,
  posterior: FittedPosterior,
  trained: Tensors,
  question: PredictQuestion
): Promise<E.Either<Problem, ReadonlyArray<PredictedSite>>> => {
  const { program } = model
  const sizes = new Map([...trainedSizes(program, posterior), ...bound.sizes])
  const chunk = chunkOf(scope, sizes, question)
  const at = scope.cut === undefined ? sizes : new Map([...sizes, [scope.cut, chunk] as const])
  const { seed, draws } = question
  const given = latentDraws(executor, model, posterior, trained, scope.given, seed, draws)
  if (E.isLeft(given)) return given
  try {
    const stages = prepareStages(executor, program, scope.stages, at)
    if (E.isLeft(stages)) return stages
    try {
      const cut = { sizes, chunk, stages: stages.right, given: given.right }
      return E.right(await predictChunks(executor, scope, bound, cut, question))
    } finally {
      stages.right.forEach((s) => s.prepared.runnable.dispose())
    }
  } finally {
    given.right.dispose()
  }
}
