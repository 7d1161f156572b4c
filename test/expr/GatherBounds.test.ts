/** Where gathered values lie: off an axis they are 0, and an index of the axis is never off it. */
import { expect, test } from 'vitest'
import { bounds, gather, interval, isPositive, ref } from '../../src/expr/index.ts'

const sigma = ref('sigma', ['towns'])
const gathered = gather('towns', ref('k', ['rows']))(sigma)

const lies = (axisOf: string | undefined): boolean =>
  isPositive(
    bounds(
      (name) => (name === 'sigma' ? interval(0, 1, false) : interval(-9, 9)),
      () => axisOf
    )(gathered)
  )

test.each([
  ['any number', undefined, false],
  ['an index of another axis', 'groups', false],
  ['an index of its axis', 'towns', true]
])('at %s a positive array is positive: %s, %s', (_, axisOf, expected) => {
  expect(lies(axisOf)).toBe(expected)
})
