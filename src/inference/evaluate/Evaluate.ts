/**
 * How well values of the declared sites predict a data set: plug-in from one set of values,
 * posterior predictive from several draws.
 *
 * The data are predicted in chunks of rows with an exact tail: every row counts once.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import { missingOf, seenOf } from '../../ir/Derived.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Prediction, Variational } from '../../ir/Variational.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { isDiscrete, nllOf, outcomeAxis, outcomesOf, predictPlan } from '../../lower/PredictPlan.ts'
import { rowMixing } from '../../lower/RowMixing.ts'
import { stretch } from '../../lower/Slices.ts'
import type { Executor } from '../../runtime/Executor.ts'
import type { Bound } from '../host/BoundData.ts'
import { type Prepared, prepare, runOnce } from '../host/Host.ts'
import {
  type Evaluation,
  type LogProbabilities,
  accumulate,
  emptyLogProbabilities,
  evaluationOf
} from './PredictionScore.ts'
import { mostProbable } from '../host/MostProbable.ts'
import { arrange, sizeOf, type Tensors } from '../host/Tensors.ts'

/**
 * Values of the declared sites, one draw after the other; a plug-in prediction has a single one.
 */
export interface Draws {
  readonly count: number
  readonly draw: (i: number) => Promise<Tensors>
}

/** One draw: these values, such as posterior means. */
export const plugIn = (values: Tensors): Draws => ({
  count: 1,
  draw: () => Promise.resolve(values)
})

/**
 * What a smaller program reads of data, along other axes than a plate's: written into `room` if
 * that is large enough, or the data themselves.
 */
export type Select = (t: NamedTensor, room?: Float32Array) => NamedTensor

export interface Evaluator {
  /**
   * One entry for each observed site. `onlyFirst` rows of the chunked plate are used where it is
   * given. `select` is applied to the data of each chunk.
   */
  readonly evaluate: (
    bound: Bound,
    draws: Draws,
    onlyFirst?: number,
    select?: Select
  ) => Promise<Either<Problem, ReadonlyArray<Evaluation>>>
  readonly dispose: () => void
}

/** The plate of the rows: the only one there is, where every prediction runs along it. */
export const plateOfRows = (
  program: Variational,
  plates: ReadonlyArray<string>
): string | undefined => {
  const [plate, ...others] = plates
  return plate !== undefined &&
    others.length === 0 &&
    program.predictions.every((p) => p.axes.includes(plate))
    ? plate
    : undefined
}

/** The plate that can be cut in chunks: that of the rows, where no row is predicted by others. */
export const chunkedPlate = (
  program: Variational,
  plates: ReadonlyArray<string>
): string | undefined => {
  const plate = plateOfRows(program, plates)
  const { predictions } = program
  return plate === undefined || rowMixing({ predictions, complexity: [] }, plate).length > 0
    ? undefined
    : plate
}

/**
 * The axes of a site's values, those of the chunked plate first so that chunks lie one after the
 * other.
 */
const layout = (p: Prediction, plate: string | undefined): ReadonlyArray<string> =>
  plate === undefined ? p.axes : [plate, ...p.axes.filter((a) => a !== plate)]

const chunks = (
  total: number,
  chunk: number
): ReadonlyArray<{ readonly start: number; readonly count: number }> =>
  Array.from({ length: Math.ceil(total / chunk) }, (_, i) => ({
    start: i * chunk,
    count: Math.min(chunk, total - i * chunk)
  }))

/**
 * Log-probabilities of one chunk: of every outcome where there are finitely many, of the observed
 * values elsewhere.
 */
const logProbabilities = (
  p: Prediction,
  plate: string | undefined,
  sizes: AxisSizes,
  found: Tensors
): { readonly values: Float32Array; readonly outcomes: number } => {
  const loss = found.get(isDiscrete(p) ? outcomesOf(p.site) : nllOf(p.site))
  if (loss === undefined) throw new Error(`internal: no prediction of ${p.site}`)
  const axes = layout(p, plate)
  const shape = axes.map((a) => sizes.get(a) ?? 1)
  const outcomes = isDiscrete(p) ? sizeOf(outcomeAxis(p.site))(loss) : 1
  const all = isDiscrete(p)
    ? arrange([...axes, outcomeAxis(p.site)], [...shape, outcomes])
    : arrange(axes, shape)
  const nats = all(loss).values
  const values = new Float32Array(nats.length)
  for (let i = 0; i < nats.length; i++) values[i] = -(nats[i] ?? NaN)
  return { values, outcomes }
}

/** Observed values, or which there are, in the layout of the log-probabilities. */
const observedValues = (
  p: Prediction,
  name: string,
  bound: Bound,
  plate: string | undefined,
  total: number,
  select: Select
): Float32Array => {
  const y = bound.data.get(name)
  if (y === undefined) throw new Error(`internal: nothing observed at ${name}`)
  const axes = layout(p, plate)
  const used = select(
    plate === undefined || total === bound.sizes.get(plate) ? y : stretch(plate, 0, total)(y)
  )
  return arrange(
    axes,
    axes.map((a) => sizeOf(a)(used))
  )(used).values
}

/** How many latents stand for values that the training lacked: data that lack none have no such size. */
const trainedGaps = (
  { observed }: Pick<Variational, 'observed'>,
  values: ReadonlyMap<string, NamedTensor>
): AxisSizes =>
  new Map(
    observed.flatMap(({ name, gaps }) => {
      const [size] = values.get(missingOf(name))?.sizes ?? []
      return gaps === undefined || size === undefined ? [] : [[gaps, size] as const]
    })
  )

/** Plans are lowered once for each size of a chunk that occurs. */
export const openEvaluator = <B>(
  executor: Executor<B>,
  program: Variational,
  chunk: number
): Evaluator => {
  const planFor = predictPlan(program, (p) => (isDiscrete(p) ? 'outcomes' : 'nll'))
  const readAs = mostProbable(program)
  const prepared = new Map<string, Prepared<B>>()
  const preparedFor = (sizes: AxisSizes): Either<Problem, Prepared<B>> => {
    const name = [...sizes].map(([axis, n]) => `${axis}=${n}`).join()
    const before = prepared.get(name)
    if (before !== undefined) return right(before)
    const made = prepare(executor, planFor, sizes)
    if (!isLeft(made)) prepared.set(name, made.right)
    return made
  }
  return {
    evaluate: async (bound, draws, onlyFirst, select = (t) => t) => {
      const plate = chunkedPlate(program, bound.plates)
      const total =
        plate === undefined ? 1 : Math.min(onlyFirst ?? Infinity, bound.sizes.get(plate) ?? 0)
      const sums = new Map<string, LogProbabilities>()
      // every chunk is selected into the same memory
      const rooms = new Map<string, Float32Array>()
      const selected = (name: string, t: NamedTensor): NamedTensor => {
        const found = select(t, rooms.get(name))
        if (found.values !== t.values) rooms.set(name, found.values)
        return found
      }
      for (let d = 0; d < draws.count; d++) {
        const values = readAs(await draws.draw(d))
        const whole = new Map([...bound.sizes, ...trainedGaps(program, values)])
        for (const { start, count } of plate === undefined
          ? [{ start: 0, count: 1 }]
          : chunks(total, chunk)) {
          const sizes = plate === undefined ? whole : new Map([...whole, [plate, count] as const])
          const plan = preparedFor(sizes)
          if (isLeft(plan)) return plan
          const chunked = plate === undefined ? (t: NamedTensor) => t : stretch(plate, start, count)
          const used = new Map([
            ...[...bound.data].map(([name, t]) => [name, selected(name, chunked(t))] as const),
            ...[...values].map(([name, t]) => [name, chunked(t)] as const)
          ])
          const found = await runOnce(executor, plan.right, used, { seed: 0, step: 0 })
          for (const p of program.predictions) {
            const { values: logs, outcomes } = logProbabilities(p, plate, sizes, found)
            const into =
              sums.get(p.site) ?? emptyLogProbabilities((logs.length / count) * total, outcomes)
            sums.set(p.site, into)
            accumulate(into, logs, (logs.length / count) * start)
          }
        }
      }
      return right(
        program.predictions.map((p) => {
          const sum = sums.get(p.site) ?? emptyLogProbabilities(0, 1)
          const values = (name: string): Float32Array =>
            observedValues(p, name, bound, plate, total, select)
          const seen = bound.data.has(seenOf(p.site)) ? values(seenOf(p.site)) : undefined
          return evaluationOf(p.site, isDiscrete(p), sum, draws.count, values(p.site), seen)
        })
      )
    },
    dispose: () => {
      prepared.forEach((p) => p.runnable.dispose())
      prepared.clear()
    }
  }
}
