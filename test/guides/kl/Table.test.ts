import * as fc from 'fast-check'
import { isNone } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  type Distribution,
  exponential,
  frechet,
  gamma,
  halfCauchy,
  halfNormal,
  inverseGamma,
  logNormal,
  normal,
  uniform,
  weibull
} from '../../../src/distributions/index.ts'
import { closedKl, klTable } from '../../../src/guides/index.ts'
import { between, expectNear, logSpread } from '../../distributions/Arbitrary.ts'
import { klByQuadrature, klOf } from './Quadrature.ts'

const runs = { numRuns: 40 }
const scale = logSpread(1e-10, 1e4)
const shape = logSpread(0.1, 20)

/**
 * Proper priors on the positive line, each with the natural logarithm of where its mass lies: a
 * guide far off costs 1e10 nats.
 */
const positivePriors: Readonly<Record<string, fc.Arbitrary<readonly [Distribution, number]>>> = {
  Gamma: fc
    .tuple(shape, scale)
    .map(([a, s]) => [gamma({ shape: a, scale: s }), Math.log(s)] as const),
  InverseGamma: fc
    .tuple(shape, scale)
    .map(([a, s]) => [inverseGamma({ shape: a, scale: s }), Math.log(s)] as const),
  LogNormal: fc
    .tuple(between(-20, 20), logSpread(0.1, 9))
    .map(([m, s]) => [logNormal(m, s), m] as const),
  HalfCauchy: scale.map((s) => [halfCauchy(s), Math.log(s)] as const),
  HalfNormal: scale.map((s) => [halfNormal(s), Math.log(s)] as const),
  Exponential: scale.map((s) => [exponential(1 / s), Math.log(s)] as const),
  Weibull: fc
    .tuple(logSpread(0.1, 2), scale)
    .map(([k, s]) => [weibull({ shape: k, scale: s }), Math.log(s)] as const),
  Frechet: fc
    .tuple(logSpread(0.1, 2), scale)
    .map(([k, s]) => [frechet({ shape: k, scale: s }), Math.log(s)] as const)
}
/**
 * Standard deviations of ln x up to 3: variances up to 9, the range stated for the half-Cauchy's
 * rule.
 */
const deviation = logSpread(0.02, 3)
const offset = between(-6, 6)

describe('closed divergence = quadrature, and ≥ 0', () => {
  for (const [name, prior] of Object.entries(positivePriors)) {
    test(`LogNormal ‖ ${name}`, () =>
      fc.assert(
        fc.property(prior, offset, deviation, ([p, centre], m, s) => {
          const q = logNormal(centre + m, s),
            kl = klOf(q, p)
          expectNear(
            kl,
            klByQuadrature(q, p, (noise) => Math.exp(centre + m + s * noise)),
            1e-6
          )
          expect(kl).toBeGreaterThanOrEqual(-1e-9)
        }),
        runs
      ))
  }
  test('Normal ‖ Normal', () =>
    fc.assert(
      fc.property(
        between(-5, 5),
        logSpread(1e-3, 10),
        between(-5, 5),
        logSpread(0.01, 10),
        fc.boolean(),
        (m, s, l, t, flip) => {
          const q = normal(m, s),
            p = normal(l, flip ? -t : t),
            kl = klOf(q, p)
          expectNear(
            kl,
            klByQuadrature(q, p, (noise) => m + s * noise),
            1e-6
          )
          expect(kl).toBeGreaterThanOrEqual(-1e-12)
        }
      ),
      runs
    ))
})

describe('equality and symmetry', () => {
  test('a distribution from itself costs nothing', () =>
    fc.assert(
      fc.property(between(-9, 9), deviation, (m, s) => {
        expectNear(klOf(normal(m, s), normal(m, s)), 0, 1e-14)
        expectNear(klOf(logNormal(m, s), logNormal(m, s)), 0, 1e-14)
      })
    ))
  test('log-normals cost what the normals of their logarithms cost', () =>
    fc.assert(
      fc.property(offset, deviation, offset, deviation, (m, s, l, t) =>
        expectNear(klOf(logNormal(m, s), logNormal(l, t)), klOf(normal(m, s), normal(l, t)), 1e-14)
      )
    ))

  const least = (1 - Math.LN2) / 2
  test('shape ½: at least (1 − ln 2)/2 = 0.153426', () =>
    fc.assert(
      fc.property(scale, offset, deviation, (t, m, s) => {
        expect(
          klOf(logNormal(Math.log(t) + m, s), gamma({ shape: 0.5, scale: t }))
        ).toBeGreaterThanOrEqual(least - 1e-12)
        expect(
          klOf(logNormal(Math.log(t) + m, s), inverseGamma({ shape: 0.5, scale: t }))
        ).toBeGreaterThanOrEqual(least - 1e-12)
      })
    ))
  test('with equality at v = 2, μ = ln(θ/2) − 1 and μ = 1 + ln 2b', () =>
    fc.assert(
      fc.property(scale, (t) => {
        expectNear(
          klOf(logNormal(Math.log(t / 2) - 1, Math.SQRT2), gamma({ shape: 0.5, scale: t })),
          least,
          1e-12
        )
        expectNear(
          klOf(logNormal(1 + Math.log(2 * t), Math.SQRT2), inverseGamma({ shape: 0.5, scale: t })),
          least,
          1e-12
        )
      })
    ))
  test('duality: LN(μ, v) ‖ Gamma(a, θ) = LN(−μ, v) ‖ InvGamma(a, 1/θ)', () =>
    fc.assert(
      fc.property(shape, scale, offset, deviation, (a, t, m, s) => {
        const at = Math.log(t) + m
        expectNear(
          klOf(logNormal(at, s), gamma({ shape: a, scale: t })),
          klOf(logNormal(-at, s), inverseGamma({ shape: a, scale: 1 / t })),
          1e-10
        )
      })
    ))
  test('an exponential is a gamma of shape 1', () =>
    fc.assert(
      fc.property(scale, offset, deviation, (t, m, s) => {
        const q = logNormal(Math.log(t) + m, s)
        expectNear(klOf(q, exponential(1 / t)), klOf(q, gamma({ shape: 1, scale: t })), 1e-10)
      })
    ))
  test('scaling both changes nothing', () =>
    fc.assert(
      fc.property(scale, offset, deviation, (t, m, s) => {
        const q = logNormal(Math.log(t) + m, s),
          unit = logNormal(m, s)
        expectNear(klOf(q, halfCauchy(t)), klOf(unit, halfCauchy(1)), 1e-10)
        expectNear(klOf(q, halfNormal(t)), klOf(unit, halfNormal(1)), 1e-10)
      })
    ))
})

describe('the table', () => {
  const priors: ReadonlyArray<Distribution> = [
    normal(0, 1),
    logNormal(0, 1),
    gamma({ shape: 1, scale: 1 }),
    uniform(0, 1),
    halfCauchy(1)
  ]
  test('closedKl is the row, and none exactly where the row says so', () => {
    for (const p of priors) {
      expect(isNone(closedKl(normal(0, 1), p, { jeffreys: 'exact' }))).toBe(
        klTable.Normal[p._tag] === undefined
      )
      expect(isNone(closedKl(logNormal(0, 1), p, { jeffreys: 'exact' }))).toBe(
        klTable.LogNormal[p._tag] === undefined
      )
    }
  })
  test('other distributions have no row as a guide', () =>
    expect(
      isNone(
        closedKl(gamma({ shape: 1, scale: 1 }), gamma({ shape: 1, scale: 1 }), {
          jeffreys: 'exact'
        })
      )
    ).toBe(true))
})
