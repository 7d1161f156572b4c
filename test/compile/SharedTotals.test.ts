import fc from 'fast-check'
import { expect, test } from 'vitest'
import { constant, type Expr, print, total } from '../../src/expr/index.ts'
import { commonStart, onceEach, sharedTotals } from '../../src/compile/parts/SharedTotals.ts'

/** Lists over a few elements, so that many begin alike. */
const elements = [1, 2, 3, 4].map(constant)
const lists = fc.array(fc.array(fc.constantFrom(...elements), { maxLength: 6 }), { maxLength: 12 })

test('sums of lists are those of each by itself, and share what they begin with', () => {
  fc.assert(
    fc.property(lists, (all) => {
      const sum = sharedTotals()
      const sums = all.map((xs) => sum(xs))
      expect(sums.map(print)).toEqual(all.map((xs) => print(total(xs))))
      all.forEach((xs, i) =>
        all.forEach((ys, j) => {
          if (xs.length > 1 && xs.length === ys.length && commonStart(xs, ys) === xs.length)
            expect(sums[i]).toBe(sums[j])
        })
      )
    })
  )
})

test('each element is mapped once, whatever lists it is in', () => {
  fc.assert(
    fc.property(lists, (all) => {
      const seen: Array<Expr> = []
      const each = onceEach((e: Expr) => {
        seen.push(e)
        return print(e)
      })
      expect(all.map((xs) => each(xs))).toEqual(all.map((xs) => xs.map(print)))
      expect(new Set(seen).size).toBe(seen.length)
    })
  )
})
