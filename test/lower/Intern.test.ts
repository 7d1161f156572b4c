import { expect, test } from 'vitest'
import { intern } from '../../src/lower/Intern.ts'
import { unlikeNodes } from '../support/UnlikeNodes.ts'

test.each(unlikeNodes)('%s keeps two expressions apart; equal ones become one', (_, a, b) => {
  const interned = intern()
  const [one, other] = [interned(a), interned(b)]
  expect(one).not.toBe(other)
  expect(interned(a)).toBe(one)
  expect(interned(b)).toBe(other)
})
