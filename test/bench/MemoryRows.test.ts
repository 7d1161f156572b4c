import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryRows, type Sample } from '../../bench/MemoryRows.ts'
import { slope } from '../../bench/Slope.ts'
import { eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const megabyte = 2 ** 20

const samples = (of: (i: number) => Omit<Sample, 'step'>): ReadonlyArray<Sample> =>
  Array.from({ length: 10 }, (_, i) => ({ step: 100 * i, ...of(i) }))
const bars = (found: ReadonlyArray<Sample>): ReadonlyArray<string> =>
  memoryRows('work', 'way', found).map((r) => r.bar)

test('the slope of points on a line is the line’s, wherever they lie', () => {
  fc.assert(
    fc.property(
      withExtremes(eitherSign(logSpread(1e-3, 1e3)), 0, -1e3),
      withExtremes(eitherSign(logSpread(1e-3, 1e3)), 0, -1e3),
      fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 }),
      (a, b, xs) => {
        expect(slope(xs.map((x) => [x, a + b * x]))).toBeCloseTo(b, 6)
      }
    )
  )
})

test('what is constant after the first fifth is kept, whatever it was before', () => {
  expect(
    bars(
      samples((i) => ({
        live: i < 2 ? i : 57,
        moduleBytes: 4 * megabyte,
        residentBytes: (i < 2 ? 50 : 200) * megabyte
      }))
    )
  ).toEqual(['constant, kept', 'constant, kept', '≤ 3 %, kept'])
})

test('one buffer more, a larger memory or a steady rise is seen', () => {
  expect(
    bars(
      samples((i) => ({
        live: i === 9 ? 58 : 57,
        moduleBytes: (i < 5 ? 4 : 5) * megabyte,
        residentBytes: (200 + i) * megabyte
      }))
    )
  ).toEqual(['constant, missed', 'constant, missed', '≤ 3 %, missed'])
})

test('an executor without a module has no such row; the rise is said per step', () => {
  const rows = memoryRows(
    'work',
    'tfjs',
    samples((i) => ({ live: 1, moduleBytes: null, residentBytes: 100 * megabyte + 1000 * i }))
  )
  expect(rows.map((r) => r.way)).toEqual([
    'tfjs: live buffers',
    'tfjs: resident memory of the process'
  ])
  expect(rows[1]?.ratio).toBe('10.0 bytes a step, 0.0 % in all')
})
