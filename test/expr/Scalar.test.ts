import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { roundTiesToEven, scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import { eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const unsigned = (x: number): number => (x === 0 ? 0 : x)

describe('edge points of the maps', () => {
  const rows: ReadonlyArray<readonly [keyof typeof scalarMap, number, number]> = [
    ['sign', -3, -1],
    ['sign', 0, 0],
    ['sign', Infinity, 1],
    ['exp', -Infinity, 0],
    ['expm1', -Infinity, -1],
    ['log', 0, -Infinity],
    ['log', -1, NaN],
    ['log1p', -1, -Infinity],
    ['log1p', -2, NaN],
    ['sqrt', -1, NaN],
    ['sqrt', Infinity, Infinity],
    ['reciprocal', 0, Infinity],
    ['reciprocal', -0, -Infinity],
    ['floor', -0.5, -1],
    ['sin', Infinity, NaN],
    ['tanh', -Infinity, -1],
    ['sigmoid', -Infinity, 0],
    ['sigmoid', Infinity, 1],
    ['sigmoid', -1000, 0],
    ['softplus', -Infinity, 0],
    ['softplus', Infinity, Infinity],
    ['softplus', 1000, 1000],
    ['relu', -Infinity, 0],
    ['relu', Infinity, Infinity],
    ['relu', -2, 0],
    ['erf', Infinity, 1],
    ['erf', -Infinity, -1],
    ['stopGradient', 7, 7]
  ]
  test.each(rows)('%s(%d) = %d', (op, x, wanted) => expect(unsigned(scalarMap[op](x))).toBe(wanted))
  test.each(Object.entries(scalarMap))('%s(NaN) is NaN', (_, f) => expect(f(NaN)).toBeNaN())
})

describe('the tails that cancel', () => {
  test('softplus and sigmoid keep their left tails', () => {
    expect(scalarMap.softplus(-50)).toBeCloseTo(Math.exp(-50), 30)
    expect(scalarMap.sigmoid(-50) / Math.exp(-50)).toBeCloseTo(1, 14)
    expect(scalarMap.softplus(-40) / Math.exp(-40)).toBeCloseTo(1, 14)
  })
  test('softplus(x) − softplus(−x) = x, sigmoid(x) + sigmoid(−x) = 1, and the slope of softplus is sigmoid', () =>
    fc.assert(
      fc.property(withExtremes(eitherSign(logSpread(1e-3, 30)), 0, 1e-300, -30, 30), (x) => {
        const h = 1e-5
        expect(scalarMap.softplus(x) - scalarMap.softplus(-x)).toBeCloseTo(x, 12)
        expect(scalarMap.sigmoid(x) + scalarMap.sigmoid(-x)).toBeCloseTo(1, 14)
        expect((scalarMap.softplus(x + h) - scalarMap.softplus(x - h)) / (2 * h)).toBeCloseTo(
          scalarMap.sigmoid(x),
          8
        )
      })
    ))
})

describe('round', () => {
  test.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [-2.5, -2],
    [0.49999999999999994, 0],
    [-0.2, 0],
    [4503599627370497, 4503599627370497],
    [Infinity, Infinity]
  ])('round(%d) = %d', (x, wanted) => expect(unsigned(roundTiesToEven(x))).toBe(wanted))
  test('is nearest, even on ties, and odd', () =>
    fc.assert(
      fc.property(
        withExtremes(eitherSign(logSpread(1e-3, 1e6)), 0, 1e-300, 0.5, -1e6),
        fc.integer({ min: -2000, max: 2000 }),
        (x, n) => {
          const y = roundTiesToEven(x),
            tie = roundTiesToEven(n + 0.5)
          expect(Number.isInteger(y)).toBe(true)
          expect(Math.abs(y - x)).toBeLessThanOrEqual(0.5)
          expect(Math.abs(tie % 2)).toBe(0)
          expect(unsigned(roundTiesToEven(-x))).toBe(unsigned(-y))
        }
      )
    ))
})

describe('the zips', () => {
  test('comparisons give 0 or 1, and 0 with NaN', () => {
    expect([scalarZip.equal(2, 2), scalarZip.less(1, 2), scalarZip.lessEqual(2, 2)]).toEqual([
      1, 1, 1
    ])
    expect([scalarZip.equal(1, 2), scalarZip.less(2, 2), scalarZip.lessEqual(3, 2)]).toEqual([
      0, 0, 0
    ])
    expect([
      scalarZip.equal(NaN, NaN),
      scalarZip.less(NaN, 1),
      scalarZip.lessEqual(1, NaN)
    ]).toEqual([0, 0, 0])
  })
  test('max and min pass NaN on', () =>
    expect([
      scalarZip.max(NaN, 1),
      scalarZip.max(1, NaN),
      scalarZip.min(NaN, 1),
      scalarZip.min(1, NaN)
    ]).toEqual([NaN, NaN, NaN, NaN]))
  test('pow', () =>
    expect([
      scalarZip.pow(0, 0),
      scalarZip.pow(-2, 3),
      scalarZip.pow(-2, 0.5),
      scalarZip.pow(0, -1),
      scalarZip.pow(NaN, 0)
    ]).toEqual([1, -8, NaN, Infinity, 1]))
})
