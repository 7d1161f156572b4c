/** Distribution functions, quantiles and entropies against quadrature of the density. */
import * as fc from 'fast-check'
import { isSome, type Option } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { bijector, type Distribution, type Family, family } from '../../src/distributions/index.ts'
import { constant, type Expr, ref } from '../../src/expr/index.ts'
import { numberOf, scalarFunction } from '../support/ScalarFunction.ts'
import {
  atomsOf,
  between,
  expectation,
  expectNear,
  logDensityOf,
  logSpread,
  massesOf,
  numbersOf,
  proper
} from './Arbitrary.ts'

type Row = readonly [string, fc.Arbitrary<Distribution>]

const isDiscrete = (f: Family<Distribution>): boolean => bijector(f.support) === undefined

/** The rows of which something holds, asked of each once. */
const having = (holds: (f: Family<Distribution>) => boolean): ReadonlyArray<Row> =>
  Object.entries(proper).filter(([, row]) =>
    fc.sample(row, { numRuns: 1, seed: 1 }).every((d) => holds(family(d)))
  )

/** A function of one number that a distribution answers with. */
const asked = (answer: Option<(x: Expr) => Expr>): ((x: number) => number) => {
  if (!isSome(answer)) throw new Error('internal: chosen for its answer')
  return scalarFunction(answer.value(ref('x', [])), 'x')
}

/** The same at one number, without compiling it. */
const once = (answer: Option<(x: Expr) => Expr>, at: number): number =>
  isSome(answer) ? (numbersOf(answer.value(constant(at)))[0] ?? NaN) : NaN

const massAt = (d: Distribution, x: number): number =>
  atomsOf(d).find(({ at }) => at === x)?.mass ?? 0

describe('the quantile inverts the distribution function, far into both tails', () => {
  const ulps = 4 * 2 ** -52
  test.each(having((f) => isSome(f.cdf) && isSome(f.quantile)))('%s', (_, row) =>
    fc.assert(
      fc.property(row, logSpread(1e-9, 0.5), fc.boolean(), (d, tail, upper) => {
        const { cdf, quantile } = family(d),
          p = upper ? 1 - tail : tail
        const x = once(quantile, p),
          found = once(cdf, x)
        // what rounding x alone does to it
        const rounding = ulps * Math.abs(x) * Math.exp(logDensityOf(d)(x))
        // a value of its own mass is the quantile of every p up to it
        const mass = massAt(d, x)
        expect(found - p).toBeLessThanOrEqual(1e-11 * p + ulps + rounding + mass)
        expect(p - found).toBeLessThanOrEqual(1e-11 * p + ulps + rounding)
      })
    )
  )
})

describe('the distribution function is the integral of the density', () => {
  test.each(having((f) => isSome(f.quantile)))('%s, at its quantiles', (_, row) =>
    fc.assert(
      fc.property(row, between(0.01, 0.99), (d, p) => {
        const x = once(family(d).quantile, p)
        expectNear(
          expectation(d)(() => 1, x),
          massAt(d, x) === 0 ? p : once(family(d).cdf, x),
          1e-8
        )
      }),
      { numRuns: 30 }
    )
  )
  test.each(having((f) => isSome(f.cdf) && !isSome(f.quantile) && !isDiscrete(f)))(
    '%s, around its median',
    (_, row) =>
      fc.assert(
        fc.property(row, logSpread(0.1, 10), (d, by) => {
          const { median, cdf } = family(d)
          const x = (isSome(median) ? numberOf(median.value) : NaN) * by
          expectNear(
            expectation(d)(() => 1, x),
            asked(cdf)(x),
            1e-8
          )
        }),
        { numRuns: 30 }
      )
  )
  test.each(having((f) => isSome(f.cdf) && isDiscrete(f)))('%s: the sum of its masses', (_, row) =>
    fc.assert(
      fc.property(row, (d) => {
        const { cdf } = family(d)
        let below = 0
        massesOf(d).forEach((mass, x) => {
          below += mass
          const found = isSome(cdf) ? numbersOf(cdf.value(constant(x)))[0] : undefined
          expectNear(found ?? NaN, below, 1e-12)
        })
      })
    )
  )
})

describe('the entropy is −E ln p', () => {
  const entropyOf = (d: Distribution): number => {
    const { entropy } = family(d)
    return isSome(entropy) ? (numbersOf(entropy.value)[0] ?? NaN) : NaN
  }
  test.each(having((f) => isSome(f.entropy) && !isDiscrete(f)))('%s', (_, row) =>
    fc.assert(
      fc.property(row, (d) => {
        // of a truncated law, where the law itself has a form of it
        fc.pre(isSome(family(d).entropy))
        const log = logDensityOf(d)
        expectNear(
          entropyOf(d),
          expectation(d)((x) => -log(x)),
          1e-7
        )
      }),
      { numRuns: 30 }
    )
  )
  test.each(having((f) => isSome(f.entropy) && isDiscrete(f)))('%s', (_, row) =>
    fc.assert(
      fc.property(row, (d) =>
        expectNear(
          entropyOf(d),
          massesOf(d).reduce((sum, m) => (m === 0 ? sum : sum - m * Math.log(m)), 0),
          1e-10
        )
      )
    )
  )
})
