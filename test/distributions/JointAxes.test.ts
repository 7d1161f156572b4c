import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Distribution,
  elementwiseDensity,
  type Family,
  family,
  normal
} from '../../src/distributions/index.ts'
import { constants, type Expr, sumOver, sumSpread } from '../../src/expr/index.ts'
import { between, everyDistribution, expectNear, numbersOf } from './Arbitrary.ts'

/** Independent standard normals along `k`, said to have one density together. */
const vector: Family<Distribution> = {
  ...family(normal(0, 1)),
  jointly: ['k'],
  logDensity: (x) => sumOver(['k'])(family(normal(0, 1)).logDensity(x))
}
const numberOf = (e: Expr): number => numbersOf(e)[0] ?? NaN

test('the sum over all axes of a site counts a joint density once', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(between(-3, 3), { minLength: 20, maxLength: 20 }),
      (rows, k, values) => {
        const x = constants(['row', 'k'], [rows, k], values.slice(0, rows * k))
        expectNear(
          numberOf(sumSpread(['row', 'k'])(elementwiseDensity(vector)(x))),
          numberOf(sumOver(['row'])(vector.logDensity(x))),
          1e-12
        )
      }
    )
  ))

test('without joint axes it is the density itself', () =>
  fc.assert(
    fc.property(fc.oneof(everyDistribution.Normal, everyDistribution.Gamma), (d) => {
      const x = constants(['k'], [2], [0.5, 2])
      expect(elementwiseDensity(family(d))(x)).toEqual(family(d).logDensity(x))
    })
  ))
