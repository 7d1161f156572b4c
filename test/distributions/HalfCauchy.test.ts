import * as fc from 'fast-check'
import { isNone } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  type Distribution,
  family,
  gamma,
  halfCauchy,
  inverseGamma
} from '../../src/distributions/index.ts'
import { constant } from '../../src/expr/index.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { integrate } from '../support/Quadrature.ts'
import { numberOf } from '../support/ScalarFunction.ts'
import { expectation, expectNear, logDensityOf, logSpread } from './Arbitrary.ts'

/**
 * ln of the density of √(ab), a and b independent, at z: p(z) = 2z ∫ p_a(z²/b) p_b(b) db/b, by ln b
 * around ln z².
 */
const logDensityOfRoot =
  (a: Distribution, b: Distribution) =>
  (z: number): number => {
    const pa = logDensityOf(a),
      pb = logDensityOf(b)
    const mass = (y: number): number => z * z * Math.exp(pa(z * z * Math.exp(-y)) + pb(Math.exp(y)))
    return Math.log((2 / z) * (integrate(mass, -60, 0) + integrate(mass, 0, 60)))
  }
const partsOf = (tau: number): readonly [Distribution, Distribution] => {
  const expansion = family(halfCauchy(tau)).expansion
  if (isNone(expansion)) throw new Error('the half-Cauchy expands')
  const [a, b] = expansion.value.parts
  if (a === undefined || b === undefined) throw new Error('into two parts')
  return [a.dist, b.dist]
}
const tau = logSpread(0.01, 100)

describe('the half-Cauchy as √(gamma · inverse gamma)', () => {
  test('the parts by name, and the value √(ab)', () => {
    const expansion = family(halfCauchy(3)).expansion
    if (isNone(expansion)) throw new Error('the half-Cauchy expands')
    expect(expansion.value.parts.map((p) => [p.suffix, p.dist._tag])).toEqual([
      ['a', 'Gamma'],
      ['b', 'InverseGamma']
    ])
    expect(numberOf(expansion.value.value([constant(8), constant(2)]))).toBe(4)
  })
  test('density of √(ab), a ~ Gamma(½, scale τ²), b ~ InvGamma(½, 1), by quadrature', () =>
    fc.assert(
      fc.property(tau, logSpread(0.01, 100), (t, x) =>
        expectNear(logDensityOfRoot(...partsOf(t))(t * x), logDensityOf(halfCauchy(t))(t * x), 1e-8)
      ),
      { numRuns: 50 }
    ))
  test('τ² read as a rate gives C⁺(0, 1/τ) instead', () =>
    fc.assert(
      fc.property(tau, logSpread(0.01, 100), (t, x) => {
        const misread = logDensityOfRoot(
          gamma({ shape: 0.5, rate: t * t }),
          inverseGamma({ shape: 0.5, scale: 1 })
        )
        expectNear(misread(x / t), logDensityOf(halfCauchy(1 / t))(x / t), 1e-8)
      }),
      { numRuns: 50 }
    ))

  /** P(√(ab) ≤ z): P(a ≤ z²/b) = erf(z/√(θb)) for shape ½ and scale θ, averaged over b. */
  const below = (scale: number, z: number): number =>
    expectation(inverseGamma({ shape: 0.5, scale: 1 }))((b) =>
      scalarMap.erf(z / Math.sqrt(scale * b))
    )
  const distance = (scale: number, t: number): number =>
    Math.max(
      ...Array.from({ length: 81 }, (_, i) => Math.exp((i - 40) / 8)).map((z) =>
        Math.abs(below(scale, z) - (2 / Math.PI) * Math.atan(z / t))
      )
    )
  const scaleOrRate =
    'at τ = 0.3 the distribution functions differ by less than 1e-9 read as a scale, ' +
    'by 0.629 read as a rate'
  test(scaleOrRate, () => {
    expect(distance(0.3 ** 2, 0.3)).toBeLessThan(1e-9)
    expectNear(distance(1 / 0.3 ** 2, 0.3), 1 - (4 / Math.PI) * Math.atan(0.3), 1e-3)
    expect(distance(1 / 0.3 ** 2, 0.3)).toBeGreaterThan(0.62)
  })
})

describe('the way to the normal-Jeffreys law: shapes ε → 0', () => {
  /**
   * ln p_ε(z) + ln z is, up to a constant, the log density of y = ln z: that of ln b = t and ln a =
   * 2y − t, summed over t.
   */
  const slope = (shape: number, z: number): number => {
    const pa = logDensityOf(gamma({ shape, scale: 1 })),
      pb = logDensityOf(inverseGamma({ shape, scale: 1 }))
    const log = (y: number, t: number): number =>
      pa(Math.exp(2 * y - t)) + 2 * y - t + pb(Math.exp(t)) + t
    // The mass lies around t*, falls like exp(−exp(−t)) before it and like exp(−2εt) after; the
    // scale of the density drops out.
    const middle = Math.log(z),
      top = Math.log((z * z + 1) / (2 * shape)),
      highest = log(middle, top),
      reach = 20 / shape
    const p = (y: number): number => {
      const mass = (t: number): number => Math.exp(log(y, t) - highest)
      return Math.log(integrate(mass, top - 12, top) + integrate(mass, top, top + reach))
    }
    const h = 0.02
    return (
      (8 * (p(middle + h) - p(middle - h)) - (p(middle + 2 * h) - p(middle - 2 * h))) / (12 * h)
    )
  }
  const shape = logSpread(0.05, 3),
    z = logSpread(0.02, 50)
  test('d/d ln z [ln p_ε(z) + ln z] = 2ε(1 − z²)/(1 + z²)', () =>
    fc.assert(
      fc.property(shape, z, (e, x) =>
        expectNear(slope(e, x), (2 * e * (1 - x * x)) / (1 + x * x), 1e-6)
      ),
      { numRuns: 40 }
    ))
  test('so never more than 2ε, and near it far out', () =>
    fc.assert(
      fc.property(shape, z, (e, x) => {
        expect(Math.abs(slope(e, x))).toBeLessThanOrEqual(2 * e * (1 + 1e-6))
        expect(slope(e, 1e-3) / (2 * e)).toBeGreaterThan(0.999)
      }),
      { numRuns: 20 }
    ))
})
