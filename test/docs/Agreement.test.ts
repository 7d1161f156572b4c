import { expect, test } from 'vitest'
import { agrees } from './Agreement.ts'

test('numbers agree to 5 % or two units of the last digit that is shown, words to the letter', () => {
  expect(agrees('mu 4.53 ± 3.1', 'mu   4.52 ± 3.0\n')).toBe(true)
  expect(agrees('mu 4.53', 'mu 4.83')).toBe(false)
  expect(agrees('mu −0.01', 'mu -0.02')).toBe(true)
  expect(agrees('mu 4.53', 'tau 4.53')).toBe(false)
  expect(agrees('1,024 steps', '1,024 steps')).toBe(true)
  expect(agrees('3 steps', '4 steps')).toBe(false)
})

test('every line counts, in order; … stands for any', () => {
  expect(agrees('a\nb', 'a\n\nb\n')).toBe(true)
  expect(agrees('a\nc', 'a\nb\nc')).toBe(false)
  expect(agrees('a\n…\nc', 'a\nb\nb\nc')).toBe(true)
  expect(agrees('…\nc', 'a\nc')).toBe(true)
  expect(agrees('a\n…', 'a\nc')).toBe(true)
  expect(agrees('a', 'a\nc')).toBe(false)
})
