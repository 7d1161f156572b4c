/**
 * What is asked of data and of replicated data: numbers in which a wrong model shows.
 *
 * - of numbers      mean, sd, least, largest, skewness: (1/n) Σ ((x − x̄)/s)³, and, along a single axis
 *                   of the data, the correlation of each value with the next
 * - of counts       mean, sd, largest, share of zeros
 * - of outcomes     the share of each, of the first eight
 *
 * A statistic that a model fits by a parameter of its own, such as the mean, hardly ever disagrees;
 * the others say what the model has no word for.
 *
 * @since 0.2.0
 */
import { factsOf } from '../../distributions/supports/Support.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Prediction } from '../../ir/Derived.ts'
import { meanAndDeviation } from './Quantile.ts'

export interface DataStatistic {
  readonly name: string
  readonly of: (values: ArrayLike<number>) => number
  /** Do values that lie beside each other belong together? */
  readonly asksNeighbours?: boolean
}

const mean: DataStatistic = { name: 'mean', of: (x) => meanAndDeviation(x).mean }
const sd: DataStatistic = { name: 'sd', of: (x) => meanAndDeviation(x).sd }

const fold =
  (start: number, step: (a: number, x: number) => number) =>
  (x: ArrayLike<number>): number => {
    let a = start
    for (let i = 0; i < x.length; i++) a = step(a, x[i] ?? NaN)
    return a
  }

const least: DataStatistic = { name: 'least', of: fold(Infinity, Math.min) }
const largest: DataStatistic = { name: 'largest', of: fold(-Infinity, Math.max) }

const skewness: DataStatistic = {
  name: 'skewness',
  of: (x) => {
    const { mean: m, sd: s } = meanAndDeviation(x)
    return fold(0, (sum, v) => sum + ((v - m) / s) ** 3)(x) / x.length
  }
}

/** Of neighbours, about the mean of all: Σ (xᵢ − x̄)(xᵢ₊₁ − x̄)/Σ (xᵢ − x̄)². */
const next: DataStatistic = {
  name: 'correlation with the next',
  asksNeighbours: true,
  of: (x) => {
    const { mean: m } = meanAndDeviation(x)
    let [both, own] = [0, 0]
    for (let i = 0; i < x.length; i++) {
      const here = (x[i] ?? NaN) - m
      own += here * here
      if (i + 1 < x.length) both += here * ((x[i + 1] ?? NaN) - m)
    }
    return both / own
  }
}

const shareOf = (outcome: number, name: string): DataStatistic => ({
  name,
  of: (x) => fold(0, (sum, v) => sum + (v === outcome ? 1 : 0))(x) / x.length
})

/** Fewer values have no shape. */
const fewestForShape = 3
const mostOutcomes = 8

/** Of an observed site whose values are these. */
export const statisticsOf = (
  { support, consumes }: Pick<Prediction, 'support' | 'consumes'>,
  { axes, sizes, values }: NamedTensor,
  sizeOf: (axis: string) => number
): ReadonlyArray<DataStatistic> => {
  const facts = factsOf(support)
  const outcomes = facts.outcomes?.(consumes.map(sizeOf))
  if (outcomes !== undefined)
    return Array.from({ length: Math.min(outcomes, mostOutcomes) }, (_, k) =>
      shareOf(k, `share of ${k}`)
    )
  if (values.length < fewestForShape) return [mean]
  const isWhole = !facts.holds(0.5)
  if (isWhole) return [mean, sd, largest, shareOf(0, 'share of 0')]
  const isRow = axes.length === 1 && (sizes[0] ?? 0) >= fewestForShape
  return [mean, sd, least, largest, skewness, ...(isRow ? [next] : [])]
}
