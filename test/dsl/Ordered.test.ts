/** Categories in order as they are written: groups of cutpoints, cutpoints that fall, what is refused. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { bernoulli, type Distribution, family } from '../../src/distributions/index.ts'
import {
  axis,
  cumulativeSum,
  orderedLogistic,
  plate,
  type Positive,
  type Tensor
} from '../../src/dsl/index.ts'
import { tensor } from '../../src/dsl/Tensor.ts'
import { constant, constants, type Expr, ref } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { ordered } from '../distributions/CutRows.ts'

const cuts = axis('cuts', 3)
const levels = axis('levels', 4)
const groups = axis('groups', 2)

const numbersOf = (e: Expr): ReadonlyArray<number> =>
  Array.from(
    evaluate({
      sizes: new Map([
        ['cuts', 3],
        ['cuts_upTo', 3],
        ['groups', 2]
      ]),
      values: new Map()
    })(e).values
  )
const logMass =
  (d: Distribution) =>
  (k: number): number =>
    Array.from(
      evaluate({ sizes: new Map(), values: new Map() })(family(d).logDensity(constant(k))).values
    )[0] ?? NaN

const rising = [
  [-1, 0.5, 2],
  [-3, 1, 1.5]
]
const byGroup: Tensor<'groups' | 'cuts'> = tensor(
  constants(['groups', 'cuts'], [2, 3], rising.flat()),
  'Real',
  [groups, cuts]
)
const locations: Tensor<'groups'> = tensor(constants(['groups'], [2], [0.3, -2]), 'Real', [groups])
const one: Tensor<'cuts'> = tensor(ref('c', ['cuts']), 'Real', [cuts])

describe('orderedLogistic', () => {
  test('cutpoints and locations by group give each group its own masses', () => {
    const d = orderedLogistic({ location: locations, cutpoints: byGroup, cuts, along: levels })
    for (const k of [0, 1, 2, 3]) {
      const found = numbersOf(family(d.distribution).logDensity(constant(k)))
      ;[0.3, -2].forEach((location, g) =>
        expect(found[g]).toBeCloseTo(logMass(ordered(location, rising[g] ?? []))(k), 12)
      )
    }
  })
  test('one cutpoint at 0 is a Bernoulli, far out as well', () =>
    fc.assert(
      fc.property(between(-700, 700), (location) => {
        for (const k of [0, 1])
          expect(logMass(ordered(location, [0]))(k)).toBe(
            logMass(bernoulli({ logits: location }))(k)
          )
      })
    ))
  test('between cutpoints that are equal or fall there is no mass, and never none that is no number', () => {
    for (const second of [0, -1]) expect(logMass(ordered(0, [0, second]))(1)).toBe(-Infinity)
  })
  test('says what does not fit', () => {
    const of = (location: unknown, along: unknown) => (): unknown =>
      Reflect.apply(orderedLogistic, undefined, [{ location, cutpoints: one, cuts, along }])
    expect(of(0, cuts)).toThrow("found 3 cutpoints along 'cuts' for 'cuts' of size 3")
    expect(of(0, plate('people'))).toThrow("for 'people' of size data")
    expect(of(one, levels)).toThrow("the location has the axis 'cuts'")
  })
})

describe('cumulativeSum', () => {
  test('sums up to and with each index, of every group', () =>
    expect(numbersOf(cumulativeSum(cuts)(byGroup).expr)).toEqual([-1, -0.5, 1.5, -3, -2, -0.5]))
  test('of positive ones is positive', () => {
    const gaps: Tensor<'cuts', Positive> = tensor(ref('g', ['cuts']), 'Positive', [cuts])
    const sums: Tensor<'cuts', Positive> = pipe(gaps, cumulativeSum(cuts))
    expect(sums.support).toBe('Positive')
  })
  test('asks for an axis that is there, and has a size', () => {
    expect(() => Reflect.apply(cumulativeSum(groups), undefined, [one])).toThrow("'groups'")
    const people = plate('people')
    const y: Tensor<'people'> = tensor(ref('y', ['people']), 'Real', [people])
    expect(() => cumulativeSum(people)(y)).toThrow("'people' is a plate")
  })
})
