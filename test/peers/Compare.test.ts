/** What counts as agreement, and as none. */
import { left, right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { compared, isAgreement, verdict } from './Compare.ts'
import type { Answer } from './Ours.ts'

const tight = { value: 1e-12, gradient: 1e-10 }

const answer = (nats: number, ...g: ReadonlyArray<number>): Answer => ({
  nats,
  gradients: new Map([['w', g]])
})
const rowOf = (own: Answer, other: Answer) => ({
  name: 'm',
  compared: right(compared(tight, [own], [other]))
})

test('values agree to 1e-12 of their size, gradients to 1e-10', () => {
  const own = answer(-99, 1, -9)
  expect(isAgreement(rowOf(own, answer(-99 + 0.9e-10, 1, -9)))).toBe(true)
  expect(isAgreement(rowOf(own, answer(-99 + 1.1e-10, 1, -9)))).toBe(false)
  expect(isAgreement(rowOf(own, answer(-99, 1 + 0.9e-9, -9)))).toBe(true)
  expect(isAgreement(rowOf(own, answer(-99, 1 + 1.1e-9, -9)))).toBe(false)
})

test('a number that is not finite agrees with nothing', () => {
  for (const x of [NaN, Infinity, -Infinity]) {
    expect(isAgreement(rowOf(answer(x, 1), answer(x, 1)))).toBe(false)
    expect(isAgreement(rowOf(answer(0, 1), answer(x, 1)))).toBe(false)
    expect(isAgreement(rowOf(answer(0, x), answer(0, x)))).toBe(false)
    expect(isAgreement(rowOf(answer(0, 1), answer(0, x)))).toBe(false)
  }
})

test('an answer of another shape, or none, agrees with nothing', () => {
  expect(isAgreement(rowOf(answer(0, 1, 2), answer(0, 1)))).toBe(false)
  expect(isAgreement(rowOf(answer(0, 1), { nats: 0, gradients: new Map() }))).toBe(false)
  expect(isAgreement({ name: 'm', compared: right(compared(tight, [answer(0, 1)], [])) })).toBe(
    false
  )
  expect(isAgreement({ name: 'm', compared: right(compared(tight, [], [])) })).toBe(false)
  expect(isAgreement({ name: 'm', compared: left('ValueError') })).toBe(false)
})

test('the worst of several points is what is shown', () => {
  const { nats, value } = compared(
    tight,
    [answer(1, 0), answer(2, 0)],
    [answer(1, 0), answer(2.5, 0)]
  )
  expect([nats, value.found]).toEqual([2, 0.5])
})

test('agreement ends with 0, a difference with 1, and what was not run with 3', () => {
  const same = rowOf(answer(-1.5, 2), answer(-1.5, 2)),
    other = rowOf(answer(-1.5, 2), answer(-1.6, 2))
  const failed = { name: 'n', compared: left('ValueError: n') }
  expect(verdict(right({ peer: 'NumPyro 0.22.0', rows: [same] }))).toMatchInlineSnapshot(`
    {
      "code": 0,
      "text": "model     ln p     |Δ|  allowed  gradient |Δ|  allowed
    m      -1.5000  0.0e+0  2.5e-12        0.0e+0  3.0e-10
    1 of 1 models agree with NumPyro 0.22.0
    ",
    }
  `)
  expect(verdict(right({ peer: 'NumPyro 0.22.0', rows: [same, other, failed] })))
    .toMatchInlineSnapshot(`
    {
      "code": 1,
      "text": "model     ln p     |Δ|  allowed  gradient |Δ|  allowed
    m      -1.5000  0.0e+0  2.5e-12        0.0e+0  3.0e-10
    m      -1.5000  1.0e-1  2.5e-12        0.0e+0  3.0e-10  differs
    n                                                       ValueError: n
    1 of 3 models agree with NumPyro 0.22.0
    ",
    }
  `)
  expect(verdict(right({ peer: 'NumPyro 0.22.0', rows: [] })).code).toBe(1)
  expect(verdict(left('spawnSync python3 ENOENT'))).toEqual({
    text: 'not run: spawnSync python3 ENOENT\n',
    code: 3
  })
})
