import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  boundsOf,
  type Distribution,
  family,
  gamma,
  halfCauchy,
  inverseGamma,
  logUniform
} from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { digamma, trigamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { integerAt, streamKey } from '../../src/runtime/Noise.ts'
import { integrate } from '../support/Quadrature.ts'
import { numberOf, scalarFunction } from '../support/ScalarFunction.ts'
import {
  atomsOf,
  isOnTheLine,
  logDensityOf,
  logSpread,
  massesOf,
  numbersOf,
  probabilityUpTo,
  proper
} from './Arbitrary.ts'

/** Numbers of (0, 1), the same for the same seed. */
const uniformOf = (seed: number): (() => number) => {
  const stream = streamKey({ seed, step: 0 }, 'host draws')
  let counter = 0
  return () => (integerAt(stream, counter++) + 2 ** 31 + 0.5) / 2 ** 32
}

const drawsOf = (d: Distribution, n: number, seed: number): ReadonlyArray<number> => {
  const { sample, arguments: args } = family(d)
  if (isLeft(sample)) throw new Error(sample.left)
  const values = args.map((a) => numbersOf(a.value)),
    uniform = uniformOf(seed)
  return Array.from({ length: n }, () => sample.right(values, uniform))
}

const seed = fc.integer({ min: 0, max: 2 ** 31 })
const n = 4000
/**
 * Kolmogorov: √n · sup |F_n − F| exceeds λ with probability 2 exp(−2λ²), 3e-8 at 3; for masses less
 * often.
 */
const bound = 3 / Math.sqrt(n)

/** F at each of some increasing values: one integral from below, then from each to the next. */
const distributionFunction = (
  d: Distribution,
  xs: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const log = logDensityOf(d)
  const pieces = xs.map((x, i) => {
    const before = xs[i - 1]
    return before === undefined
      ? probabilityUpTo(d, x)
      : integrate((y) => Math.exp(log(y)), before, x) +
          atomsOf(d).reduce((sum, { at, mass }) => (before < at && at <= x ? sum + mass : sum), 0)
  })
  let sum = 0
  return pieces.map((p) => (sum += p))
}

/** The sum of the masses up to each. */
const cumulated = (d: Distribution, xs: ReadonlyArray<number>): ReadonlyArray<number> => {
  let sum = 0
  const upTo = massesOf(d).map((m) => (sum += m))
  return xs.map((x) => upTo[Math.min(x, upTo.length - 1)] ?? 0)
}

/** The first and the last draw lie between the ends of the support: beyond them the density has no meaning. */
const expectInside = (d: Distribution, draws: ReadonlyArray<number>): void => {
  const { low, high } = boundsOf(family(d).support) ?? {}
  expect(draws[0]).toBeGreaterThanOrEqual(low === undefined ? -Infinity : numberOf(low))
  expect(draws.at(-1)).toBeLessThanOrEqual(high === undefined ? Infinity : numberOf(high))
}

const expectDistributed = (d: Distribution, unsorted: ReadonlyArray<number>): void => {
  const draws = [...Float64Array.from(unsorted).sort()]
  expectInside(d, draws)
  const xs = draws.filter((_, i) => i % 100 === 50)
  const expected = isOnTheLine(d) ? distributionFunction(d, xs) : cumulated(d, xs)
  xs.forEach((x, i) => {
    const share = (draws.findLastIndex((y) => y <= x) + 1) / n
    expect(Math.abs((expected[i] ?? NaN) - share)).toBeLessThan(bound)
  })
}

describe('draws on the host have the distribution function of the density', () => {
  for (const [name, distribution] of Object.entries(proper)) {
    test(name, () =>
      fc.assert(
        fc.property(distribution, seed, (d, key) => expectDistributed(d, drawsOf(d, n, key))),
        { numRuns: 12 }
      )
    )
  }
})

describe('an expansion has the distribution of the whole', () => {
  const expanded = Object.entries(proper).filter(([, row]) =>
    fc.sample(row, { numRuns: 1, seed: 1 }).every((d) => isSome(family(d).expansion))
  )
  test.each(expanded)('%s', (_, distribution) =>
    fc.assert(
      fc.property(distribution, seed, (d, key) => {
        const { expansion } = family(d)
        if (isNone(expansion)) throw new Error('internal: chosen for its expansion')
        const { parts, value } = expansion.value
        const names = parts.map((p) => p.suffix)
        const whole = scalarFunction(value(names.map((name) => ref(name, []))), ...names)
        const draws = parts.map((p, i) => drawsOf(p.dist, n, key + i))
        expectDistributed(
          d,
          Array.from({ length: n }, (_unused, i) => whole(...draws.map((part) => part[i] ?? NaN)))
        )
      }),
      { numRuns: 12 }
    )
  )
})

describe('draws on the host, far out', () => {
  const shape = logSpread(1e-3, 1e6)
  const meanAndError = (xs: ReadonlyArray<number>, deviation: number) => ({
    mean: xs.reduce((a, b) => a + b, 0) / xs.length,
    error: deviation / Math.sqrt(xs.length)
  })
  /** ψ(a) is the mean, ψ′(a) the variance of ln x. */
  test('ln x of a gamma and an inverse gamma, for shapes of 0.02 to 1e6 and scales of 1e-20 to 1e20', () =>
    fc.assert(
      fc.property(logSpread(0.02, 1e6), logSpread(1e-20, 1e20), seed, (a, scale, key) => {
        const inverse = drawsOf(inverseGamma({ shape: a, scale }), 1000, key)
        const direct = drawsOf(gamma({ shape: a, scale }), 1000, key)
        const deviation = Math.sqrt(trigamma(a))
        const up = meanAndError(
            direct.map((x) => Math.log(x / scale)),
            deviation
          ),
          down = meanAndError(
            inverse.map((x) => Math.log(x / scale)),
            deviation
          )
        expect(Math.abs(up.mean - digamma(a)) / up.error).toBeLessThan(7)
        expect(Math.abs(down.mean + digamma(a)) / down.error).toBeLessThan(7)
      }),
      { numRuns: 30 }
    ))
  test('positive ones are positive and finite, whatever the scale', () =>
    fc.assert(
      fc.property(shape, logSpread(1e-300, 1e290), seed, (a, scale, key) => {
        for (const d of [
          gamma({ shape: a, scale }),
          inverseGamma({ shape: a, scale }),
          halfCauchy(scale)
        ])
          for (const x of drawsOf(d, 20, key)) {
            expect(x).toBeGreaterThan(0)
            expect(x).toBeLessThan(Infinity)
          }
      })
    ))
  test('an improper distribution says why it has none', () =>
    expect(family(logUniform).sample).toEqual({
      _tag: 'Left',
      left: 'its density is improper: it has no total mass'
    }))
})
