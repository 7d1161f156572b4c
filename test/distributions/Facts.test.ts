import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  categorical,
  cauchy,
  type Distribution,
  exponential,
  family,
  gamma,
  halfCauchy,
  halfStudentT,
  inverseGamma,
  laplace,
  logUniform,
  marginalHorseshoe,
  normal,
  studentT
} from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { expint1, lgamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { integrate } from '../support/Quadrature.ts'
import { between, expectation, expectNear, logDensityOf, logSpread } from './Arbitrary.ts'

const tau = logSpread(0.05, 20)

describe('half-Cauchy', () => {
  test('1/z of C⁺(0, τ) is C⁺(0, 1/τ)', () =>
    fc.assert(
      fc.property(tau, logSpread(1e-3, 1e3), (t, x) =>
        expectNear(
          logDensityOf(halfCauchy(t))(1 / x) - 2 * Math.log(x),
          logDensityOf(halfCauchy(1 / t))(x),
          1e-10
        )
      )
    ))
  test('κ = 1/(1 + z²) is Beta(½, ½)', () =>
    fc.assert(
      fc.property(between(0.001, 0.999), (k) => {
        const z = Math.sqrt(1 / k - 1),
          dzdk = 1 / (2 * z * k * k)
        expectNear(
          Math.exp(logDensityOf(halfCauchy(1))(z)) * dzdk,
          1 / (Math.PI * Math.sqrt(k * (1 - k))),
          1e-10
        )
      })
    ))
  test('E κ = 1/(1 + τ)', () =>
    fc.assert(
      fc.property(tau, (t) =>
        expectNear(
          expectation(halfCauchy(t))((z) => 1 / (1 + z * z)),
          1 / (1 + t),
          1e-9
        )
      )
    ))
})

/**
 * The density at w of a normal whose variance is f(s), s ~ d, in units of `unit`: quadrature stops
 * at 1e-14.
 */
const mixture =
  (d: Distribution, variance: (s: number) => number, unit: number) =>
  (w: number): number =>
    expectation(d)((s) => {
      const v = variance(s)
      return v === 0
        ? 0
        : Math.exp(-0.5 * ((w * w) / v) - 0.5 * Math.log(2 * Math.PI * v) - Math.log(unit))
    })

describe('scale mixtures of normals', () => {
  const w = fc.tuple(logSpread(0.01, 20), fc.boolean()).map(([x, flip]) => (flip ? -x : x))
  test('horseshoe: (2π³)^(−½) e^(x²/2) E₁(x²/2), between (K/2) ln(1 + 4/x²) and K ln(1 + 2/x²)', () =>
    fc.assert(
      fc.property(w, (x) => {
        const K = 1 / Math.sqrt(2 * Math.PI ** 3),
          density = K * Math.exp((x * x) / 2) * expint1((x * x) / 2)
        expectNear(logDensityOf(marginalHorseshoe(1))(x), Math.log(density), 1e-11)
        expectNear(mixture(halfCauchy(1), (z) => z * z, density)(x), 1, 1e-7)
        expect(density).toBeGreaterThan((K / 2) * Math.log1p(4 / (x * x)))
        expect(density).toBeLessThan(K * Math.log1p(2 / (x * x)))
      }),
      { numRuns: 30 }
    ))
  test('horseshoe: its bounds hold from 10⁻³⁰ to 10³⁰ scales, and meet it at the ends', () =>
    fc.assert(
      fc.property(logSpread(1e-30, 1e30), tau, (z, t) => {
        const K = 1 / Math.sqrt(2 * Math.PI ** 3)
        const found = Math.exp(logDensityOf(marginalHorseshoe(t))(z * t)) * t
        // to rounding: far out all three are 2K/z²
        expect(found).toBeGreaterThan((K / 2) * Math.log1p(4 / z ** 2) * (1 - 1e-13))
        expect(found).toBeLessThan(K * Math.log1p(2 / z ** 2) * (1 + 1e-13))
      })
    ))
  test('Student t: variance InvGamma(ν/2, νs²/2)', () =>
    fc.assert(
      fc.property(w, logSpread(1, 20), logSpread(0.1, 10), (x, nu, s) => {
        const t = Math.exp(
          lgamma((nu + 1) / 2) -
            lgamma(nu / 2) -
            0.5 * Math.log(nu * Math.PI) -
            Math.log(s) -
            ((nu + 1) / 2) * Math.log1p((x / s) ** 2 / nu)
        )
        expectNear(
          mixture(inverseGamma({ shape: nu / 2, scale: (nu * s * s) / 2 }), (v) => v, t)(x),
          1,
          1e-7
        )
      }),
      { numRuns: 30 }
    ))
  test('Laplace(b): variance exponential of rate 1/(2b²)', () =>
    fc.assert(
      fc.property(w, logSpread(0.3, 10), (x, b) =>
        expectNear(
          mixture(exponential(1 / (2 * b * b)), (v) => v, Math.exp(-Math.abs(x) / b) / (2 * b))(x),
          1,
          1e-7
        )
      ),
      { numRuns: 30 }
    ))
  test('normal-Jeffreys: ∫₀^∞ z⁻¹ N(w; 0, z²) dz = 1/(2|w|)', () =>
    fc.assert(
      fc.property(w, (x) => {
        const prior = logDensityOf(logUniform)
        const at = (u: number): number =>
          Math.exp(prior(Math.exp(u)) + logDensityOf(normal(0, Math.exp(u)))(x) + u)
        const middle = Math.log(Math.abs(x))
        expectNear(
          (integrate(at, middle - 10, middle) + integrate(at, middle, middle + 60)) *
            2 *
            Math.abs(x),
          1,
          1e-8
        )
      }),
      { numRuns: 30 }
    ))
  test('a gamma of shape ½ is half the square of a normal, times its scale', () =>
    fc.assert(
      fc.property(logSpread(1e-3, 9), logSpread(0.1, 10), (x, t) =>
        expectNear(
          logDensityOf(gamma({ shape: 0.5, scale: t }))(x),
          Math.LN2 + logDensityOf(normal(0, 1))(Math.sqrt((2 * x) / t)) - 0.5 * Math.log(2 * t * x),
          1e-9
        )
      )
    ))
})

test('categorical: softmax of the logits, summing to 1, a common constant changing nothing', () =>
  fc.assert(
    fc.property(
      fc.array(between(-200, 200), { minLength: 2, maxLength: 6 }),
      between(-100, 100),
      (logits, shift) => {
        const d = categorical({ logits: ref('logits', ['class']), along: 'class' })
        const masses = (values: ReadonlyArray<number>): ReadonlyArray<number> =>
          values.map((_, i) => {
            const array = evaluate({
              sizes: new Map(),
              values: new Map([
                ['logits', { axes: ['class'], sizes: [values.length], values }],
                ['x', { axes: [], sizes: [], values: [i] }]
              ])
            })(family(d).logDensity(ref('x', [])))
            return array.values[0] ?? NaN
          })
        const found = masses(logits)
        expectNear(
          found.reduce((sum, m) => sum + Math.exp(m), 0),
          1,
          1e-12
        )
        masses(logits.map((l) => l + shift)).forEach((m, i) =>
          expectNear(m, found[i] ?? NaN, 1e-10)
        )
        expectNear(
          (found[1] ?? NaN) - (found[0] ?? NaN),
          (logits[1] ?? NaN) - (logits[0] ?? NaN),
          1e-12
        )
      }
    )
  ))

describe('special cases', () => {
  const scale = logSpread(0.01, 100)
  const expectEqual = (a: Distribution, b: Distribution, x: number): void =>
    expectNear(logDensityOf(a)(x), logDensityOf(b)(x), 1e-12)
  test('the Cauchy is Student’s t at one degree of freedom, the half-Cauchy the half-t', () =>
    fc.assert(
      fc.property(between(-5, 5), scale, logSpread(1e-3, 1e3), (m, s, x) => {
        expectEqual(cauchy(m, s), studentT({ df: 1, location: m, scale: s }), x)
        expectEqual(halfCauchy(s), halfStudentT({ df: 1, scale: s }), x)
      })
    ))
  test('a difference of two exponentials is Laplace', () =>
    fc.assert(
      fc.property(between(-8, 8), (x) => {
        const e = logDensityOf(exponential(1))
        const difference = expectation(exponential(1))((y) => (x + y > 0 ? Math.exp(e(x + y)) : 0))
        expectNear(difference, Math.exp(logDensityOf(laplace(0, 1))(x)), 1e-6)
      }),
      { numRuns: 20 }
    ))
})
