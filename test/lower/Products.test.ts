import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { constant, contract, type Expr, ref } from '../../src/expr/Expr.ts'
import { children, postorder } from '../../src/expr/Fold.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { add, div, exp, mul, neg, product, reciprocal, sub, sumOver } from '../../src/expr/Words.ts'
import { arrangeProducts } from '../../src/lower/Products.ts'
import { arbitraryCase, axisSizes } from '../support/ArbitraryExpr.ts'
import { expectClose } from './Compare.ts'
import { permuted } from './PlanCase.ts'

const sizes = new Map([
  ['i', 100],
  ['j', 50],
  ['k', 20]
])
const volume = (axes: ReadonlyArray<string>): number =>
  axes.reduce((n, a) => n * (sizes.get(a) ?? axisSizes.get(a) ?? 1), 1)
const arranged = (e: Expr): Expr => arrangeProducts(volume)([e])[0] ?? e
/** Operations that make a whole matrix over i and j. */
const large = (e: Expr): ReadonlyArray<string> =>
  postorder([e]).flatMap((n) =>
    n.axes.length === 2 && children(n).length > 0 ? ['op' in n ? n.op : n._tag] : []
  )

const s = ref('s', []),
  t = ref('t', []),
  row = ref('row', ['i']),
  column = ref('column', ['j']),
  W = ref('W', ['i', 'j']),
  V = ref('V', ['i', 'j'])

describe('arrangeProducts', () => {
  it('keeps values and axes', () => {
    fc.assert(
      fc.property(arbitraryCase({ smooth: false, depth: 4 }), ({ expr, bindings }) => {
        const env = {
          sizes: axisSizes,
          values: new Map(
            bindings.map((b) => [b.name, { ...b, sizes: b.axes.map((a) => axisSizes.get(a) ?? 1) }])
          )
        }
        const result = arranged(expr),
          before = evaluate(env)(expr),
          after = evaluate(env)(result)
        expect([...result.axes].sort()).toEqual([...expr.axes].sort())
        const extents = new Map(before.axes.map((a, i) => [a, before.sizes[i] ?? 1] as const))
        expectClose(permuted(after, extents, before.axes), before.values, 1e-9)
      }),
      { numRuns: 200 }
    )
  })

  it.each<readonly [string, Expr, ReadonlyArray<string>]>([
    [
      'multiplies a matrix once by any number of numbers',
      pipe(W, mul(s), mul(2), mul(t), mul(3)),
      ['mul']
    ],
    ['multiplies numbers into the smaller operand', pipe(W, mul(s), mul(row), mul(t)), ['mul']],
    [
      'multiplies once by the inverse of all small divisors',
      pipe(W, div(s), div(row), div(4)),
      ['mul']
    ],
    [
      'divides by a reciprocal’s operand',
      pipe(W, mul(reciprocal(row)), mul(reciprocal(s))),
      ['div']
    ],
    ['pulls a sign into a difference', pipe(V, add(pipe(W, neg, mul(row)))), ['mul', 'sub']],
    [
      'makes two negative terms one negative sum',
      pipe(neg(W), sub(V), mul(s), mul(-1)),
      ['add', 'mul']
    ],
    ['squares', pipe(W, mul(W)), ['square']],
    [
      'keeps what others use',
      product([pipe(W, mul(s)), exp(pipe(W, mul(s)))]),
      ['mul', 'exp', 'mul']
    ]
  ])('%s', (_, e, wanted) => {
    // equal parts must be one node for their uses to be counted
    const shared = pipe(W, mul(s))
    expect(large(arranged(wanted.includes('exp') ? product([shared, exp(shared)]) : e))).toEqual(
      wanted
    )
  })

  it('turns a sum of a product into a contraction, and leaves constant factors outside', () => {
    const e = sumOver(['i'])(pipe(W, mul(row), mul(s), mul(column), mul(2)))
    const result = arranged(e)
    expect(large(result)).toEqual([])
    expect(
      postorder([result])
        .filter((n) => n._tag === 'Contract')
        .map((n) => n.axes)
    ).toEqual([['j']])
  })

  it('takes factors out of a contraction where its result is smaller', () => {
    const small = arranged(contract(['i', 'j'])(pipe(W, mul(s)), V))
    expect(large(small)).toEqual([])
    const wide = arranged(contract(['i'])(pipe(row, mul(s)), W))
    expect(large(wide)).toEqual([])
    expect(
      postorder([wide])
        .filter((n) => n._tag === 'Zip')
        .map((n) => n.axes)
    ).toEqual([['j']])
  })

  it('folds numbers', () => {
    expect(arranged(pipe(constant(2), mul(3), neg, mul(s)))).toEqual(pipe(constant(-6), mul(s)))
  })
})
