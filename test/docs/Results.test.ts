import { readFileSync } from 'node:fs'
import { optionsOf } from 'farrier'
import { expect, test } from 'vitest'
import { decoded, errorPercent, PressedC, type Outcome } from '../../bench/results/Outcome.ts'
import { published } from '../../bench/results/Published.ts'
import {
  begin,
  comparison,
  end,
  meanAndRange,
  putBetweenMarks,
  table
} from '../../bench/results/Table.ts'
import lenet from '../../dsl-examples/lenet-300-100.ts'
import { root } from './Blocks.ts'

const pressed = {
  errorPercent: 2,
  nonZeroPercent: 10,
  pruningRate: 10,
  fastPredictionRate: 30,
  maximumCompressionRate: 60,
  sizeBytes: 17_747,
  architecture: '300-80-20',
  publishedBits: '9-9-12'
}
const outcomes: ReadonlyArray<Outcome> = [
  {
    prior: 'group-horseshoe',
    seed: 2,
    unprunedErrorPercent: 2.2,
    pressed: { ...pressed, errorPercent: 2.3, sizeBytes: 20_000, architecture: '310-70-21' }
  },
  { prior: 'group-horseshoe', seed: 1, unprunedErrorPercent: 1.8, pressed },
  { prior: 'normal', seed: 1, unprunedErrorPercent: 1.6 }
]
const rows = table(outcomes)
  .split('\n')
  .map((line) => line.slice(2, -2).split(' | '))

test('seeds are summed up as mean and range; a rate that is ∞ says so', () => {
  expect(meanAndRange([2, 2.3, 1.7], 2)).toBe('2.00 (1.70 to 2.30)')
  expect(meanAndRange([2.301, 2.302], 2)).toBe('2.30')
  expect(meanAndRange([1_234_567], 0)).toBe('1,234,567')
  expect(meanAndRange([3, null], 1)).toBe('3.0 (3.0 to 3.0, ∞)')
  expect(meanAndRange([null], 1)).toBe('∞')
  expect(meanAndRange([], 1)).toBe('–')
})

test('a row has every column; seeds, architectures and bits are in one order; the baseline has no file', () => {
  expect(new Set(rows.map((r) => r.length))).toEqual(new Set([11]))
  expect(rows[2]).toEqual([
    '`group-horseshoe`',
    '1, 2',
    '2.00 (1.80 to 2.20)',
    '2.15 (2.00 to 2.30)',
    '10.0',
    '10.0',
    '30.0',
    '60.0',
    '18,874 (17,747 to 20,000)',
    '300-80-20<br>310-70-21',
    '9-9-12<br>9-9-12'
  ])
  expect(rows[3]).toEqual([
    '`normal`, uncompressed',
    '1',
    '1.60',
    '–',
    '100',
    '1',
    '1',
    '1',
    '–',
    '–',
    '–'
  ])
  expect(rows).toHaveLength(4 + published.length)
})

const publishedRows =
  'each published row with a counterpart names a prior of the model, ' +
  'and is compared with it where that was measured'
test(publishedRows, () => {
  const prior = optionsOf(lenet).find((o) => o.name === 'prior')
  expect(
    published.flatMap((p) => p.prior ?? []).filter((p) => prior?.expects.includes(p) !== true)
  ).toEqual([])
  expect(comparison(outcomes)).toBe(
    '- `group-horseshoe` against BC-GHS: error 2.15 % (published 1.8 to 2.0), non-zero ' +
      '10.0 % (10.6), fast-prediction rate 30.0 (23), maximum-compression rate 60.0 (59).'
  )
})

test('held-out images are named in the columns and in the comparison; nothing else changes', () => {
  const [head = '', ...body] = table(outcomes, 10_000).split('\n')
  expect(head).toContain(
    '| error on 10,000 held out, unpruned % | error on 10,000 held out, decoded file % |'
  )
  expect(body).toEqual(table(outcomes).split('\n').slice(1))
  expect(comparison(outcomes, 10_000)).toBe(
    comparison(outcomes).replace('error', 'error on 10,000 held out')
  )
})

test('the document has its two marks, and only what is between them is replaced', () => {
  const document = readFileSync(`${root}docs/results.md`, 'utf8')
  const once = putBetweenMarks('made')(document) ?? ''
  expect(once.split(begin)[0]).toBe(document.split(begin)[0])
  expect(once.split(end)[1]).toBe(document.split(end)[1])
  expect(putBetweenMarks('made')(once)).toBe(once)
  expect(putBetweenMarks('made')('no marks')).toBeUndefined()
})

test('what the commands print is checked: the last line counts, a missing field is named', () => {
  const { errorPercent: _, ...row } = pressed
  expect(
    decoded(
      PressedC,
      'press',
      `said\n${JSON.stringify({ row: { ...row, pruningRate: null }, more: 1 })}\n`
    ).row.pruningRate
  ).toBeNull()
  expect(() =>
    decoded(PressedC, 'press', JSON.stringify({ row: { ...row, sizeBytes: '1' } }))
  ).toThrow(/sizeBytes/)
  expect(errorPercent([{ errorRate: 0.021 }])).toBeCloseTo(2.1)
})
