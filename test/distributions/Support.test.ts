import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bijector,
  binary,
  categories,
  interval,
  isWithin,
  positive,
  real,
  signed,
  type Support,
  type SupportTag
} from '../../src/distributions/index.ts'
import { constant, ref } from '../../src/expr/index.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import { between, expectNear } from './Arbitrary.ts'

const supports: fc.Arbitrary<Support> = fc.oneof(
  fc.constantFrom(real, positive, signed),
  fc
    .tuple(between(-5, 5), between(0.1, 50))
    .map(([low, width]) => interval(constant(low), constant(low + width)))
)
const u = ref('u', [])

describe('bijectors', () => {
  test('inverse ∘ forward = identity, and forward lands in the support', () =>
    fc.assert(
      fc.property(supports, between(-8, 8), (support, at) => {
        const b = bijector(support)
        if (b === undefined) throw new Error('a continuous support has a bijector')
        expectNear(scalarFunction(b.inverse(b.forward(u)), 'u')(at), at, 1e-10)
        const x = scalarFunction(b.forward(u), 'u')(at)
        if (support._tag === 'Positive') expect(x).toBeGreaterThan(0)
        if (support._tag === 'Interval') {
          expect(x).toBeGreaterThan(scalarFunction(support.low)())
          expect(x).toBeLessThan(scalarFunction(support.high)())
        }
      })
    ))
  test('the Jacobian is the numeric derivative', () =>
    fc.assert(
      fc.property(supports, between(-8, 8), (support, at) => {
        const b = bijector(support)
        if (b === undefined) throw new Error('a continuous support has a bijector')
        const forward = scalarFunction(b.forward(u), 'u'),
          h = 1e-4
        const slope =
          (8 * (forward(at + h) - forward(at - h)) - (forward(at + 2 * h) - forward(at - 2 * h))) /
          (12 * h)
        const jacobian = Math.exp(scalarFunction(b.logJacobian(u), 'u')(at))
        expect(Math.abs(slope / jacobian - 1)).toBeLessThan(1e-6)
      })
    ))
  test('discrete supports have none', () =>
    expect([bijector(binary), bijector(categories('c'))]).toEqual([undefined, undefined]))
})

describe('isWithin is a partial order', () => {
  const tag = fc.constantFrom<SupportTag>(
    'Real',
    'Positive',
    'Signed',
    'Interval',
    'Binary',
    'Categories'
  )
  test('reflexive, antisymmetric, transitive', () =>
    fc.assert(
      fc.property(tag, tag, tag, (a, b, c) => {
        expect(isWithin(a)(a)).toBe(true)
        if (isWithin(a)(b) && isWithin(b)(a)) expect(a).toBe(b)
        if (isWithin(a)(b) && isWithin(b)(c)) expect(isWithin(a)(c)).toBe(true)
      })
    ))
  test('a positive value is a scale, a plain real one is not', () => {
    expect(isWithin('Signed')('Positive')).toBe(true)
    expect(isWithin('Signed')('Real')).toBe(false)
  })
})
