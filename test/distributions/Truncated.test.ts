/** Laws between ends far out and near to each other, where differences of probabilities have no digits. */
import * as fc from 'fast-check'
import { isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  beta,
  betaPrime,
  cauchy,
  type Distribution,
  exponential,
  family,
  frechet,
  gamma,
  gumbel,
  halfCauchy,
  halfStudentT,
  inverseGamma,
  kumaraswamy,
  laplace,
  logistic,
  normal,
  studentT,
  truncated,
  weibull
} from '../../src/distributions/index.ts'
import { emptyEnvironment, evaluateScalar } from '../../src/expr/numbers/Reference.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import { hostBetween } from '../../src/distributions/between/HostBetween.ts'
import { constant, ref } from '../../src/expr/index.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import { between, expectNear, logDensityOf, logSpread } from './Arbitrary.ts'

const side = fc.constantFrom(1, -1)
/** An end, in deviations from the middle, and the length beyond it. */
const spans = fc
  .tuple(logSpread(1e-6, 1e5), side, logSpread(1e-8, 1e3))
  .map(([at, sign, width]) => ({ low: at * sign, high: at * sign + width }))
  .filter(({ low, high }) => high - low > 1e-6 * Math.abs(low))

const parents = {
  normal: normal(0, 1),
  logistic: logistic(0, 1),
  exponential: exponential(1),
  cauchy: cauchy(0, 1),
  laplace: laplace(0, 1)
} as const
type Parent = keyof typeof parents

const asked = (d: Distribution) => {
  const { cdf, quantile } = family(d)
  if (!isSome(cdf) || !isSome(quantile)) throw new Error('internal: it has both')
  return {
    cdf: scalarFunction(cdf.value(ref('x', [])), 'x'),
    quantile: scalarFunction(quantile.value(ref('p', [])), 'p')
  }
}
const spanOf = (parent: Parent, { low, high }: { low: number; high: number }) =>
  parent === 'exponential'
    ? { low: Math.abs(low), high: Math.abs(low) + high - low }
    : { low, high }

describe.each(['normal', 'logistic', 'exponential', 'cauchy', 'laplace'] as const)(
  '%s, far and narrow',
  (parent) => {
    test('the quantile inverts the distribution function, and lies inside', () =>
      fc.assert(
        fc.property(spans, between(0.001, 0.999), (s, p) => {
          const ends = spanOf(parent, s)
          const d = truncated<Distribution>({ ...ends, of: parents[parent] })
          const { cdf, quantile } = asked(d)
          const x = quantile(p)
          expect(x).toBeGreaterThanOrEqual(ends.low)
          expect(x).toBeLessThanOrEqual(ends.high)
          // what rounding x alone does to it
          const rounding = 2 ** -50 * Math.abs(x) * Math.exp(logDensityOf(d)(x))
          expect(Math.abs(cdf(x) - p)).toBeLessThanOrEqual(1e-11 + rounding)
        }),
        { numRuns: 60 }
      ))
    test('a uniform number becomes the same place on the host', () =>
      fc.assert(
        fc.property(spans, between(0.001, 0.999), (s, p) => {
          const { low, high } = spanOf(parent, s)
          const gap = high - low
          const x = asked(truncated<Distribution>({ low, high, of: parents[parent] })).quantile(p)
          const found = hostBetween[parent]({ low, high, gap }, p, [])
          const y =
            found.from === 'none' ? found.u : found.from === 'low' ? low + found.t : high - found.t
          expect(Math.abs(y - x)).toBeLessThanOrEqual(1e-7 * gap + 1e-12 * Math.abs(x))
        }),
        { numRuns: 60 }
      ))
    test('the density is as high between the ends as its slope there says: ∫ p = 1 by its own cdf', () =>
      fc.assert(
        fc.property(spans, between(0.05, 0.95), (s, p) => {
          const ends = spanOf(parent, s)
          const d = truncated<Distribution>({ ...ends, of: parents[parent] })
          const { cdf, quantile } = asked(d)
          const x = quantile(p),
            // a step within which the density changes little
            h = 1e-3 * Math.min(quantile(p + 0.01) - x, x - quantile(p - 0.01))
          fc.pre(h > 1e-9 * Math.abs(x))
          const slope = (cdf(x + h) - cdf(x - h)) / (2 * h)
          expect(slope / Math.exp(logDensityOf(d)(x))).toBeCloseTo(1, 4)
        }),
        { numRuns: 40 }
      ))
  }
)

const number = evaluateScalar(emptyEnvironment)
const shaped: ReadonlyArray<readonly [string, Distribution, (at: number, width: number) => Ends]> =
  [
    ['gamma', gamma({ shape: 0.3, scale: 1 }), (at, width) => [Math.abs(at), Math.abs(at) + width]],
    ['inverse gamma', inverseGamma({ shape: 40, scale: 3 }), (at, w) => [at * at, at * at + w]],
    ['beta', beta({ alpha: 0.2, beta: 9 }), (at, w) => [1 / (2 + at * at), (1 + w) / (2 + w)]],
    ['Student’s t', studentT({ df: 3, location: 1, scale: 2 }), (at, width) => [at, at + width]]
  ]
type Ends = readonly [number, number]

describe.each(shaped)('%s, by quadrature, far and narrow', (_, of, endsOf) => {
  const cases = fc
    .tuple(logSpread(1e-3, 30), side, logSpread(1e-6, 1e3), between(0.001, 0.999))
    .map(([at, sign, width, p]) => ({ ends: endsOf(at * sign, width), p }))
    .filter(({ ends: [low, high] }) => high - low > 1e-6 * Math.abs(low))
  test('the quantile inverts the distribution function, inside, as on the host', () =>
    fc.assert(
      fc.property(cases, ({ ends: [low, high], p }) => {
        const d = truncated<Distribution>({ low, high, of })
        const { cdf, quantile } = family(d)
        if (!isSome(cdf) || !isSome(quantile)) throw new Error('internal: it has both')
        const x = number(quantile.value(constant(p)))
        expect(x).toBeGreaterThanOrEqual(low)
        expect(x).toBeLessThanOrEqual(high)
        const rounding = 2 ** -50 * Math.abs(x) * Math.exp(logDensityOf(d)(x))
        expect(Math.abs(number(cdf.value(constant(x))) - p)).toBeLessThanOrEqual(1e-11 + rounding)

        const { standard } = family(of)
        if (!isSome(standard)) throw new Error('internal: it is truncated')
        const s = standard.value
        const placeOf = (value: number): number => number(s.at(constant(value)))
        const [first, last] = s.rises ? [low, high] : [high, low]
        const shapes = (s.shapes ?? []).map(number)
        const span = { low: placeOf(first), high: placeOf(last) }
        const gap = number(s.gap(constant(low), constant(high)))
        const found = hostBetween[s.law]({ ...span, gap }, s.rises ? p : 1 - p, shapes)
        const y =
          found.from === 'none'
            ? number(s.back(constant(found.u)))
            : found.from === 'low'
              ? number(s.beyond(constant(first), constant(found.t)))
              : number(s.beyond(constant(last), constant(-found.t)))
        expect(Math.abs(y - x)).toBeLessThanOrEqual(1e-7 * (high - low) + 1e-12 * Math.abs(x))
      }),
      { numRuns: 15 }
    ))
})

test('slopes in shapes and ends are those of differences', () => {
  const [x, shape, low] = [ref('x', []), ref('shape', []), ref('low', [])]
  const laws: ReadonlyArray<Distribution> = [
    gamma({ shape, scale: 2 }),
    inverseGamma({ shape, scale: 2 }),
    studentT({ df: shape, location: 0.5, scale: 2 }),
    betaPrime({ alpha: shape, beta: 1.5, scale: 1 })
  ]
  for (const of of laws) {
    const log = family(truncated<Distribution>({ low, high: 4, of })).logDensity(x)
    const at = scalarFunction(log, 'x', 'shape', 'low')
    for (const [name, i] of [['shape', 1] as const, ['low', 2] as const]) {
      const slope = scalarFunction(
        gradients(log, [{ name }]).get(name) ?? constant(NaN),
        'x',
        'shape',
        'low'
      )
      for (const point of [
        [2, 0.3, 1],
        [2, 3, 0.2],
        [1.7, 40, 1.5]
      ]) {
        const moved = (h: number): number => at(...point.map((v, k) => (k === i ? v + h : v)))
        const h = 1e-4
        const wanted = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h)
        expectNear(slope(...point), wanted, 1e-8)
      }
    }
  }
})

test('a law that falls keeps its slope at an end that is far: the hazard of a normal', () => {
  const at = (low: number) => logDensityOf(truncated<Distribution>({ low, of: normal(0, 1) }))(low)
  // t + 1/t − 2/t³ of Mills' ratio
  for (const t of [50, 1e3, 1e6])
    expect(Math.exp(at(t)) / (t + 1 / t - 2 / t ** 3)).toBeCloseTo(1, 8)
})

test('infinitely many deviations from its parent, all of it lies at the end', () => {
  const at = logDensityOf(truncated<Distribution>({ low: 1, of: normal(-1e300, 1e-300) }))
  expect(at(2)).toBe(-Infinity)
})

describe('the upper half', () => {
  const above0 = fc.tuple(logSpread(1e-6, 1e6), logSpread(1e-2, 1e2))
  test.each([
    ['of a Cauchy is a half-Cauchy', (s: number) => [cauchy(0, s), halfCauchy(s)] as const],
    [
      'of Student’s t is a half-t',
      (s: number) =>
        [studentT({ df: 4, location: 0, scale: s }), halfStudentT({ df: 4, scale: s })] as const
    ],
    ['of a Laplace is exponential', (s: number) => [laplace(0, s), exponential(1 / s)] as const]
  ])('%s', (_, of) =>
    fc.assert(
      fc.property(above0, ([x, s]) => {
        const [whole, half] = of(s)
        expectNear(
          logDensityOf(truncated<Distribution>({ low: 0, of: whole }))(x * s),
          logDensityOf(half)(x * s),
          1e-12
        )
      })
    )
  )
})

test('what is between 0 and 1 after the cut may stand as a probability', () => {
  const shapes = { alpha: constant(2), beta: constant(3) }
  const tagOf = (d: Distribution): string => family(d).support._tag
  expect([
    tagOf(truncated({ low: 0.5, of: beta(shapes) })),
    tagOf(truncated({ high: ref('h', []), of: beta(shapes) })),
    tagOf(truncated({ low: 0.1, high: 0.9, of: normal(0, 1) })),
    tagOf(truncated({ high: 1, of: exponential(1) })),
    tagOf(truncated({ low: 0, high: 1, of: normal(0, 1) }))
  ]).toEqual(['UnitInterval', 'UnitInterval', 'UnitInterval', 'UnitInterval', 'Unit'])
  expect([
    tagOf(truncated({ high: 1.5, of: exponential(1) })),
    tagOf(truncated({ low: 0.5, of: exponential(1) })),
    tagOf(truncated({ low: -0.5, high: 0.5, of: normal(0, 1) })),
    tagOf(truncated({ low: 0.5, high: ref('h', []), of: normal(0, 1) }))
  ]).toEqual(['PositiveInterval', 'PositiveHalfLine', 'Interval', 'PositiveInterval'])
})

describe('an end beyond which nothing lies is no end', () => {
  const shape = logSpread(0.5, 40)
  const far = logSpread(1e2, 1e30)
  const cases = {
    'a Fréchet far above': fc.tuple(shape, far, logSpread(0.5, 5)).map(([a, high, x]) => ({
      of: frechet({ shape: a, scale: 1 }),
      end: { high: 1e17 ** Math.max(1, 2 / a) * high },
      x
    })),
    'a Weibull far below': fc.tuple(shape, far, logSpread(0.5, 2)).map(([a, below, x]) => ({
      of: weibull({ shape: a, scale: 1 }),
      end: { low: 1e-17 ** Math.max(1, 2 / a) / below },
      x
    })),
    'a Weibull of which little lies so low': fc.tuple(shape, far).map(([a, below]) => ({
      of: weibull({ shape: a, scale: 1 }),
      end: { high: 1e3 ** Math.max(1, 2 / a) },
      x: 1 / below
    })),
    'a Gumbel far above': fc.tuple(far, between(-2, 5)).map(([high, x]) => ({
      of: gumbel(0, 1),
      end: { high },
      x
    })),
    'a Kumaraswamy far below': fc.tuple(shape, far, between(0.3, 0.9)).map(([a, below, x]) => ({
      of: kumaraswamy({ alpha: a, beta: 2 }),
      end: { low: 1e-17 ** Math.max(1, 2 / a) / below },
      x
    }))
  }
  test.each(Object.entries(cases))('%s', (_, found) =>
    fc.assert(
      fc.property(found, ({ of, end, x }) =>
        expectNear(logDensityOf(truncated({ ...end, of }))(x), logDensityOf(of)(x), 1e-9)
      )
    )
  )
})
