import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  bernoulli,
  boundsOf,
  categorical,
  type Distribution,
  drawAxes,
  exponential,
  family,
  gamma,
  halfCauchy,
  halfNormal,
  halfStudentT,
  inverseGamma,
  logUniform,
  normal
} from '../../src/distributions/index.ts'
import { constant, ref, substitute } from '../../src/expr/index.ts'
import { ndtri } from '../../src/expr/numbers/SpecialFunctions.ts'
import { integrate } from '../support/Quadrature.ts'
import { numberOf, scalarFunction } from '../support/ScalarFunction.ts'
import {
  anyContinuous,
  between,
  continuous,
  discrete,
  expectation,
  expectNear,
  logDensityOf,
  logSpread,
  massesOf,
  spreadOf
} from './Arbitrary.ts'
import { medianErrors } from './Rows.ts'

const momentOf = (d: Distribution, k: number): number | undefined => {
  const m = family(d).moment(k)
  return isSome(m) ? numberOf(m.value) : undefined
}

describe('moments = quadrature', () => {
  // Wide tails of x² p(x) for shapes near k: the law keeps |k| a little inside the range of
  // existence.
  const order = fc.constantFrom(0, 1, 2, 3, 4, 0.5, -0.5, -1, 0.9)
  for (const [name, distribution] of Object.entries(continuous)) {
    test(name, () =>
      fc.assert(
        fc.property(distribution, order, (d, k) => {
          const found = momentOf(d, k)
          fc.pre(found !== undefined && !isBarelyThere(d, k))
          const rough = expectation(d)((x) => Math.abs(x) ** k)
          const size = rough * expectation(d)((x) => Math.abs(x) ** k / rough)
          expectNear(
            expectation(d)((x) => x ** k / size),
            (found ?? NaN) / size,
            1e-7
          )
        }),
        { numRuns: 40 }
      )
    )
  }
  const counted = Object.entries(discrete).filter(([, row]) =>
    fc.sample(row, { numRuns: 1, seed: 1 }).every((d) => isSome(family(d).moment(1)))
  )
  for (const [name, distribution] of counted) {
    test(`of ${name} by its masses`, () =>
      fc.assert(
        fc.property(distribution, fc.constantFrom(0, 1, 2, 3, 4, 5, 0.5, -1), (d, k) => {
          const found = momentOf(d, k)
          fc.pre(found !== undefined)
          const expected = massesOf(d).reduce((sum, m, x) => (m === 0 ? sum : sum + m * x ** k), 0)
          const size = expected === 0 ? 1 : expected
          expectNear((found ?? NaN) / size, expected / size, 1e-9)
        }),
        { numRuns: 40 }
      ))
  }
  test('Bernoulli', () =>
    expectNear(momentOf(bernoulli({ logits: Math.log(3) }), 2) ?? NaN, 0.75, 1e-15))
  test('none where they diverge or have no closed form', () => {
    expect(momentOf(halfCauchy(1), 1)).toBeUndefined()
    expect(momentOf(inverseGamma({ shape: 2, scale: 1 }), 2)).toBeUndefined()
    expect(momentOf(gamma({ shape: 0.5, scale: 1 }), -0.5)).toBeUndefined()
    expect(momentOf(exponential(1), -1)).toBeUndefined()
    expect(momentOf(halfNormal(1), -1)).toBeUndefined()
    expect(momentOf(normal(0, 1), 0.5)).toBeUndefined()
    expect(momentOf(logUniform, 1)).toBeUndefined()
  })
})

/**
 * Does the integrand fall too slowly at an end for quadrature to 1e-7? In the logarithm of the
 * distance it must fall at least as e^(−0.3u) over 90 units on a positive support, as e^(−0.6u) over
 * 40 on a real one.
 */
const isBarelyThere = (d: Distribution, k: number): boolean => {
  const { support, median } = family(d)
  const isShare = support._tag === 'Unit'
  if (boundsOf(support)?.high !== undefined && !isShare) return false
  const isReal = support._tag === 'Real',
    isPositive = support._tag === 'Positive'
  const log = logDensityOf(d),
    middle = isReal && isSome(median) ? numberOf(median.value) : 0
  /** ln of the integrand in u = ln |x − middle|. */
  const at = (u: number): number => log(middle + Math.exp(u) * spreadOf(d)) + (k + 1) * u
  if (isShare) return at(-90) - at(-89) > -0.3
  return isReal
    ? at(31) - at(30) > -0.6
    : at(90) - at(89) > -0.3 || (isPositive && at(-90) - at(-89) > -0.3)
}

describe('medians', () => {
  test('half of the mass lies below, or nearly, where it is approximate', () =>
    fc.assert(
      fc.property(anyContinuous, (d) => {
        const median = family(d).median
        if (isNone(median)) throw new Error('a proper distribution on the line has a median')
        const below = expectation(d)(() => 1, numberOf(median.value))
        expectNear(below, 0.5, medianErrors[d._tag] ?? 1e-8)
      })
    ))
  test('of a gamma: within 0.4 % for shapes from ½ on, 5 % below', () =>
    fc.assert(
      fc.property(logSpread(0.1, 1000), (shape) => {
        const d = gamma({ shape, scale: 1 }),
          median = family(d).median,
          density = logDensityOf(d)
        const at = isSome(median) ? Math.log(numberOf(median.value)) : NaN
        const error = Math.log1p(shape < 0.5 ? 0.05 : 0.004)
        const below = (end: number): number =>
          integrate((v) => Math.exp(density(Math.exp(v)) + v), end - 60 / Math.min(1, shape), end)
        expect(below(at - error)).toBeLessThan(0.5)
        expect(below(at + error)).toBeGreaterThan(0.5)
      }),
      { numRuns: 30 }
    ))
  test('of a half-t: within 0.17 % for degrees of freedom from 0.01 on', () =>
    fc.assert(
      fc.property(logSpread(0.01, 1e6), (df) => {
        const d = halfStudentT({ df, scale: 1 }),
          median = family(d).median,
          density = logDensityOf(d)
        const at = isSome(median) ? Math.log(numberOf(median.value)) : NaN
        const mass = (v: number): number => Math.exp(density(Math.exp(v)) + v)
        const below = (end: number): number => integrate(mass, end - 45 - 1 / df, end)
        expect(below(at - 0.0017)).toBeLessThan(0.5)
        expect(below(at + 0.0017)).toBeGreaterThan(0.5)
      }),
      { numRuns: 40 }
    ))
  test('improper: none', () => expect(isNone(family(logUniform).median)).toBe(true))
})

describe('pathwise draws', () => {
  const pushedNoise =
    'push the noise onto the distribution: its values at 2000 equally likely noises have the ' +
    'distribution function of the density'
  test(pushedNoise, () =>
    fc.assert(
      fc.property(anyContinuous, between(0.02, 0.98), (d, where) => {
        const path = family(d).pathwise
        fc.pre(isSome(path))
        if (isNone(path)) return
        const push = scalarFunction(path.value.push(ref('noise', [])), 'noise')
        const n = 2000
        const draws = Array.from({ length: n }, (_, i) => (i + 0.5) / n).map((p) =>
          push(path.value.noise === 'normal' ? ndtri(p) : p)
        )
        const threshold = [...draws].sort((a, b) => a - b)[Math.floor(where * n)] ?? NaN
        expectNear(
          expectation(d)(() => 1, threshold),
          draws.filter((x) => x < threshold).length / n,
          2 / n
        )
      }),
      { numRuns: 60 }
    )
  )
})

describe('location and scale', () => {
  /** Shares have none. */
  const scaled = fc.oneof(
    ...Object.values(continuous).filter((row) =>
      fc.sample(row, { numRuns: 1, seed: 1 }).every((d) => isSome(family(d).locationScale))
    )
  )
  test('ln p(x) = ln p_base((x − location)/scale) − ln|scale|', () =>
    fc.assert(
      fc.property(scaled, between(0.01, 0.99), (d, p) => {
        const at = family(d).locationScale
        if (isNone(at)) throw new Error('each of these is a family in its scale')
        const location = numberOf(at.value.location),
          scale = numberOf(at.value.scale)
        const base = at.value.base,
          x = location + scale * p
        expectNear(
          logDensityOf(d)(x),
          logDensityOf(base)((x - location) / scale) - Math.log(Math.abs(scale)),
          1e-9
        )
      })
    ))
  test('the base is its own: location 0, scale 1', () =>
    fc.assert(
      fc.property(scaled, (d) => {
        const at = family(d).locationScale
        const again = isSome(at) ? family(at.value.base).locationScale : at
        if (isNone(again)) throw new Error('a base is of the same family')
        expect([numberOf(again.value.location), numberOf(again.value.scale)]).toEqual([0, 1])
      })
    ))
})

describe('arguments', () => {
  const m = ref('m', ['out']),
    s = ref('s', ['in', 'out'])
  test('a draw has the axes of the arguments without those it uses up', () => {
    expect(drawAxes(normal(m, s))).toEqual(['out', 'in'])
    expect(drawAxes(categorical({ logits: s, along: 'out' }))).toEqual(['in'])
    expect(drawAxes(logUniform)).toEqual([])
  })
  test('mapArguments reaches each of them and keeps the rest', () => {
    expect(family(normal(m, s)).mapArguments(substitute(new Map([['m', constant(2)]])))).toEqual(
      normal(2, s)
    )
    const c = categorical({ logits: s, along: 'out' })
    expect(family(c).mapArguments((e) => e)).toEqual(c)
  })
  test('mapping by the identity changes no distribution', () =>
    fc.assert(
      fc.property(anyContinuous, (d) => {
        expect(family(d).mapArguments((e) => e)).toEqual(d)
      })
    ))
  test('shown as written', () => {
    expect(family(gamma({ shape: 0.5, scale: 2 })).show(['0.5', '2'])).toBe(
      'gamma({ shape: 0.5, scale: 2 })'
    )
    expect(family(normal(0, 1)).show(['0', '1'])).toBe('normal(0, 1)')
    expect(family(logUniform).show([])).toBe('logUniform')
  })
  test('a categorical needs the axis it is along', () =>
    expect(() => categorical({ logits: m, along: 'in' })).toThrow('internal: categorical along in'))
})
