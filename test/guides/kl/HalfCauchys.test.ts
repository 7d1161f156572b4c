import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { gamma, halfCauchy, inverseGamma, logNormal } from '../../../src/distributions/index.ts'
import { between, expectNear, logSpread } from '../../distributions/Arbitrary.ts'
import { klByQuadrature, klOf } from './Quadrature.ts'

const error = (m: number, v: number): number => {
  const q = logNormal(m, Math.sqrt(v)),
    p = halfCauchy(1)
  return Math.abs(klOf(q, p) - klByQuadrature(q, p, (noise) => Math.exp(m + Math.sqrt(v) * noise)))
}

test('the rule of 49 nodes: errors as stated at v = 2.5, 9 and 36', () =>
  fc.assert(
    fc.property(between(-8, 8), between(0, 1), (m, part) => {
      expect(error(m, 0.01 + 2.49 * part)).toBeLessThan(1e-8)
      expect(error(m, 0.01 + 8.99 * part)).toBeLessThan(1e-6)
      expect(error(m, 0.01 + 35.99 * part)).toBeLessThan(1e-3)
    }),
    { numRuns: 60 }
  ))

/**
 * For every product guide q(a) q(b) = LN(μₐ, vₐ) LN(μ_b, v_b) of the pair, z = √(ab) has the
 * marginal LN(½(μₐ + μ_b), ¼(vₐ + v_b)); its divergence from C⁺(0, τ) is at most that of the pair
 * from Gamma(½, scale τ²) InvGamma(½, scale 1), because a map never adds information.
 */
const decomposed = (tau: number, ma: number, va: number, mb: number, vb: number): number =>
  klOf(logNormal(ma, Math.sqrt(va)), gamma({ shape: 0.5, scale: tau * tau })) +
  klOf(logNormal(mb, Math.sqrt(vb)), inverseGamma({ shape: 0.5, scale: 1 }))
const collapsed = (tau: number, ma: number, va: number, mb: number, vb: number): number =>
  klOf(logNormal((ma + mb) / 2, Math.sqrt(va + vb) / 2), halfCauchy(tau))

test('collapsed ≤ decomposed, for every product guide of the pair and the marginal that it gives z', () =>
  fc.assert(
    fc.property(
      logSpread(1e-5, 1e3),
      between(-6, 6),
      logSpread(1e-3, 16),
      between(-6, 6),
      logSpread(1e-3, 16),
      (tau, ma, va, mb, vb) => {
        const at = 2 * Math.log(tau) + ma
        expect(collapsed(tau, at, va, mb, vb)).toBeLessThanOrEqual(
          decomposed(tau, at, va, mb, vb) + 1e-6
        )
      }
    )
  ))

test('strictly: the best pair costs 1 − ln 2 = 0.3069 nats, its marginal LN(ln τ, 1) 0.2065 fewer', () =>
  fc.assert(
    fc.property(logSpread(1e-5, 1e3), (tau) => {
      const best = [tau, 2 * Math.log(tau) - Math.LN2 - 1, 2, 1 + Math.LN2, 2] as const
      expectNear(decomposed(...best), 1 - Math.LN2, 1e-9)
      expectNear(decomposed(...best) - collapsed(...best), 0.206494264, 1e-8)
    })
  ))
