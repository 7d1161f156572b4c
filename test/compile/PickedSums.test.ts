/** Sums over rows that pick elements, counted, against the same sums row by row. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  add,
  type Expr,
  evaluate,
  gather,
  mul,
  ref,
  square,
  sub,
  sumOver
} from '../../src/expr/index.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { pickedSums } from '../../src/compile/index.ts'

const x = ref('x', ['k']),
  w = ref('w', ['k', 'rows']),
  v = ref('v', ['rows']),
  s = ref('s', []),
  y = ref('y', ['rows'])

/** Of one element a row, and of what varies otherwise or not at all. */
const summands: ReadonlyArray<Expr> = [
  gather('k', y)(x),
  sub(s)(gather('k', y)(x)),
  add(gather('k', y)(x))(sub(square(v))(s)),
  gather('k', y)(w),
  mul(s)(v),
  add(gather('k', y)(square(x)))(gather('k', y)(w))
].filter((e) => e.axes.includes('rows'))

test('the sum is the same, elements beyond the axis included', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...summands),
      fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 12 }),
      fc.array(between(-2, 2), { minLength: 52, maxLength: 52 }),
      (summand, picks, numbers) => {
        const n = picks.length
        const sizes = new Map([
          ['k', 3],
          ['rows', n]
        ])
        const values = new Map([
          ['x', { axes: ['k'], sizes: [3], values: numbers.slice(0, 3) }],
          ['w', { axes: ['k', 'rows'], sizes: [3, n], values: numbers.slice(3, 3 + 3 * n) }],
          ['v', { axes: ['rows'], sizes: [n], values: numbers.slice(39, 39 + n) }],
          ['s', { axes: [], sizes: [], values: [numbers[51] ?? 0] }],
          ['y', { axes: ['rows'], sizes: [n], values: picks }]
        ])
        const sum = sumOver(['rows'])(summand)
        const at = evaluate({ sizes, values })
        expect(at(pickedSums()(sum)).values[0]).toBeCloseTo(at(sum).values[0] ?? NaN, 10)
      }
    )
  )
})
