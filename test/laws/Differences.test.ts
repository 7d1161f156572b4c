/** Slopes by differences, of functions whose slopes are known. */
import { expect, test } from 'vitest'
import { slopeAt } from '../../src/laws/numbers/Differences.ts'

test.each([
  ['exp', Math.exp, Math.exp, 1],
  ['sin', Math.sin, Math.cos, 2],
  ['ln', Math.log, (x: number) => 1 / x, 3],
  ['a power', (x: number) => x ** 5, (x: number) => 5 * x ** 4, -1.5]
] as const)('of %s: ten digits, and an error that says so', (_, f, slopeOf, x) => {
  const { slope, error } = slopeAt(f, x, 0.3)
  const wanted = slopeOf(x)
  expect(Math.abs(slope - wanted)).toBeLessThan(1e-10 * Math.abs(wanted))
  expect(error).toBeLessThan(1e-9 * Math.abs(wanted))
})

test('where the function is no number at a step, by the shorter ones', () => {
  expect(slopeAt(Math.sqrt, 0.1, 0.3).slope).toBeCloseTo(0.5 / Math.sqrt(0.1), 6)
})
