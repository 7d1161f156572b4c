/** Generated distributions with constant arguments, and what laws need to integrate over them. */
import * as fc from 'fast-check'
import { expect } from 'vitest'
import {
  bernoulli,
  bijector,
  categorical,
  type Distribution,
  type Distributions,
  type DistributionTag,
  exponential,
  family,
  gamma,
  halfCauchy,
  halfNormal,
  inverseGamma,
  logNormal,
  logUniform,
  normal,
  uniform
} from '../../src/distributions/index.ts'
import { constant, constants, type Expr, ref } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { integrate } from '../support/Quadrature.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'

/**
 * Evenly between two numbers: `fc.double` is even over floating-point numbers, of which most are
 * near 0.
 */
export const between = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 30 }).map((i) => low + ((high - low) * i) / 2 ** 30)
/** Evenly in the logarithm. */
export const logSpread = (low: number, high: number): fc.Arbitrary<number> =>
  between(Math.log(low), Math.log(high)).map(Math.exp)

/** |actual − expected| ≤ tolerance · max(1, |expected|). */
export const expectNear = (actual: number, expected: number, tolerance: number): void => {
  expect(Number.isFinite(actual), `${actual} is not finite`).toBe(true)
  expect(
    Math.abs(actual - expected) / Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`
  ).toBeLessThanOrEqual(tolerance)
}

/** Has it a density on the real line, and not masses? */
const isOnTheLine = (d: Distribution): boolean => bijector(family(d).support) !== undefined

const scale = logSpread(0.01, 100)
const shape = logSpread(0.4, 20)

/**
 * Every distribution by its tag, at generated arguments: a tag without a row does not compile, and a
 * row is under every law that its facts allow.
 */
export const everyDistribution: {
  readonly [T in DistributionTag]: fc.Arbitrary<Distributions[T]>
} = {
  Bernoulli: between(-6, 6).map((logits) => bernoulli({ logits })),
  Categorical: fc
    .array(between(-4, 4), { minLength: 2, maxLength: 6 })
    .map((l) => categorical({ logits: constants(['classes'], [l.length], l), along: 'classes' })),
  Exponential: scale.map(exponential),
  Gamma: fc.tuple(shape, scale).map(([a, s]) => gamma({ shape: a, scale: s })),
  HalfCauchy: scale.map(halfCauchy),
  HalfNormal: scale.map(halfNormal),
  InverseGamma: fc.tuple(shape, scale).map(([a, b]) => inverseGamma({ shape: a, scale: b })),
  LogNormal: fc.tuple(between(-5, 5), logSpread(0.05, 3)).map(([m, s]) => logNormal(m, s)),
  LogUniform: fc.constant(logUniform),
  Normal: fc
    .tuple(between(-5, 5), scale, fc.boolean())
    .map(([m, s, flip]) => normal(m, flip ? -s : s)),
  Uniform: fc.tuple(between(-5, 5), scale).map(([l, w]) => uniform(l, l + w))
}
export const anyDistribution: fc.Arbitrary<Distribution> = fc.oneof(
  ...Object.values<fc.Arbitrary<Distribution>>(everyDistribution)
)

export const gammaByRate: fc.Arbitrary<Distribution> = fc
  .tuple(shape, scale)
  .map(([a, r]) => gamma({ shape: a, rate: r }))

/** The rows whose distributions are such, by tag. */
const rowsWith = (
  holds: (d: Distribution) => boolean
): Readonly<Record<string, fc.Arbitrary<Distribution>>> =>
  Object.fromEntries(
    Object.entries<fc.Arbitrary<Distribution>>(everyDistribution).filter(([, row]) =>
      fc.sample(row, { numRuns: 1, seed: 1 }).every(holds)
    )
  )
export const proper = {
  ...rowsWith((d) => family(d).isProper),
  GammaByRate: gammaByRate
}
/** Every proper distribution on the real line, by tag. */
export const continuous: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  ...rowsWith((d) => family(d).isProper && isOnTheLine(d)),
  GammaByRate: gammaByRate
}
export const anyContinuous: fc.Arbitrary<Distribution> = fc.oneof(...Object.values(continuous))

/** The numbers of an expression without references, with the size of the test's one axis. */
export const numbersOf = (e: Expr): ArrayLike<number> =>
  evaluate({ sizes: new Map(), values: new Map() })(e).values

/** The density by numbers. */
export const logDensityOf = (d: Distribution): ((x: number) => number) =>
  scalarFunction(family(d).logDensity(ref('x', [])), 'x')

/** The outcomes 0, 1, … of a discrete distribution, with their masses. */
export const massesOf = (d: Distribution): ReadonlyArray<number> => {
  const { support, arguments: args } = family(d)
  const outcomes =
    support._tag === 'Binary' ? 2 : Math.max(...args.map((a) => numbersOf(a.value).length))
  return Array.from({ length: outcomes }, (_, x) =>
    Math.exp(numbersOf(family(d).logDensity(constant(x)))[0] ?? NaN)
  )
}

/** The distribution function: quadrature of the density, or the sum of the masses. */
export const probabilityUpTo = (d: Distribution, x: number): number =>
  isOnTheLine(d)
    ? expectation(d)(() => 1, x)
    : massesOf(d).reduce((sum, mass, outcome) => (outcome <= x ? sum + mass : sum), 0)

/**
 * ∫ f(x) p(x) dx over x < upTo, on the real line of the support's bijector, from 90 units (40
 * standard deviations where the support is real) below the median to as many above: a density like
 * x^(−1.4) at infinity, or x^(−0.6) at 0, leaves out less than 1e-15.
 */
export const expectation =
  (d: Distribution) =>
  (f: (x: number) => number, upTo: number = Infinity): number => {
    const { support, median } = family(d)
    const b = bijector(support)
    if (b === undefined || median._tag === 'None')
      throw new Error('internal: not a distribution of this law')
    const u = ref('u', [])
    const forward = scalarFunction(b.forward(u), 'u'),
      jacobian = scalarFunction(b.logJacobian(u), 'u')
    const inverse = scalarFunction(b.inverse(ref('x', [])), 'x')
    const log = logDensityOf(d)
    const middle = inverse(scalarFunction(median.value)())
    const reach = support._tag === 'Real' ? 40 * spreadOf(d) : 90
    const integrand = (v: number): number => {
      const x = forward(v),
        mass = Math.exp(log(x) + jacobian(v))
      return mass === 0 || !Number.isFinite(mass) ? 0 : f(x) * mass
    }
    const end = Math.min(middle + reach, upTo === Infinity ? Infinity : inverse(upTo))
    return end <= middle
      ? integrate(integrand, middle - reach, end)
      : integrate(integrand, middle - reach, middle) + integrate(integrand, middle, end)
  }

export const spreadOf = (d: Distribution): number => {
  const at = family(d).locationScale
  return at._tag === 'None' ? 1 : Math.abs(scalarFunction(at.value.scale)())
}
