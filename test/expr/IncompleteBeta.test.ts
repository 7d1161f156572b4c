/** The incomplete beta function against closed forms, quadrature and its own inverse. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaQuantile, incompleteBeta } from '../../src/expr/numbers/IncompleteBeta.ts'
import { lgamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

/** Simpson's rule on the density after x = sin²(t): smooth for a, b ≥ ½. */
const byQuadrature = (x: number, a: number, b: number): number => {
  const n = 1000
  const to = Math.asin(Math.sqrt(x))
  const f = (t: number): number =>
    2 *
    Math.sin(t) ** (2 * a - 1) *
    Math.cos(t) ** (2 * b - 1) *
    Math.exp(lgamma(a + b) - lgamma(a) - lgamma(b))
  let sum = f(0) + f(to)
  for (let i = 1; i < n; i++) sum += (i % 2 === 0 ? 2 : 4) * f((i * to) / n)
  return (sum * to) / (3 * n)
}

describe('Iₓ(a, b)', () => {
  test('closed forms: xᵃ, 1 − (1 − x)ᵇ, the arcsine law', () => {
    fc.assert(
      fc.property(between(0.001, 0.999), logSpread(0.01, 1000), (x, a) => {
        expect(incompleteBeta(x, a, 1)).toBeCloseTo(x ** a, 10)
        expect(incompleteBeta(x, 1, a)).toBeCloseTo(1 - (1 - x) ** a, 10)
        expect(incompleteBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12)
      })
    )
  })

  test('quadrature, and the mirror', () => {
    fc.assert(
      fc.property(between(0.01, 0.99), between(1.5, 30), between(1.5, 30), (x, a, b) => {
        expect(incompleteBeta(x, a, b)).toBeCloseTo(byQuadrature(x, a, b), 7)
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 12)
      })
    )
  })

  test('outside of [0, 1], and of NaN', () => {
    expect([-1, 0, 1, 2].map((x) => incompleteBeta(x, 2, 3))).toEqual([0, 0, 1, 1])
    expect(incompleteBeta(NaN, 2, 3)).toBeNaN()
  })
})

test('the quantile is where the probability is reached', () => {
  const shape = logSpread(1, 1e6)
  fc.assert(
    fc.property(between(1e-6, 1 - 1e-6), shape, shape, (p, a, b) => {
      expect(incompleteBeta(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 8)
    })
  )
  expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1])
  expect(betaQuantile(NaN, 2, 3)).toBeNaN()
  // the median of beta(2, 3), a root of x⁴·3 − 8x³ + 6x² = ½
  const x = betaQuantile(0.5, 2, 3)
  expect(3 * x ** 4 - 8 * x ** 3 + 6 * x ** 2).toBeCloseTo(0.5, 14)
})
