import { describe, expect, test } from 'vitest'
import { constant, contract, type Expr, iota, ref, where, zip } from '../../src/expr/Expr.ts'
import {
  fold,
  foldList,
  isClosed,
  postorder,
  rebuild,
  refs,
  substitute,
  withChildren
} from '../../src/expr/Fold.ts'
import { add, exp, mul, sumAll } from '../../src/expr/Words.ts'

const s = ref('s', []),
  x = ref('x', ['a']),
  y = ref('y', ['a', 'b'])
const tower = (depth: number): Expr =>
  Array.from({ length: depth }).reduce<Expr>((e) => add(e)(e), s)

describe('postorder', () => {
  test('every node once, operands before their users', () => {
    const order = postorder([mul(exp(x))(exp(x)), exp(s)])
    expect(new Set(order).size).toBe(order.length)
    expect(order.indexOf(x)).toBe(0)
  })
  test('a tower of shared nodes is as long as it is high, and no deeper than memory', () =>
    expect(postorder([tower(100_000)])).toHaveLength(100_001))
})

describe('fold', () => {
  test('visits a shared node once; two roots share', () => {
    let visits = 0
    const count = foldList<number>((_, operands) => {
      visits += 1
      return 1 + operands.reduce((a, b) => a + b, 0)
    })
    const shared = exp(x)
    expect(count(mul(shared)(shared))).toBe(5)
    expect(count(add(shared)(s))).toBe(4)
    expect(visits).toBe(5)
  })
  test('counts the paths of a tower without walking them', () => {
    const paths = fold<bigint>({
      Constant: () => 1n,
      Constants: () => 1n,
      Ref: () => 1n,
      Size: () => 1n,
      Iota: () => 1n,
      Map: (e) => e.x,
      Zip: (e) => e.x + e.y,
      Where: (e) => e.x + e.y,
      Reduce: (e) => e.x,
      Contract: (e) => e.x + e.y,
      Rename: (e) => e.x,
      Merge: (e) => e.x,
      Split: (e) => e.x,
      Gather: (e) => e.x,
      Unfold: (e) => e.x,
      Fold: (e) => e.x
    })
    expect(paths(tower(200))).toBe(2n ** 200n)
  })
  test('rebuilding what has not changed gives the very same nodes', () => {
    const e = where(zip('less')(x, s), sumAll(contract(['a'])(x, y)), iota('a'))
    expect(fold<Expr>(rebuild)(e)).toBe(e)
  })
  test('withChildren replaces operands in their order', () =>
    expect(withChildren(zip('sub')(x, s), [s, y])).toEqual(zip('sub')(s, y)))
})

describe('substitute', () => {
  test('replaces references, keeps the rest and what is shared', () => {
    const shared = exp(s),
      e = add(shared)(mul(shared)(x))
    const after = substitute(new Map([['s', constant(2)]]))(e)
    expect(after).toEqual(add(exp(constant(2)))(mul(exp(constant(2)))(x)))
    expect(postorder([after])).toHaveLength(5)
    expect(substitute(new Map([['q', s]]))(e)).toBe(e)
  })
  test('axes follow what is put in', () =>
    expect(substitute(new Map<string, Expr>([['s', y]]))(add(s)(x)).axes).toEqual(['a', 'b']))
})

test('refs by first use; closed without them', () => {
  expect([...refs([add(s)(y), x]).keys()]).toEqual(['y', 's', 'x'])
  expect([isClosed(exp(constant(1))), isClosed(exp(s))]).toEqual([true, false])
})
