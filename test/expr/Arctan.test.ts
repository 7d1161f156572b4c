/** The angle of a tangent against the host's, and its slope. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { arctan } from '../../src/expr/Arctan.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import { ref } from '../../src/expr/index.ts'
import { logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'

const t = ref('t', [])
const value = scalarFunction(arctan(t), 't')
const slope = gradients(arctan(t), [{ name: 't' }]).get('t')

test('arctan t is that of the host to 4 ulp, and so is its slope 1/(1 + t²)', () =>
  fc.assert(
    fc.property(withExtremes(logSpread(1e-300, 1e300), 1, 1e-8, 1e8), (x) => {
      expect(Math.abs(value(x) / Math.atan(x) - 1)).toBeLessThan(1e-15)
      if (slope === undefined) throw new Error('internal: it has a slope')
      const exact = x < 1e150 ? 1 / (1 + x * x) : 0
      expect(Math.abs(scalarFunction(slope, 't')(x) - exact)).toBeLessThanOrEqual(
        1e-14 * exact + 1e-300
      )
    })
  ))
test('at 0 and at ∞', () => {
  expect(value(0)).toBe(0)
  expect(value(Infinity)).toBe(0.5 * Math.PI)
  expect(value(NaN)).toBeNaN()
})
