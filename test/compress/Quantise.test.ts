import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedBits } from '../../src/compress/quantise/Precision.ts'
import {
  dequantise,
  exponentForBits,
  exponentForVariance,
  fixedPointBits,
  integerBits,
  quantise
} from '../../src/compress/quantise/Quantise.ts'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import { between, eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const tensor = (values: ReadonlyArray<number>): NamedTensor => ({
  axes: ['i'],
  sizes: [values.length],
  values: Float32Array.from(values)
})
const weights = fc
  .array(withExtremes(eitherSign(logSpread(1e-4, 100)), 0, 1e-30, 100), {
    minLength: 1,
    maxLength: 20
  })
  .map(tensor)

describe('quantisation', () => {
  it('moves a weight by half a step at most, to a float32 multiple of the step', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: -16, max: 8 }), (t, exponent) => {
        const q = quantise(exponent)(t)
        dequantise(q).values.forEach((w, i) => {
          expect(Math.abs(w - (t.values[i] ?? NaN))).toBeLessThanOrEqual(2 ** exponent / 2)
          expect(w / 2 ** exponent).toBe(q.integers[i])
        })
      })
    )
  })

  it('breaks ties to the even integer', () => {
    expect([...quantise(0)(tensor([0.5, 1.5, 2.5, -0.5, -1.5, -2.5])).integers]).toEqual([
      0, 2, 2, 0, -2, -2
    ])
  })

  it('takes the largest step whose rounding error stays within ρ of the variance', () => {
    fc.assert(
      fc.property(between(-20, 6), between(-20, 0), (logRho, logVariance) => {
        const [rho, variance] = [2 ** logRho, 2 ** logVariance]
        const delta = 2 ** exponentForVariance(rho, variance)([0.0001])
        expect(delta ** 2 / 12).toBeLessThanOrEqual(rho * variance * (1 + 1e-12))
        expect((2 * delta) ** 2 / 12).toBeGreaterThan(rho * variance * (1 - 1e-12))
      })
    )
  })

  it('is exact in float32 however small the variance', () => {
    fc.assert(
      fc.property(weights, (t) => {
        const q = quantise(exponentForVariance(1, 1e-30)(t.values))(t)
        expect(q.integers.every((n) => Math.abs(n) < 2 ** 24)).toBe(true)
      })
    )
  })

  it('takes the smallest step that N bits allow', () => {
    fc.assert(
      fc.property(
        weights.filter((t) => t.values.some((v) => Math.abs(v) > 1e-20)),
        fc.integer({ min: 2, max: 20 }),
        (t, bits) => {
          const exponent = exponentForBits(bits)(t.values)
          const most = (e: number): number =>
            quantise(e)(t).integers.reduce((m, n) => Math.max(m, Math.abs(n)), 0)
          expect(most(exponent)).toBeLessThanOrEqual(2 ** (bits - 1) - 1)
          expect(most(exponent - 1)).toBeGreaterThan(2 ** (bits - 1) - 1)
        }
      )
    )
  })

  it('counts bits that hold every integer', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: -10, max: 4 }), (t, exponent) => {
        const q = quantise(exponent)(t)
        const most = q.integers.reduce((m, n) => Math.max(m, Math.abs(n)), 0)
        expect(most).toBeLessThan(2 ** Math.max(0, fixedPointBits(q) - 1))
      })
    )
  })

  it.each([
    [0, 0],
    [0.25, 0],
    [0.5, 0],
    [0.75, 0],
    [1, 1],
    [1.5, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3]
  ])('gives the integer part of %d %d bits', (most, bits) => {
    expect(integerBits(most)).toBe(bits)
  })
})

describe('the published bits', () => {
  it.each([
    [2 ** -9, 7],
    [2 ** -9.5, 8],
    [1, 0],
    [0, 23]
  ])('of weights of variance %d have %d in the significand', (variance, significand) => {
    const t = tensor([0.75, -0.6, 0])
    const binades = Math.max(1, -1 + significand + 1)
    expect(publishedBits(t, tensor([variance, variance, 5]))).toBe(
      1 + significand + Math.ceil(Math.log2(binades + 1))
    )
  })

  it('of a tensor with nothing left are none', () => {
    expect(publishedBits(tensor([0, 0]), tensor([1, 1]))).toBe(0)
  })
})
