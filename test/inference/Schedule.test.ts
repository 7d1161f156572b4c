import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decayAt,
  klWeightAt,
  ratesAt,
  showSchedule,
  standardSchedule
} from '../../src/inference/index.ts'
import { between, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const share = withExtremes(between(0, 1), 0, 1e-300, 1)
const at = (warmUp: number, decayFrom: number): typeof standardSchedule => ({
  ...standardSchedule,
  warmUp,
  decayFrom
})

describe('schedules', () => {
  it('grow the costs’ weight linearly over the first fifth', () => {
    expect([0, 0.05, 0.1, 0.2, 0.7].map((p) => klWeightAt(standardSchedule, p))).toEqual([
      0, 0.25, 0.5, 1, 1
    ])
  })

  it('lower the learning rates linearly in the second half', () => {
    expect([0, 0.5, 0.75, 1].map((p) => decayAt(standardSchedule, p))).toEqual([1, 1, 0.5, 0])
    expect(ratesAt(standardSchedule, 0.75)).toEqual({
      location: 1e-3,
      scale: 5e-3,
      logVariance: 5e-3
    })
  })

  it('never move backwards, and stay within 0 and 1', () => {
    fc.assert(
      fc.property(share, share, share, share, (warmUp, decayFrom, p, q) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)]
        expect(klWeightAt(at(warmUp, decayFrom), low)).toBeLessThanOrEqual(
          klWeightAt(at(warmUp, decayFrom), high)
        )
        expect(decayAt(at(warmUp, decayFrom), low)).toBeGreaterThanOrEqual(
          decayAt(at(warmUp, decayFrom), high)
        )
        for (const x of [klWeightAt(at(warmUp, decayFrom), p), decayAt(at(warmUp, decayFrom), p)])
          expect(x >= 0 && x <= 1).toBe(true)
      })
    )
  })

  it('can be switched off', () => {
    expect([klWeightAt(at(0, 1), 0), decayAt(at(0, 1), 0.99)]).toEqual([1, 1])
  })

  it('are printed', () => {
    expect(showSchedule(standardSchedule)).toBe(
      'learning rates: locations 0.002, scales 0.01, log-variances 0.01, linear to 0 from ' +
        '50 % of the steps on; complexity costs from 0 to full over the first 20 %'
    )
    expect(showSchedule(at(0, 1))).toBe(
      'learning rates: locations 0.002, scales 0.01, log-variances 0.01, constant; ' +
        'complexity costs in full from the start'
    )
  })
})
