import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bernoulli,
  type Distribution,
  exponential,
  family,
  gamma,
  halfCauchy,
  inverseGamma,
  logNormal,
  logUniform,
  normal
} from '../../src/distributions/index.ts'
import { constant } from '../../src/expr/index.ts'
import { between, expectNear, logDensityOf, logSpread, numbersOf } from './Arbitrary.ts'
import { type Row, rows } from './Rows.ts'

test('Bernoulli sums to 1, far out as well', () =>
  fc.assert(
    fc.property(between(-600, 600), (logits) => {
      const mass = logDensityOf(bernoulli({ logits }))
      expectNear(Math.exp(mass(0)) + Math.exp(mass(1)), 1, 1e-12)
      expectNear(mass(1) - mass(0), logits, 1e-9)
    })
  ))

describe('densities agree with each other and with known values', () => {
  const positive = logSpread(1e-3, 1e3)
  test('the log-normal is the normal of ln x', () =>
    fc.assert(
      fc.property(positive, between(-3, 3), logSpread(0.1, 3), (x, m, s) =>
        expectNear(
          logDensityOf(logNormal(m, s))(x),
          logDensityOf(normal(m, s))(Math.log(x)) - Math.log(x),
          1e-12
        )
      )
    ))
  test('the inverse gamma is the gamma of 1/x', () =>
    fc.assert(
      fc.property(positive, logSpread(0.3, 9), logSpread(0.1, 9), (x, shape, scale) =>
        expectNear(
          logDensityOf(inverseGamma({ shape, scale }))(x),
          logDensityOf(gamma({ shape, rate: scale }))(1 / x) - 2 * Math.log(x),
          1e-11
        )
      )
    ))
  test('the exponential is the gamma of shape 1', () =>
    fc.assert(
      fc.property(positive, logSpread(0.1, 9), (x, rate) =>
        expectNear(
          logDensityOf(exponential(rate))(x),
          logDensityOf(gamma({ shape: 1, rate }))(x),
          1e-11
        )
      )
    ))
  test('a gamma by rate is the gamma by the reciprocal scale', () =>
    fc.assert(
      fc.property(positive, logSpread(0.3, 9), logSpread(0.1, 9), (x, shape, rate) =>
        expectNear(
          logDensityOf(gamma({ shape, rate }))(x),
          shape * Math.log(rate) + logDensityOf(gamma({ shape, scale: 1 }))(x) + x - rate * x,
          1e-11
        )
      )
    ))
  test('a scale enters a normal through its square only', () =>
    fc.assert(
      fc.property(between(-9, 9), logSpread(0.01, 9), (x, s) =>
        expectNear(logDensityOf(normal(1, -s))(x), logDensityOf(normal(1, s))(x), 0)
      )
    ))
  test('half-Cauchy at its scale: 1/(πτ)', () =>
    fc.assert(
      fc.property(logSpread(1e-6, 1e6), (scale) =>
        expectNear(logDensityOf(halfCauchy(scale))(scale), -Math.log(Math.PI * scale), 1e-12)
      )
    ))
  test('the log-uniform law of a scale is 1/|z| on both sides of 0', () => {
    const log = logDensityOf(logUniform)
    expectNear(log(4), -Math.log(4), 1e-15)
    expect(log(-4)).toBe(log(4))
  })
})

describe('densities by figures from elsewhere, to 1e-12', () => {
  test.each(Object.entries<Row<Distribution>>(rows))('%s', (_, { figures }) => {
    for (const [d, x, expected] of figures) {
      const found = numbersOf(family(d).logDensity(constant(x)))[0] ?? NaN
      expect(Math.abs(Math.expm1(found - expected))).toBeLessThan(1e-12)
    }
  })
})
