import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  bernoulli,
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
import { integrate } from '../support/Quadrature.ts'
import { numberOf } from '../support/ScalarFunction.ts'
import { anyContinuous, expectation, expectNear, logDensityOf, logSpread } from './Arbitrary.ts'
import { medianErrors } from './Rows.ts'

const momentOf = (d: Distribution, k: number): number | undefined => {
  const m = family(d).moment(k)
  return isSome(m) ? numberOf(m.value) : undefined
}

describe('moments', () => {
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
