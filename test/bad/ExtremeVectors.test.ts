/**
 * Every family of vectors at arguments and values as large and as small as they come: a log density is a number or
 * −∞, never NaN; and what is no number gives none that is finite.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Distribution, type DistributionTag, family } from '../../src/distributions/index.ts'
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, mul } from '../../src/expr/index.ts'
import { uniformStreams } from '../../src/inference/predictive/UniformStreams.ts'
import {
  countOf,
  logDensityAt,
  numbersOf,
  type VectorRow,
  vectorRows
} from '../distributions/VectorRows.ts'

const sizes = [1e-300, 1e-30, 1, 1e30, 1e300]

/** Each argument that is measured at each of the sizes, the others as they are. */
const scaled = (d: Distribution): ReadonlyArray<readonly [string, Distribution]> =>
  family(d)
    .arguments.filter((a) => a.support !== 'Counts')
    .flatMap(({ name, value }) =>
      sizes.map(
        (by) =>
          [
            `${name} × ${by}`,
            family(d).mapArguments((e: Expr) => (e === value ? pipe(e, mul(constant(by))) : e))
          ] as const
      )
    )

const drawOf = (d: Distribution): ReadonlyArray<number> => {
  const { arguments: given, sampleVector } = family(d)
  if (sampleVector === undefined) throw new Error('internal: a vector has draws')
  const args = given.map((a) => numbersOf(d, a.value))
  return sampleVector(args, uniformStreams({ seed: 9, step: 0 }, 'extreme')(0), countOf(d))
}

/** By how much values are multiplied at most, where that is less than a number can be, and why. */
const most: { readonly [T in DistributionTag]?: number } = {
  // a solve beyond 1e308 deviations is ∞ − ∞: such a loss is refused as no finite number
  MultivariateNormal: 1e3,
  LowRankMultivariateNormal: 1e3
}

/** A draw, and values of the support far from all draws. */
const valuesOf = (d: Distribution): ReadonlyArray<ReadonlyArray<number>> => {
  const x = drawOf(d)
  const at = (first: number, other: number): ReadonlyArray<number> =>
    x.map((_, i) => (i === 0 ? first : other))
  switch (family(d).support._tag) {
    case 'Real':
      return [
        x,
        ...[1e-300, 1e30, 1e300].map((by) => x.map((v) => -v * Math.min(by, most[d._tag] ?? by)))
      ]
    case 'Ordered':
      return [x, ...[1e-300, 1e30, 1e300].map((by) => x.map((_, i) => by * (i + 1)))]
    case 'Simplex':
      return [x, at(1 - 2 ** -53, 1e-300), at(1e-300, 1 / (x.length - 1))]
    default:
      return [x]
  }
}

describe.each(Object.entries<VectorRow<Distribution>>(vectorRows))('%s', (_, { generated }) => {
  test('huge and tiny arguments and values give a number or −∞', () => {
    const wrong = fc.sample(generated, { numRuns: 3, seed: 4 }).flatMap((d) =>
      scaled(d).flatMap(([how, law]) =>
        valuesOf(d).flatMap((x) => {
          const found = logDensityAt(law, x)
          return found < Infinity ? [] : [`${how} at ${x.join()}: ${found}`]
        })
      )
    )
    expect(wrong.slice(0, 6)).toEqual([])
  })
  test('an argument or a value that is no number leaves no finite density', () => {
    for (const d of fc.sample(generated, { numRuns: 3, seed: 6 })) {
      const x = drawOf(d)
      for (const { name, value } of family(d).arguments) {
        const law = family(d).mapArguments((e: Expr) => (e === value ? pipe(e, mul(NaN)) : e))
        expect(Number.isFinite(logDensityAt(law, x)), name).toBe(false)
      }
      const unknown = x.map(() => NaN)
      expect(Number.isFinite(logDensityAt(d, unknown))).toBe(false)
    }
  })
})
