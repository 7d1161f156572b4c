import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Distribution,
  family,
  gamma,
  halfCauchy,
  inverseGamma,
  logUniform
} from '../../src/distributions/index.ts'
import { digamma, trigamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { drawsOf as draws } from '../../src/laws/numbers/FamilyNumbers.ts'
import { logSpread } from './Arbitrary.ts'

const drawsOf = (d: Distribution, n: number, seed: number): ReadonlyArray<number> =>
  draws(family(d), n, seed)
const seed = fc.integer({ min: 0, max: 2 ** 31 })

describe('draws on the host, far out', () => {
  const shape = logSpread(1e-3, 1e6)
  const meanAndError = (xs: ReadonlyArray<number>, deviation: number) => ({
    mean: xs.reduce((a, b) => a + b, 0) / xs.length,
    error: deviation / Math.sqrt(xs.length)
  })
  /** ψ(a) is the mean, ψ′(a) the variance of ln x. */
  test('ln x of a gamma and an inverse gamma, for shapes of 0.02 to 1e6 and scales of 1e-20 to 1e20', () =>
    fc.assert(
      fc.property(logSpread(0.02, 1e6), logSpread(1e-20, 1e20), seed, (a, scale, key) => {
        const inverse = drawsOf(inverseGamma({ shape: a, scale }), 1000, key)
        const direct = drawsOf(gamma({ shape: a, scale }), 1000, key)
        const deviation = Math.sqrt(trigamma(a))
        const up = meanAndError(
            direct.map((x) => Math.log(x / scale)),
            deviation
          ),
          down = meanAndError(
            inverse.map((x) => Math.log(x / scale)),
            deviation
          )
        expect(Math.abs(up.mean - digamma(a)) / up.error).toBeLessThan(7)
        expect(Math.abs(down.mean + digamma(a)) / down.error).toBeLessThan(7)
      }),
      { numRuns: 30 }
    ))
  test('positive ones are positive and finite, whatever the scale', () =>
    fc.assert(
      fc.property(shape, logSpread(1e-300, 1e290), seed, (a, scale, key) => {
        for (const d of [
          gamma({ shape: a, scale }),
          inverseGamma({ shape: a, scale }),
          halfCauchy(scale)
        ])
          for (const x of drawsOf(d, 20, key)) {
            expect(x).toBeGreaterThan(0)
            expect(x).toBeLessThan(Infinity)
          }
      })
    ))
  test('an improper distribution says why it has none', () =>
    expect(family(logUniform).sample).toEqual({
      _tag: 'Left',
      left: 'its density is improper: it has no total mass'
    }))
})
