/**
 * Every family of single elements at arguments as large and as small as they come: a log density is a number or −∞, the
 * right limit, ∞ at a pole, never NaN; and what is no number gives none. As literals of a model, arguments outside
 * their support and what is no number are refused.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boundsOf,
  type Distribution,
  type DistributionTag,
  family,
  type SupportTag
} from '../../src/distributions/index.ts'
import * as language from '../../src/dsl/index.ts'
import { isDist } from '../../src/dsl/Dist.ts'
import { constant } from '../../src/expr/index.ts'
import { everyDistribution, numbersOf } from '../distributions/Arbitrary.ts'

const positive = [1e-300, 1e-30, 1, 1e30, 1e300],
  real = [-1e300, -1e30, -1, 0, 1e-300, 1, 1e30, 1e300],
  unit = [1e-300, 1e-30, 0.5, 1 - 2 ** -53]
/** What arguments are asked at, and values: of the supports that arguments and values have. */
const extremes: { readonly [S in SupportTag]: ReadonlyArray<number> } = {
  Binary: [0, 1],
  Categories: [0],
  Correlation: [],
  Counts: [0, 1, 7, 1e9],
  CountsTo: [0, 1],
  HalfLine: real,
  Interval: [-3, 0, 0.5, 3],
  Ordered: [],
  Positive: positive,
  PositiveHalfLine: positive,
  PositiveInterval: positive,
  Real: real,
  Signed: positive,
  Simplex: [],
  Unit: unit,
  UnitInterval: unit
}

/** Where one is asked less of, and why. */
const range: { readonly [T in DistributionTag]?: readonly [number, number] } = {
  // of a law without mass beyond 0 there is nothing to be had: it is 1 − f(0) that is divided by
  Hurdle: [1e-3, 1e3]
}

/** Values of which the density is infinite, and at no other. */
const poles: { readonly [T in DistributionTag]?: number } = { MarginalHorseshoe: 0 }

const combinations = (
  lists: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<ReadonlyArray<number>> =>
  lists.reduce<ReadonlyArray<ReadonlyArray<number>>>(
    (all, list) => all.flatMap((before) => list.map((v) => [...before, v])),
    [[]]
  )

const at = (d: Distribution, numbers: ReadonlyArray<number>): Distribution => {
  const args = family(d).arguments
  return family(d).mapArguments((e) =>
    constant(numbers[args.findIndex((a) => a.value === e)] ?? NaN)
  )
}

const scalar = Object.entries(everyDistribution).flatMap(([tag, row]) => {
  const [d] = fc.sample(row, { numRuns: 1, seed: 1 })
  return d === undefined ||
    family(d).jointly.length > 0 ||
    family(d).arguments.some((a) => a.value.axes.length > 0)
    ? []
    : [[tag, d] as const]
})

const isInside = (d: Distribution, x: number): boolean => {
  const { low, high } = boundsOf(family(d).support) ?? {}
  const [from = -Infinity, to = Infinity] = [low, high].map((e) =>
    e === undefined ? undefined : numbersOf(e)[0]
  )
  return from < x && x < to
}

/** The density of these is the same at every value, or at all on one side. */
const isFlat = (d: Distribution): boolean => d._tag === 'Uniform' || d._tag === 'L0Penalty'

/** Literals that are no values of a support; what is no number is none of any. */
const outside: { readonly [S in SupportTag]?: ReadonlyArray<number> } = {
  Positive: [0, -1],
  Signed: [0, -1],
  Unit: [0, 1, -1, 2],
  Counts: [-1, 0.5]
}

/** Is what is printed refused, as a line of a model? */
const isRefused = (source: string): boolean => {
  const words = Object.entries(language)
  try {
    const found: unknown = new Function(...words.map(([name]) => name), `return ${source}`)(
      ...words.map(([, word]) => word)
    )
    return isDist(found) && found.problems.length > 0
  } catch (e) {
    return e instanceof Error && e.name === 'Misuse'
  }
}

describe.each(scalar)('%s', (_, d) => {
  const { arguments: args, support } = family(d)
  const [least, most] = range[d._tag] ?? [0, Infinity]
  const within = (x: number): boolean => x === 0 || (Math.abs(x) >= least && Math.abs(x) <= most)

  test('huge and tiny arguments give a number or −∞', () => {
    const wrong = combinations(args.map((a) => extremes[a.support].filter(within))).flatMap(
      (numbers) => {
        const law = at(d, numbers)
        return extremes[support._tag]
          .filter((x) => isInside(law, x))
          .flatMap((x) => {
            const found = numbersOf(family(law).logDensity(constant(x)))[0] ?? NaN
            const isRight = poles[d._tag] === x ? found === Infinity : found < Infinity
            return isRight ? [] : [`${family(law).show(numbers.map(String))} at ${x}: ${found}`]
          })
      }
    )
    expect(wrong.slice(0, 3)).toEqual([])
  })
  test('an argument that is no number makes no number of the density, and so does a value', () => {
    const numbers = args.map((a) => (a.support === 'Unit' ? 0.5 : 1))
    const x = support._tag === 'Unit' ? 0.5 : 1
    const density = (law: Distribution, value: number): number =>
      numbersOf(family(law).logDensity(constant(value)))[0] ?? NaN
    if (!isFlat(d)) {
      args.forEach((_, k) =>
        expect(
          density(
            at(
              d,
              numbers.map((n, i) => (i === k ? NaN : n))
            ),
            x
          )
        ).toBeNaN()
      )
      expect(density(at(d, numbers), NaN)).toBeNaN()
    }
  })
  test('literals outside their support are refused, and so is what is no number', () => {
    // a scale of either sign is written positive
    const numbers = args.map((a) => {
      const x = numbersOf(a.value)[0] ?? NaN
      return String(a.support === 'Signed' ? Math.abs(x) : x)
    })
    const accepted = args.flatMap((a, k) =>
      [...(outside[a.support] ?? []), NaN, Infinity, -Infinity].flatMap((wrong) => {
        const source = family(d).show(numbers.map((n, i) => (i === k ? String(wrong) : n)))
        return isRefused(source) ? [] : [source]
      })
    )
    expect(accepted).toEqual([])
    expect(isRefused(family(d).show(numbers))).toBe(false)
  })
})
