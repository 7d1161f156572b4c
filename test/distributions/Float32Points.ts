/** Arguments of densities for the comparison in float32, and the densities made of them. */
import * as fc from 'fast-check'
import { type Distribution, family } from '../../src/distributions/index.ts'
import { constant, type Expr } from '../../src/expr/index.ts'
import type { Float32Row } from '../support/Float32Law.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'

export type Numbers = ReadonlyArray<number>

export const most = 1e37
export const anyPositive: fc.Arbitrary<number> = logSpread(1 / most, most)
export const eitherSign = (size: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(size, fc.boolean()).map(([x, flip]) => (flip ? -x : x))
export const anyReal: fc.Arbitrary<number> = eitherSign(anyPositive)

/** A deviation from a middle: exactly there, a few units of float32 off, or far. */
export const near: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  eitherSign(logSpread(1e-8, 1)),
  eitherSign(logSpread(0.1, 30))
)
export const within =
  (end: number) =>
  (x: number): number =>
    Math.sign(x) * Math.min(Math.max(Math.abs(x), 1 / end), end)

/** Arguments, with an x from anywhere or from where they and a deviation put it. */
export const around = (
  args: ReadonlyArray<fc.Arbitrary<number>>,
  anywhere: fc.Arbitrary<number>,
  at: (args: Numbers, deviation: number) => number,
  end: number = most
): fc.Arbitrary<Numbers> =>
  fc
    .tuple(fc.tuple(...args), anywhere, near, fc.boolean())
    .map(([xs, x, deviation, far]) => [far ? x : within(end)(at(xs, deviation)), ...xs])

/** The density of a distribution made of expressions, x before its arguments. */
export const density = (of: (args: ReadonlyArray<Expr>) => Distribution): Float32Row['of'] => {
  const at = ([x = constant(NaN), ...args]: ReadonlyArray<Expr>): Expr =>
    family(of(args)).logDensity(x)
  return at
}
export const nan = constant(NaN)

export const shapes = logSpread(1e-3, 1e8)
/** Beside degrees of freedom. */
export const mostOfT = 1e30
/** Powers of a ratio: its rounding to 2⁻²⁴, so many times, must stay small. */
export const powers = logSpread(1e-3, 1e4)
/** Where ratios of three of them are float32. */
export const mostOfSizes = 1e12
export const sizes = logSpread(1 / mostOfSizes, mostOfSizes)
export const tiny = eitherSign(logSpread(1e-37, 1e-20))
export const real = eitherSign(logSpread(1 / mostOfT, mostOfT))
