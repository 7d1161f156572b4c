import { left, right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { agreement } from '../../../bench/peers/Agreement.ts'

const question = { what: 'without noise', request: { steps: 0, draws: 0 }, tolerance: 0.01 }

test('all are held to the first that answers', () => {
  const { agrees, lines } = agreement(question, [
    ['a', left('gone')],
    ['b', right(100)],
    ['c', right(100.9)],
    ['d', right(null)]
  ])
  expect(agrees).toBe(true)
  expect(lines).toEqual([
    'loss without noise (to 1 %)',
    '  a: not available: gone',
    '  b: 100.00000',
    '  c: 100.90000',
    '  d: not compared'
  ])
})

test('one that differs, or has no number, is a disagreement', () => {
  const far = agreement(question, [
    ['a', right(100)],
    ['b', right(101.5)]
  ])
  expect(far.agrees).toBe(false)
  expect(far.lines.at(-1)).toBe('  b: 101.50000, differs by 1.500 %')
  expect(
    agreement(question, [
      ['a', right(100)],
      ['b', right(NaN)]
    ]).agrees
  ).toBe(false)
  expect(agreement(question, [['a', right(NaN)]]).agrees).toBe(false)
})
