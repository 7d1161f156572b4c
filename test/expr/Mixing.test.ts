import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  constants,
  contract,
  gather,
  iota,
  merge,
  ref,
  rename,
  size,
  split
} from '../../src/expr/Expr.ts'
import { mixedAlong } from '../../src/expr/Mixing.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { print } from '../../src/expr/print/Print.ts'
import { add, div, exp, logSumExp, mul, sub, sumOver } from '../../src/expr/Words.ts'
import { arbitraryCase, axisSizes } from '../support/ArbitraryExpr.ts'
import { environmentOf } from '../support/Evaluate.ts'

const x = ref('x', ['rows', 'h']),
  w = ref('w', ['h']),
  of = ref('of', ['rows'])

test.each([
  ['Σ_rows x', pipe(x, sub(pipe(sumOver(['rows'])(x), div(size('rows')))))],
  ['logsumexp_rows(x)', logSumExp(['rows'])(x)],
  ['size(rows)', mul(size('rows'))(x)],
  ['index(rows)', add(iota('rows'))(x)],
  ['Σ_rows x·of', contract(['rows'])(x, of)],
  ['x[rows → k]', rename('rows', 'k')(x)],
  ['w[h → rows]', rename('h', 'rows')(w)],
  ['x[(rows, h) → p]', merge(['rows', 'h'], 'p')(x)],
  ['w[h → (rows, k)]', split('h', ['rows', 'k'])(w)],
  ['of[rows = i]', gather('rows', ref('i', ['k']))(of)],
  ['[1, 2]_rows', mul(constants(['rows'], [2], [1, 2]))(x)]
])('%s reads across rows', (text, e) => {
  expect(pipe(mixedAlong('rows')([e]) ?? w, print)).toBe(text)
})
test.each([
  ['Σ_h x·w', contract(['h'])(x, w)],
  ['exp(x − w)', exp(sub(w)(x))],
  ['w[h = of]', gather('h', of)(w)],
  ['Σ_h x/size(h)', pipe(sumOver(['h'])(x), div(size('h')))]
])('%s does not', (_, e) => expect(mixedAlong('rows')([e])).toBeUndefined())

test('law: what reads its own index alone has the same value there when that is all there is', () => {
  let apart = 0
  fc.assert(
    fc.property(
      arbitraryCase({ smooth: false, depth: 4 }),
      fc.constantFrom(...axisSizes.keys()),
      ({ expr, bindings }, axis) => {
        if (mixedAlong(axis)([expr]) !== undefined) return
        apart += 1
        const env = environmentOf(bindings)
        // the first index alone
        const first = new Map(
          [...env.values].map(([name, t]) => {
            const at = t.axes.indexOf(axis)
            const inner = t.sizes.slice(at + 1).reduce((a, b) => a * b, 1),
              n = t.sizes[at] ?? 1
            return [
              name,
              at < 0
                ? t
                : {
                    axes: t.axes,
                    sizes: t.sizes.with(at, 1),
                    values: Array.from(t.values).filter((_, i) => Math.floor(i / inner) % n === 0)
                  }
            ] as const
          })
        )
        const whole = evaluate(env)(expr),
          one = evaluate({ sizes: new Map([...env.sizes, [axis, 1]]), values: first })(expr)
        const at = whole.axes.indexOf(axis)
        const inner = whole.sizes.slice(at + 1).reduce((a, b) => a * b, 1),
          n = whole.sizes[at] ?? 1
        expect([...one.values]).toEqual(
          [...whole.values].filter((_, i) => at < 0 || Math.floor(i / inner) % n === 0)
        )
      }
    ),
    { numRuns: 300 }
  )
  expect(apart).toBeGreaterThan(50)
})
