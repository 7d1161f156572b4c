/**
 * Arbitraries of numbers, spread evenly over stated ranges.
 *
 * `fc.double` of fast-check 4.10 draws evenly over floating-point numbers: over a range that holds 0
 * the median is about 1e-166, and of [0, 1] a half of a percent lies in [0.01, 0.99]. A law that is
 * fed so sees its extremes and nothing else. Here a range is stated, and extremes are named.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'

/** Steps from one end of a range to the other. */
const steps = 2 ** 30

/** Evenly between two numbers, ends included; it shrinks towards `low`. */
export const between = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: steps }).map((i) => low + ((high - low) * i) / steps)

/** Evenly in the logarithm, 0 < low < high. */
export const logSpread = (low: number, high: number): fc.Arbitrary<number> =>
  between(Math.log(low), Math.log(high)).map(Math.exp)

/** As often below zero as above. */
export const eitherSign = (size: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(size, fc.boolean()).map(([x, isBelow]) => (isBelow ? -x : x))

/** One draw in eight is one of the extremes. */
export const withExtremes = (
  size: fc.Arbitrary<number>,
  ...extremes: ReadonlyArray<number>
): fc.Arbitrary<number> =>
  fc.oneof({ weight: 7, arbitrary: size }, { weight: 1, arbitrary: fc.constantFrom(...extremes) })
