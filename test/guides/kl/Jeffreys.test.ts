import * as fc from 'fast-check'
import { isNone } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { logUniform, normal } from '../../../src/distributions/index.ts'
import { closedKl } from '../../../src/guides/index.ts'
import { exp, gradients, mul, ref } from '../../../src/expr/index.ts'
import { scalarFunction } from '../../support/ScalarFunction.ts'
import { between, expectNear, logSpread } from '../../distributions/Arbitrary.ts'
import { klOf, underNormal } from './Quadrature.ts'

/** A guide of scale σ whose ln α is as given. */
const guide = (logAlpha: number, sigma = 1) => normal(sigma * Math.exp(-logAlpha / 2), sigma)
const exact = (logAlpha: number): number => klOf(guide(logAlpha), logUniform)
const fitted = (logAlpha: number): number => klOf(guide(logAlpha), logUniform, 'fitted')

/** ln|m + ε| averaged; at m = 0 it is −(γ + ln 2)/2. */
const meanLog = (m: number): number => underNormal((noise) => Math.log(Math.abs(m + noise)), [-m])

describe('Normal ‖ LogUniform', () => {
  test('E ln|ε| = −(γ + ln 2)/2 of a standard normal: the limit that the divergence is measured from', () =>
    expectNear(meanLog(0), -(0.5772156649015329 + Math.LN2) / 2, 1e-9))
  test('exact = quadrature of −H(q) + E ln|z|, less its value at α → ∞', () =>
    fc.assert(
      fc.property(between(-8, 10), logSpread(1e-4, 10), (logAlpha, sigma) =>
        expectNear(
          klOf(guide(logAlpha, sigma), logUniform),
          meanLog(Math.exp(-logAlpha / 2)) - meanLog(0),
          1e-6
        )
      ),
      { numRuns: 40 }
    ))
  test('fitted: error within [−0.0044, +0.0094] on ln α ∈ [−8, 10]', () =>
    fc.assert(
      fc.property(between(-8, 10), (logAlpha) => {
        const error = fitted(logAlpha) - exact(logAlpha)
        expect(error).toBeGreaterThanOrEqual(-0.0044)
        expect(error).toBeLessThanOrEqual(0.0094)
      }),
      { numRuns: 1000 }
    ))
  test('published values', () => {
    for (const [at, value, fit] of [
      [0, 0.42669, 0.43124],
      [-5, 3.13178, 3.13668],
      [3, 0.02469, 0.02542]
    ] as const) {
      expect(exact(at)).toBeCloseTo(value, 5)
      expect(fitted(at)).toBeCloseTo(fit, 5)
    }
  })
  test('α → 0: −½ ln α + (γ + ln 2)/2', () =>
    expectNear(exact(-40), 20 + (0.5772156649015329 + Math.LN2) / 2, 1e-12))
  test('strictly decreasing in ln α, and ≥ 0', () =>
    fc.assert(
      fc.property(between(-30, 30), between(1e-3, 5), (logAlpha, step) => {
        expect(exact(logAlpha + step)).toBeLessThan(exact(logAlpha))
        expect(exact(logAlpha)).toBeGreaterThanOrEqual(0)
      })
    ))
  test('the sign of the mean does not matter', () =>
    fc.assert(
      fc.property(between(-3, 3), logSpread(0.01, 10), (m, s) =>
        expectNear(klOf(normal(-m, s), logUniform), klOf(normal(m, s), logUniform), 0)
      )
    ))
})

describe('gradients', () => {
  const m = ref('m', []),
    logVar = ref('logVar', [])
  const row = (jeffreys: 'exact' | 'fitted') => {
    const kl = closedKl(normal(m, exp(mul(0.5)(logVar))), logUniform, { jeffreys })
    if (isNone(kl)) throw new Error('the pair has a row')
    const by = gradients(kl.value.nats, [{ name: 'm' }, { name: 'logVar' }])
    return { value: kl.value.nats, m: by.get('m') ?? m, logVar: by.get('logVar') ?? m }
  }
  test('finite and 0 at a mean of 0, m/σ² near it', () => {
    const g = row('exact'),
      byMean = scalarFunction(g.m, 'm', 'logVar'),
      byVariance = scalarFunction(g.logVar, 'm', 'logVar')
    expect([byMean(0, -9), byMean(0, 3)].map(Math.abs)).toEqual([0, 0])
    expectNear(byVariance(0, -9), 0, 1e-20)
    expectNear(byMean(1e-6, -9) / (1e-6 * Math.exp(9)), 1, 1e-6)
    const fit = row('fitted')
    expectNear(scalarFunction(fit.m, 'm', 'logVar')(0, -9), 0, 1e-20)
  })
  test('= finite differences', () =>
    fc.assert(
      fc.property(
        fc.constantFrom<'exact' | 'fitted'>('exact', 'fitted'),
        logSpread(0.05, 3),
        between(-4, 2),
        (form, at, lv) => {
          const g = row(form),
            f = scalarFunction(g.value, 'm', 'logVar'),
            h = 1e-5
          expectNear(
            scalarFunction(g.m, 'm', 'logVar')(at, lv),
            (f(at * (1 + h), lv) - f(at * (1 - h), lv)) / (2 * h * at),
            1e-6
          )
          expectNear(
            scalarFunction(g.logVar, 'm', 'logVar')(at, lv),
            (f(at, lv + h) - f(at, lv - h)) / (2 * h),
            1e-6
          )
        }
      )
    ))
})
