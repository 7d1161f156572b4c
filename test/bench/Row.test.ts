import { expect, test } from 'vitest'
import { rowsOf } from '../../bench/Contest.ts'
import { missing, shareCells, table, threeDigits, verdict } from '../../bench/Row.ts'

const rounds = { rounds: 2, turnMs: 1 }

test('times over times, round by round; speeds in images per second; who is absent says why', () => {
  const entrants = [
    { way: 'slow', words: [], threads: 1, against: [] },
    {
      way: 'fast',
      words: [],
      threads: 1,
      against: [
        { way: 'slow', bar: 0.25 },
        { way: 'absent', bar: 1 }
      ]
    },
    { way: 'absent', words: [], threads: 1, against: [] }
  ]
  const timed = [
    { name: 'slow', rounds: [[10, 10], [40]] },
    { name: 'fast', rounds: [[2, 2], [8]] },
    { name: 'absent', unavailable: 'no | such' }
  ]
  expect(
    table(rowsOf({ work: 'steps', rounds, entrants }, timed))
      .split('\n')
      .slice(2)
  ).toEqual([
    '| steps | slow | 10.0 ms | 10.0 to 34.0 |  |  |',
    '|  | fast | 2.00 ms | 2.00 to 6.80 | **0.20** (0.20 to 0.20) of slow | ≤ 0.25, kept |',
    '|  | absent: not available: no / such |  |  |  |  |'
  ])
  expect(rowsOf({ work: 'images', images: 8000, rounds, entrants }, timed)[1]?.median).toBe(
    '4,000,000 images/s'
  )
})

test('a bar is kept at the bar and missed above it', () => {
  const show = (x: number): string => x.toFixed(2)
  expect(verdict({ value: 0.25, bar: 0.25 }, show)).toBe('≤ 0.25, kept')
  expect(verdict({ value: 0.26, bar: 0.25 }, show)).toBe('≤ 0.25, missed')
  expect(verdict({ value: NaN, bar: 0.25 }, show)).toBe('≤ 0.25, missed')
})

test('three digits, shares in per cent, and what could not be measured', () => {
  expect([1.234, 12.34, 1234.5, -0.001].map(threeDigits)).toEqual([
    '1.23',
    '12.3',
    '1,235',
    '-0.00'
  ])
  expect(shareCells({ p10: 0.01, median: 0.0734, p90: 0.1 })).toEqual({
    median: '7.3 %',
    range: '1.0 to 10.0'
  })
  expect(missing('w', 'a | b').way).toBe('not measured: a / b')
})
