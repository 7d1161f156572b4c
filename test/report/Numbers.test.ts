import { expect, it } from 'vitest'
import { clock, grouped, percent, significant, table } from '../../src/report/Numbers.ts'

it('shares are per cent, numbers grouped by thousands, seconds a clock', () => {
  expect([percent(0.0213), percent(1, 0), percent(0)]).toEqual(['2.13 %', '100 %', '0.00 %'])
  expect([999, 1000, 41_230, 1_234_567.6].map(grouped)).toEqual([
    '999',
    '1,000',
    '41,230',
    '1,234,568'
  ])
  expect([0, 67, 3599.4, 3600, 3753, 7384, -1].map(clock)).toEqual([
    '0:00',
    '1:07',
    '59:59',
    '1:00:00',
    '1:02:33',
    '2:03:04',
    '0:00'
  ])
})

it('four digits are significant, and what is no number is said', () => {
  expect([0.021334, 41_230, 1.5e-7, Infinity, -Infinity, NaN].map(significant)).toEqual([
    '0.02133',
    '41230',
    '1.5e-7',
    '∞',
    '−∞',
    '—'
  ])
})

it('columns are padded, numbers to the right', () => {
  expect(
    table(
      ['site', 'mean'],
      [
        ['w', '1.5'],
        ['bias', '20.25']
      ]
    )
  ).toBe('site   mean\nw       1.5\nbias  20.25')
})
