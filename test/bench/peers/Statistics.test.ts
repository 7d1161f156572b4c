import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantile, ratios, spread } from '../../../bench/peers/Statistics.ts'
import { logSpread } from '../../../src/laws/ArbitraryNumber.ts'

test('quantiles interpolate between neighbours', () => {
  expect(spread([5, 1, 4, 2, 3])).toEqual({ p10: 1.4, median: 3, p90: 4.6 })
  expect(spread([7])).toEqual({ p10: 7, median: 7, p90: 7 })
  expect(quantile(0.5)([])).toBeNaN()
})

test('quantiles lie within the values, in order, and do not depend on the values’ order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
      (values) => {
        const { p10, median, p90 } = spread(values)
        expect(Math.min(...values)).toBeLessThanOrEqual(p10)
        expect(p10).toBeLessThanOrEqual(median)
        expect(median).toBeLessThanOrEqual(p90)
        expect(p90).toBeLessThanOrEqual(Math.max(...values))
        expect(spread([...values].reverse())).toEqual({ p10, median, p90 })
      }
    )
  )
})

test('a machine that is slow in some rounds does not move the ratios', () => {
  const times = fc.array(logSpread(1, 10), {
    minLength: 1,
    maxLength: 5
  })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(times, logSpread(0.1, 10)), {
        minLength: 1,
        maxLength: 5
      }),
      (rounds) => {
        const slow = (factor: number) =>
          rounds.map(([ts, load]) => ts.map((t) => factor * load * t))
        for (const r of ratios(slow(2), slow(1))) expect(r).toBeCloseTo(2, 10)
      }
    )
  )
  expect(ratios([[2, 4, 3], [10]], [[6]])).toEqual([0.5])
})
