/**
 * Uniform quantisation: ŵ = δ·round(w/δ), ties to the even integer, so |ŵ − w| ≤ δ/2.
 *
 * δ is a power of two, δ = 2^exponent, and integers stay within ±2²³: every ŵ is a float32 exactly.
 */
import { roundTiesToEven } from '../../expr/numbers/Scalar.ts'
import type { Axes } from '../../expr/index.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'

/** ŵ = 2^exponent · integer, row-major over `axes`. */
export interface Quantised {
  readonly axes: Axes
  readonly sizes: ReadonlyArray<number>
  readonly exponent: number
  readonly integers: Int32Array
}

/** Exponents that keep δ and every multiple of it up to 2²³ in the normal range of float32. */
export const LEAST_EXPONENT = -126
export const GREATEST_EXPONENT = 100
/** Significand bits of a float32. */
const MOST_BITS = 23
/** The largest integer. */
export const MOST_INTEGER = 2 ** MOST_BITS - 1
/** The largest magnitude that is quantised: about 1.06e37. */
export const LARGEST = (2 ** MOST_BITS - 1) * 2 ** GREATEST_EXPONENT

const largest = (values: ArrayLike<number>): number => {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] ?? 0))
  return most
}

/** ⌈log₂ x⌉ exactly, for x > 0. */
const ceilLog2 = (x: number): number => {
  const guess = Math.round(Math.log2(x))
  return 2 ** guess >= x ? (2 ** (guess - 1) >= x ? guess - 1 : guess) : guess + 1
}

const clamp = (exponent: number): number =>
  Math.min(GREATEST_EXPONENT, Math.max(LEAST_EXPONENT, exponent))

/** The least exponent whose integers are at most `limit` in magnitude. */
const leastExponent = (limit: number, values: ArrayLike<number>): number => {
  const most = largest(values)
  if (most === 0) return 0
  const start = ceilLog2(most / limit) - 1
  return clamp(Math.abs(roundTiesToEven(most / 2 ** start)) <= limit ? start : start + 1)
}

/**
 * The exponent of N bits in all, one of them the sign: the smallest δ whose integers are at most
 * 2^(N−1) − 1.
 */
export const exponentForBits =
  (totalBits: number) =>
  (values: ArrayLike<number>): number =>
    leastExponent(2 ** Math.min(MOST_BITS, totalBits - 1) - 1, values)

/**
 * The exponent of the largest δ = 2^−t with δ²/12 ≤ ρ · mean variance: the error of rounding is at
 * most ρ times the posterior's own, on average. Never below what float32 can hold.
 */
export const exponentForVariance =
  (rho: number, meanVariance: number) =>
  (values: ArrayLike<number>): number => {
    const bound = 12 * rho * meanVariance
    const guess = Math.floor(Math.log2(bound) / 2)
    const exact = 4 ** (guess + 1) <= bound ? guess + 1 : 4 ** guess <= bound ? guess : guess - 1
    return clamp(Math.max(exact, leastExponent(2 ** MOST_BITS - 1, values)))
  }

export const quantise =
  (exponent: number) =>
  (t: NamedTensor): Quantised => {
    const delta = 2 ** exponent
    return {
      axes: t.axes,
      sizes: t.sizes,
      exponent,
      integers: Int32Array.from(t.values, (w) => roundTiesToEven(w / delta))
    }
  }

/** The float32 values, exactly. */
export const dequantise = (q: Quantised): NamedTensor => {
  const delta = 2 ** q.exponent
  return { axes: q.axes, sizes: q.sizes, values: Float32Array.from(q.integers, (n) => n * delta) }
}

/**
 * Bits in front of the binary point of max |ŵ|: max(0, ⌈log₂ max|ŵ|⌉), and one more at a power of
 * two, which needs it.
 */
export const integerBits = (most: number): number => {
  if (most <= 0) return 0
  const up = ceilLog2(most)
  return Math.max(0, up + (2 ** up === most ? 1 : 0))
}

/**
 * Bits of a fixed-point number of this tensor: sign, integer part, fraction; 0 for a tensor of
 * zeros.
 */
export const fixedPointBits = (q: Quantised): number => {
  const most = largest(q.integers)
  return most === 0 ? 0 : Math.max(1, integerBits(most * 2 ** q.exponent) - q.exponent) + 1
}

export const nonZeros = (q: Quantised): number =>
  q.integers.reduce((n, v) => n + (v === 0 ? 0 : 1), 0)
