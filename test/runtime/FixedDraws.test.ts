import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedDraws } from '../../src/runtime/FixedDraws.ts'

const mean = (values: ReadonlyArray<number>): number =>
  values.reduce((a, b) => a + b, 0) / values.length

const drawn = (seed: number, numbers: number, count: number): ReadonlyArray<Array<number>> => {
  const draws = fixedDraws({ seed, step: 3 }, [{ name: 'e', elements: numbers }], count)
  const values = draws.get('e') ?? new Float64Array()
  return Array.from({ length: numbers }, (_, e) =>
    Array.from({ length: count }, (_k, k) => values[k * numbers + e] ?? NaN)
  )
}

const cases = [fc.nat(1e6), fc.integer({ min: 1, max: 12 }), fc.constantFrom(64, 128, 512)] as const

test('the mean of every polynomial of degree 3 is exact', () => {
  fc.assert(
    fc.property(...cases, (seed, numbers, count) => {
      const columns = drawn(seed, numbers, count)
      columns.forEach((a, i) => {
        expect(mean(a)).toBeCloseTo(0, 12)
        columns.forEach((b, j) => {
          expect(mean(a.map((x, k) => x * (b[k] ?? NaN)))).toBeCloseTo(i === j ? 1 : 0, 10)
          expect(mean(a.map((x, k) => x * x * (b[k] ?? NaN)))).toBeCloseTo(0, 10)
        })
      })
    }),
    { numRuns: 30 }
  )
})

test('they are a law close to the normal: fourth moments and exponentials', () => {
  const sets = Array.from({ length: 40 }, (_, seed) => drawn(seed, 4, 512)).flat()
  expect(mean(sets.map((a) => mean(a.map((x) => x ** 4))))).toBeCloseTo(3, 1)
  const exponential = mean(sets.map((a) => mean(a.map(Math.exp))))
  expect(Math.abs(exponential - Math.exp(0.5))).toBeLessThan(0.005)
})

test('the same key gives the same draws; more numbers than can be uncorrelated have mean square 1', () => {
  expect(drawn(7, 3, 64)).toEqual(drawn(7, 3, 64))
  drawn(1, 200, 64).forEach((a) => {
    expect(mean(a)).toBeCloseTo(0, 12)
    expect(mean(a.map((x) => x * x))).toBeCloseTo(1, 12)
  })
})
