import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bijector,
  binary,
  boundsOf,
  categories,
  factsOf,
  interval,
  isWithin,
  positive,
  real,
  signed,
  type Support,
  supportOfCode,
  type SupportTag,
  supportTags
} from '../../src/distributions/index.ts'
import { constant, isInside, point, ref } from '../../src/expr/index.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import { between, expectNear } from './Arbitrary.ts'
import { supportRows } from './SupportRows.ts'

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

describe('what a support answers', () => {
  const anyTag = fc.constantFrom(...supportTags)
  const anyNumber = fc.oneof(
    between(-5, 5),
    fc.integer({ min: -3, max: 9 }),
    fc.constantFrom(0, -1e300, 1e-300)
  )
  test('its number in files is its own, and those in use stay', () => {
    expect(supportTags.map((tag) => supportOfCode(factsOf(tag).code))).toEqual(supportTags)
    expect(
      ['Real', 'Positive', 'Signed', 'Interval', 'Binary', 'Categories'].map((_, code) =>
        supportOfCode(code)
      )
    ).toEqual(['Real', 'Positive', 'Signed', 'Interval', 'Binary', 'Categories'])
    expect(supportOfCode(supportTags.length)).toBeUndefined()
  })
  test.each(supportTags)('%s: its number in files, some values and some others', (tag) => {
    const { code, values, others } = supportRows[tag]
    expect(factsOf(tag).code).toBe(code)
    expect(values.map(factsOf(tag).holds)).toEqual(values.map(() => true))
    expect(others.map(factsOf(tag).holds)).toEqual(others.map(() => false))
  })
  test('each value lies in the interval of its values', () =>
    fc.assert(
      fc.property(anyTag, anyNumber, (tag, x) => {
        fc.pre(factsOf(tag).holds(x))
        expect(isInside(factsOf(tag).values)(point(x))).toBe(true)
      })
    ))
  test('a number that is proved or admitted is a value', () =>
    fc.assert(
      fc.property(anyTag, anyNumber, (tag, x) => {
        const { proof, holds } = factsOf(tag)
        const asked = proof ?? { suffices: () => true, admits: () => true }
        if (asked.suffices(point(x)) || asked.admits(x)) expect(holds(x)).toBe(true)
      })
    ))
  test('the bijector lands on values', () =>
    fc.assert(
      fc.property(supports, between(-30, 30), (support, at) => {
        const forward = bijector(support)?.forward(u) ?? u
        expect(factsOf(support._tag).holds(scalarFunction(forward, 'u')(at))).toBe(true)
      })
    ))
  test('outcomes are numbered from 0, and each is a value', () =>
    fc.assert(
      fc.property(anyTag, fc.integer({ min: 1, max: 9 }), (tag, size) => {
        const { outcomes, holds } = factsOf(tag)
        const count = outcomes?.([size]) ?? 0
        expect(Array.from({ length: count }, (_, i) => i).every(holds)).toBe(true)
        if (count > 0) expect([holds(-1), holds(0.5)]).toEqual([false, false])
      })
    ))
  test('two outcomes of a binary value, one of an index for each index', () => {
    expect(factsOf('Binary').outcomes?.([])).toBe(2)
    // of a mixture of laws of an index, the components are no outcomes
    expect(factsOf('Categories').outcomes?.([3, 5])).toBe(3)
  })
  test('the ends of an interval, which others lack', () => {
    const [low, high] = [constant(1), ref('h', [])]
    expect(boundsOf(interval(low, high))).toMatchObject({ low, high })
    expect([real, positive, binary].map(boundsOf)).toEqual([undefined, undefined, undefined])
  })
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
