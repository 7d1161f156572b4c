/**
 * What draws say of the values of a site: mean, deviation and quantiles, or the probability of each
 * outcome.
 *
 * @since 0.2.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Prediction } from '../../ir/Variational.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { isDiscrete, outcomeAxis, outcomeCount, outcomesOf } from '../../lower/PredictPlan.ts'
import { arrange, elements, type Tensors } from '../host/Tensors.ts'
import { meanAndDeviation, quantilesOf } from './Quantile.ts'

/** Of each element, row-major; `quantiles` one after the other for each element. */
export interface PredictedNumbers {
  readonly _tag: 'Numbers'
  readonly mean: Float64Array
  readonly sd: Float64Array
  readonly quantiles: Float64Array
}

/** `probabilities` of each outcome, one after the other for each element; they add to 1. */
export interface PredictedOutcomes {
  readonly _tag: 'Outcomes'
  readonly outcomes: number
  readonly probabilities: Float64Array
}

/** What is predicted of an observed site: numbers with quantiles, or outcomes with probabilities. */
export type PredictedValues = PredictedNumbers | PredictedOutcomes

/** Takes one draw after the other of a stretch of elements. */
export interface Collector {
  /** - `found` what the executor gave; - `drawn` what the host drew of it */
  readonly take: (found: Tensors, drawn: Tensors) => void
  /** What all draws say of the first `count` elements, written into the whole from `first` on. */
  readonly settle: (first: number, count: number) => void
}

const noValues = (p: Prediction): never => {
  throw new Error(`internal: no prediction of ${p.site}`)
}

const numbers = (
  p: Prediction,
  into: PredictedNumbers,
  length: number,
  draws: number,
  probabilities: ReadonlyArray<number>
): Collector => {
  const kept = new Float32Array(length * draws)
  let d = 0
  return {
    take: (_, drawn) => {
      const { values } = drawn.get(p.site) ?? noValues(p)
      for (let i = 0; i < length; i++) kept[i * draws + d] = values[i] ?? NaN
      d += 1
    },
    settle: (first, count) => {
      for (let i = 0; i < count; i++) {
        const own = kept.subarray(i * draws, (i + 1) * draws)
        const { mean, sd } = meanAndDeviation(own)
        into.mean[first + i] = mean
        into.sd[first + i] = sd
        into.quantiles.set(quantilesOf(own, probabilities), (first + i) * probabilities.length)
      }
    }
  }
}

const outcomes = (
  p: Prediction,
  into: PredictedOutcomes,
  axes: ReadonlyArray<string>,
  shape: ReadonlyArray<number>
): Collector => {
  const sums = new Float64Array(elements(shape) * into.outcomes)
  return {
    take: (found) => {
      const nats: NamedTensor = found.get(outcomesOf(p.site)) ?? noValues(p)
      const { values } = arrange([...axes, outcomeAxis(p.site)], [...shape, into.outcomes])(nats)
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + Math.exp(-(values[i] ?? NaN))
    },
    settle: (first, count) => {
      // float32 losses leave sums of probabilities that are 1 to 1e-6 only
      for (let i = 0; i < count * into.outcomes; i += into.outcomes) {
        const own = sums.subarray(i, i + into.outcomes)
        const total = own.reduce((a, b) => a + b, 0)
        into.probabilities.set(
          own.map((s) => s / total),
          first * into.outcomes + i
        )
      }
    }
  }
}

/** Room for what will be said of a site of so many elements. */
export const noPredictions = (
  p: Prediction,
  sizes: AxisSizes,
  length: number,
  probabilities: number
): PredictedValues => {
  const count = outcomeCount(p, sizes)
  return isDiscrete(p)
    ? { _tag: 'Outcomes', outcomes: count, probabilities: new Float64Array(length * count) }
    : {
        _tag: 'Numbers',
        mean: new Float64Array(length),
        sd: new Float64Array(length),
        quantiles: new Float64Array(length * probabilities)
      }
}

/** Collects draws of the elements over `axes` of these sizes. */
export const collector = (
  p: Prediction,
  into: PredictedValues,
  axes: ReadonlyArray<string>,
  shape: ReadonlyArray<number>,
  draws: number,
  probabilities: ReadonlyArray<number>
): Collector =>
  into._tag === 'Outcomes'
    ? outcomes(p, into, axes, shape)
    : numbers(p, into, elements(shape), draws, probabilities)
