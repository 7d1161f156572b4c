import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normals, uniforms } from '../../../src/runtime/Noise.ts'
import {
  meanAndDeviation,
  quantileError,
  quantileOfSorted,
  quantilesOf
} from '../../../src/inference/predictive/Quantile.ts'

const draws = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 })
const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)

describe('quantiles of draws', () => {
  // R 4: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1)), and NumPy's default
  it('are type 7, as in R and NumPy', () => {
    expect(
      quantilesOf([8, 1, 16, 4, 2], [0, 0.1, 0.25, 0.5, 0.9, 1]).map((q) => q.toFixed(6))
    ).toEqual(['1.000000', '1.400000', '2.000000', '4.000000', '12.800000', '16.000000'])
  })

  it('rise with the probability, lie between the extremes, and turn round with the draws', () => {
    fc.assert(
      fc.property(draws, share, share, (xs, a, b) => {
        const [low = NaN, high = NaN] = quantilesOf(xs, [Math.min(a, b), Math.max(a, b)])
        const [turned = NaN] = quantilesOf(
          xs.map((x) => -x),
          [1 - Math.min(a, b)]
        )
        return (
          low <= high &&
          Math.min(...xs) <= low &&
          high <= Math.max(...xs) &&
          Math.abs(turned + low) < 1e-9 * (1 + Math.abs(low))
        )
      })
    )
  })

  it('of one draw are that draw, of infinite ones infinite, of one that is no number no numbers', () => {
    expect(quantilesOf([3], [0.05, 0.5, 0.95])).toEqual([3, 3, 3])
    expect(quantilesOf([Infinity, Infinity, 1], [0.9])).toEqual([Infinity])
    expect(quantilesOf([NaN, 1, 2], [0, 0.5])).toEqual([NaN, NaN])
    expect(quantileOfSorted([], 0.5)).toBeNaN()
  })

  it('lie where their error says: 95 of 100 times, whatever the distribution', () => {
    const [repeats, n] = [2000, 400]
    for (const p of [0.05, 0.5, 0.9]) {
      const [low, high] = quantileError(p, n)
      let inside = 0
      for (let step = 0; step < repeats; step++) {
        // of uniforms the quantile is its own probability
        const [q = NaN] = quantilesOf(uniforms({ seed: 4, step }, 'u', n), [p])
        if (q > low && q < high) inside++
      }
      expect(Math.abs(inside / repeats - 0.95)).toBeLessThan(0.02)
    }
  })
})

it('mean and deviation are those of the definition, also far from zero', () => {
  expect(meanAndDeviation([1, 2, 3, 4])).toEqual({ mean: 2.5, sd: Math.sqrt(5 / 3) })
  expect(meanAndDeviation([7])).toEqual({ mean: 7, sd: 0 })
  const far = Array.from(normals({ seed: 1, step: 0 }, 'z', 10_000), (z) => 1e8 + z)
  expect(meanAndDeviation(far).sd).toBeCloseTo(1, 1)
})
