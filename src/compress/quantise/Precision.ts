/**
 * How many bits the posterior's variance leaves a tensor.
 *
 * A weight whose posterior is wide need not be written down finely. `quantiseNetwork` chooses δ for
 * each tensor from the mean variance of its surviving elements; the bits of the literature's table
 * follow their own rule, computed for that column alone.
 */
import { type Axes, without } from '../../expr/index.ts'
import type { Bindings, NamedTensor } from '../../ir/Posterior.ts'
import { type CodebookRule, shareLevels } from './Codebook.ts'
import {
  dequantise,
  exponentForBits,
  exponentForVariance,
  MOST_INTEGER,
  type Quantised,
  quantise
} from './Quantise.ts'
import type { Network } from '../Network.ts'
import { transpose } from '../remove/Elements.ts'
import { compensated, type Compensation } from './Compensate.ts'

/**
 * By the posterior variance, or N bits for every tensor, or at most 2^bits levels that weights of a
 * tensor share.
 */
export type Precision =
  | { readonly _tag: 'Variance'; readonly rho: number }
  | { readonly _tag: 'Bits'; readonly totalBits: number }
  | { readonly _tag: 'Codebook'; readonly rule: CodebookRule; readonly bits: number }

/** Steps by the posterior variance: powers of 2 of at most √(12 ρ) standard deviations. */
export const byVariance = (rho: number): Precision => ({ _tag: 'Variance', rho })
/** One bit is the sign, and a float32 has no more than these. */
export const leastBits = 2
export const mostBits = 24

/** The same number of bits for every weight. */
export const byBits = (totalBits: number): Precision => ({ _tag: 'Bits', totalBits })

/** No tensor has use for more levels: its integers are written one by one then. */
export const mostCodebookBits = 12

/** At most 2^bits levels for the weights of each tensor. */
export const byCodebook = (rule: CodebookRule, bits: number): Precision => ({
  _tag: 'Codebook',
  rule,
  bits
})

/** Of a tensor without posterior variance: a constant that removal has left, a point estimate. */
const BITS_WITHOUT_VARIANCE = 16

/**
 * The mean of `of(variance)` over elements that a mask has left, those not zero; undefined if there
 * is none.
 */
const meanOver = (
  t: NamedTensor,
  variance: NamedTensor | undefined,
  of: (variance: number) => number
): number | undefined => {
  let sum = 0
  let count = 0
  for (let i = 0; i < t.values.length; i++)
    if (t.values[i] !== 0) {
      sum += of(variance?.values[i] ?? 0)
      count += 1
    }
  return count === 0 ? undefined : sum / count
}

/** The posterior variance of an element that a mask has left, on average; 0 where none is known. */
export const meanVariance = (t: NamedTensor, variance: NamedTensor | undefined): number =>
  meanOver(t, variance, (v) => v) ?? 0

const exponentOf = (
  precision: Precision,
  t: NamedTensor,
  variance: NamedTensor | undefined
): number => {
  if (precision._tag === 'Bits') return exponentForBits(precision.totalBits)(t.values)
  // what has one axis is a bias, and shares nothing
  if (precision._tag === 'Codebook') return exponentForBits(BITS_WITHOUT_VARIANCE)(t.values)
  const mean = meanVariance(t, variance)
  return mean > 0 && Number.isFinite(mean)
    ? exponentForVariance(precision.rho, mean)(t.values)
    : exponentForBits(BITS_WITHOUT_VARIANCE)(t.values)
}

/** A network whose tensors are what their integers say. */
export interface QuantisedNetwork {
  readonly network: Network
  readonly quantised: ReadonlyMap<string, Quantised>
}

/** How the roundings of a weight make good for each other; `over` are the axes of its inputs. */
export interface Compensated extends Compensation {
  readonly over: Axes
}

const onGrid = (t: NamedTensor, exponent: number, by: Compensated | undefined): Quantised => {
  if (by === undefined) return quantise(exponent)(t)
  const upright = transpose([...by.over, ...without(by.over)(t.axes)])(t)
  const integers = compensated(by, upright.values, 2 ** exponent, MOST_INTEGER)
  const { values } = transpose(t.axes)({ ...upright, values: Float32Array.from(integers) })
  return { axes: t.axes, sizes: t.sizes, exponent, integers: Int32Array.from(values) }
}

/**
 * Every tensor quantised, those with a compensation by it. `variances` are the posterior's, sliced as
 * the network's tensors are.
 */
export const quantiseNetwork =
  (
    precision: Precision,
    variances: Bindings,
    compensations: ReadonlyMap<string, Compensated> = new Map()
  ) =>
  (network: Network): QuantisedNetwork => {
    const quantised = new Map(
      [...network.tensors].map(
        ([name, t]) =>
          [
            name,
            precision._tag === 'Codebook' && t.axes.length > 1
              ? shareLevels(precision.rule, precision.bits)(t)
              : onGrid(t, exponentOf(precision, t, variances.get(name)), compensations.get(name))
          ] as const
      )
    )
    return {
      quantised,
      network: {
        ...network,
        tensors: new Map([...quantised].map(([name, q]) => [name, dequantise(q)] as const))
      }
    }
  }

/**
 * The tensors of a network on the grids that they had before; a new one gets the bits of one
 * without variance.
 */
export const requantise =
  (before: ReadonlyMap<string, Quantised>) =>
  (network: Network): QuantisedNetwork => {
    const quantised = new Map(
      [...network.tensors].map(
        ([name, t]) =>
          [
            name,
            quantise(
              before.get(name)?.exponent ?? exponentForBits(BITS_WITHOUT_VARIANCE)(t.values)
            )(t)
          ] as const
      )
    )
    return {
      quantised,
      network: {
        ...network,
        tensors: new Map([...quantised].map(([name, q]) => [name, dequantise(q)] as const))
      }
    }
  }

/** Thresholds 2⁻¹, …, 2⁻²³ of the unit round-off that twice the variance is compared with. */
const roundOffs = Array.from({ length: 23 }, (_, t) => 2 ** -(t + 1))

/**
 * Bits by the published rule: significand bits #{1 ≤ t ≤ 23 : 2 Var w < 2⁻ᵗ}, averaged over
 * surviving weights and rounded up; one sign; exponent bits that tell apart the binades from the
 * round-off to the largest weight, and zero.
 */
export const publishedBits = (t: NamedTensor, variance: NamedTensor | undefined): number => {
  const significand = meanOver(t, variance, (v) => roundOffs.filter((r) => 2 * v < r).length)
  if (significand === undefined) return 0
  const bits = Math.ceil(significand)
  const most = t.values.reduce((m, w) => Math.max(m, Math.abs(w)), 0)
  const binades = Math.max(1, Math.floor(Math.log2(most)) + bits + 1)
  return 1 + bits + Math.ceil(Math.log2(binades + 1))
}
