/** Generated distributions with constant arguments, and what laws need to integrate over them. */
import * as fc from 'fast-check'
import { isSome } from 'fp-ts/lib/Option.js'
import { map } from 'fp-ts/lib/ReadonlyRecord.js'
import { expect } from 'vitest'
import {
  bijector,
  boundsOf,
  type Distribution,
  factsOf,
  family
} from '../../src/distributions/index.ts'
import { constant, type Expr, ref } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { integrate } from '../support/Quadrature.ts'
import { numberOf, scalarFunction } from '../support/ScalarFunction.ts'
import { otherCombined } from './CombinedRows.ts'
import { betaByMean, otherCounts } from './CountRows.ts'
import { type ElementTag, gammaByRate, type Row, rows } from './Rows.ts'

export { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'
export { gammaByRate } from './Rows.ts'

/** |actual − expected| ≤ tolerance · max(1, |expected|). */
export const expectNear = (actual: number, expected: number, tolerance: number): void => {
  expect(Number.isFinite(actual), `${actual} is not finite`).toBe(true)
  expect(
    Math.abs(actual - expected) / Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`
  ).toBeLessThanOrEqual(tolerance)
}

/** Has it a density on the real line, and not masses? */
export const isOnTheLine = (d: Distribution): boolean => bijector(family(d).support) !== undefined

/** Every distribution by its tag, at generated arguments. */
export const everyDistribution: Readonly<Record<ElementTag, fc.Arbitrary<Distribution>>> = map(
  (row: Row<Distribution>) => row.generated
)(rows)
export const anyDistribution: fc.Arbitrary<Distribution> = fc.oneof(
  ...Object.values<fc.Arbitrary<Distribution>>(everyDistribution)
)

type Named = Readonly<Record<string, fc.Arbitrary<Distribution>>>

/** The rows whose distributions are such, by name. */
const among = (of: Named, holds: (d: Distribution) => boolean): Named =>
  Object.fromEntries(
    Object.entries(of).filter(([, row]) => fc.sample(row, { numRuns: 1, seed: 1 }).every(holds))
  )
const rowsWith = (holds: (d: Distribution) => boolean): Named => among(everyDistribution, holds)
export const proper = {
  ...rowsWith((d) => family(d).isProper),
  ...otherCounts,
  ...otherCombined,
  BetaByMean: betaByMean,
  GammaByRate: gammaByRate
}
/** Every proper distribution on the real line, by tag. */
export const continuous: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  ...rowsWith((d) => family(d).isProper && isOnTheLine(d)),
  ...among(otherCombined, isOnTheLine),
  BetaByMean: betaByMean,
  GammaByRate: gammaByRate
}
/** Every proper distribution of countable values, by tag. */
export const discrete: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  ...rowsWith((d) => !isOnTheLine(d)),
  ...among(otherCombined, (d) => !isOnTheLine(d)),
  ...otherCounts
}
export const anyContinuous: fc.Arbitrary<Distribution> = fc.oneof(...Object.values(continuous))

/** The numbers of an expression without references, with the size of the test's one axis. */
export const numbersOf = (e: Expr): ArrayLike<number> =>
  evaluate({ sizes: new Map(), values: new Map() })(e).values

/** The density by numbers. */
export const logDensityOf = (d: Distribution): ((x: number) => number) =>
  scalarFunction(family(d).logDensity(ref('x', [])), 'x')

/** No generated distribution of counts has a mass worth a law beyond it. */
const mostCounts = 30_000

/**
 * Masses of 0, 1, … up to what is left of 1 being none, and at least up to E x²/E x, beyond which
 * the larger part of the mean lies, whatever there is at 0.
 */
const countMasses = (d: Distribution): ReadonlyArray<number> => {
  const { support, moment } = family(d)
  const log = logDensityOf(d),
    [mean, square] = [moment(1), moment(2)],
    end = boundsOf(support)?.high
  const least = isSome(mean) && isSome(square) ? numberOf(square.value) / numberOf(mean.value) : 0,
    last = end === undefined ? mostCounts : numberOf(end)
  const masses: Array<number> = []
  for (let x = 0, tail = 1; x <= last && (tail > 1e-15 || x < least); x += 1) {
    const mass = Math.exp(log(x))
    masses.push(mass)
    tail = mass * (x + 1)
  }
  return masses
}

/**
 * The outcomes 0, 1, … of a discrete distribution with their masses; of one of counts as far as they
 * are worth it.
 */
export const massesOf = (d: Distribution): ReadonlyArray<number> => {
  const { support, arguments: args, consumes, logDensity } = family(d)
  const most = Math.max(...args.map((a) => numbersOf(a.value).length))
  // categories that no argument lies over have a cutpoint between each two
  const sizes = consumes.map((axis) =>
    args.some((a) => a.value.axes.includes(axis)) ? most : most + 1
  )
  const { outcomes } = factsOf(support._tag)
  return outcomes === undefined
    ? countMasses(d)
    : Array.from({ length: outcomes(sizes) }, (_, x) =>
        Math.exp(numbersOf(logDensity(constant(x)))[0] ?? NaN)
      )
}

/** The distribution function: quadrature of the density, or the sum of the masses. */
export const probabilityUpTo = (d: Distribution, x: number): number =>
  isOnTheLine(d)
    ? expectation(d)(() => 1, x)
    : massesOf(d).reduce((sum, mass, outcome) => (outcome <= x ? sum + mass : sum), 0)

/**
 * ∫ f(x) p(x) dx over x < upTo. On a real support from the median outwards in units of the scale,
 * to both infinities; else on the real line of the support's bijector, from 90 units below the
 * median to as many above: a density like x^(−1.4) at infinity, or x^(−0.6) at 0, leaves out less
 * than 1e-15.
 */
export const expectation =
  (d: Distribution) =>
  (f: (x: number) => number, upTo: number = Infinity): number =>
    ofDensity(d)(f, upTo) +
    atomsOf(d).reduce((sum, { at, mass }) => (at <= upTo ? sum + f(at) * mass : sum), 0)

/** Values that have a mass of their own. */
export const atomsOf = (d: Distribution) =>
  (family(d).atoms ?? []).map(({ at, logMass }) => ({ at, mass: Math.exp(numberOf(logMass)) }))

const ofDensity =
  (d: Distribution) =>
  (f: (x: number) => number, upTo: number): number => {
    const { support, median } = family(d)
    const b = bijector(support)
    if (b === undefined || median._tag === 'None')
      throw new Error('internal: not a distribution of this law')
    const u = ref('u', [])
    const forward = scalarFunction(b.forward(u), 'u'),
      jacobian = scalarFunction(b.logJacobian(u), 'u')
    const inverse = scalarFunction(b.inverse(ref('x', [])), 'x')
    const log = logDensityOf(d)
    const middle = inverse(numbersOf(median.value)[0] ?? NaN)
    const integrand = (v: number): number => {
      const x = forward(v),
        mass = Math.exp(log(x) + jacobian(v))
      return mass === 0 || !Number.isFinite(mass) ? 0 : f(x) * mass
    }
    // below an end, the coordinate falls with the value
    if (forward(1) < forward(0) && upTo < Infinity)
      return ofDensity(d)(f, Infinity) - integrate(integrand, middle - 90, inverse(upTo))
    const end = upTo === Infinity ? Infinity : inverse(upTo)
    if (support._tag === 'Real') {
      const unit = spreadOf(d),
        at = (t: number): number => integrand(middle + unit * t) * unit
      const stop = (end - middle) / unit
      const below = integrate((t) => at(-t), Math.max(0, -stop), Infinity)
      if (stop <= 0) return below
      return (
        below + integrate(at, 0, Infinity) - (stop === Infinity ? 0 : integrate(at, stop, Infinity))
      )
    }
    const last = Math.min(middle + 90, end)
    return last <= middle
      ? integrate(integrand, middle - 90, last)
      : integrate(integrand, middle - 90, middle) + integrate(integrand, middle, last)
  }

export const spreadOf = (d: Distribution): number => {
  const at = family(d).locationScale
  return at._tag === 'None' ? 1 : Math.abs(scalarFunction(at.value.scale)())
}
