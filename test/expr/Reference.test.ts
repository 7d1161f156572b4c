import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import {
  constants,
  contract,
  type Expr,
  gather,
  iota,
  map,
  meet,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  union,
  zip
} from '../../src/expr/Expr.ts'
import {
  type Environment,
  evaluate,
  evaluateScalar,
  type NamedArray
} from '../../src/expr/numbers/Reference.ts'
import { expandSpecial } from '../../src/lower/ExpandSpecial.ts'
import { arbitraryCase, axisSizes, type Bound } from '../support/ArbitraryExpr.ts'
import { array, environment } from '../support/Witness.ts'

const bind = (bindings: ReadonlyArray<Bound>): Environment => ({
  sizes: axisSizes,
  values: new Map(
    bindings.map(({ name, axes, values }): [string, NamedArray] => [
      name,
      { axes, sizes: axes.map((a) => axisSizes.get(a) ?? 0), values }
    ])
  )
})
const values = (e: Expr, env: Environment): ReadonlyArray<number> => [...evaluate(env)(e).values]
const close = (
  found: ReadonlyArray<number>,
  wanted: ReadonlyArray<number>,
  tolerance: number
): void => {
  expect(found.length).toBe(wanted.length)
  found.forEach((f, i) => {
    const w = wanted[i] ?? NaN
    expect(
      Object.is(f, w) || Math.abs(f - w) <= tolerance * Math.max(1, Math.abs(w)),
      `${f} against ${w}`
    ).toBe(true)
  })
}
/** e as a reference of its own, so that it can be asked for in another order of axes. */
const named = (e: Expr, env: Environment): NamedArray => evaluate(env)(e)
const inOrder = (axes: ReadonlyArray<string>, x: NamedArray): ReadonlyArray<number> =>
  values(ref('x', axes), environment({ x }))

const cases = arbitraryCase({ smooth: false, depth: 2 })

describe('laws on generated expressions', () => {
  test('a contraction is the sum of the product', () =>
    fc.assert(
      fc.property(cases, cases, fc.subarray(['a', 'b', 'c', 'd', 'ab']), (x, y, axes) => {
        fc.pre(union(x.expr.axes, y.expr.axes).length <= 4)
        const over = meet(axes, union(x.expr.axes, y.expr.axes)),
          env = bind(x.bindings)
        close(
          values(contract(over)(x.expr, y.expr), env),
          values(reduce('sum', over)(zip('mul')(x.expr, y.expr)), env),
          1e-12
        )
      }),
      { numRuns: 60 }
    ))
  test('the order in which a bound array lists its axes does not matter', () =>
    fc.assert(
      fc.property(cases, ({ expr, bindings }) => {
        const env = bind(bindings)
        const turned = new Map(
          [...env.values].map(([name, x]): [string, NamedArray] => {
            const axes = [...x.axes].reverse()
            return [name, { axes, sizes: [...x.sizes].reverse(), values: inOrder(axes, x) }]
          })
        )
        expect(values(expr, { ...env, values: turned })).toEqual(values(expr, env))
      }),
      { numRuns: 60 }
    ))
  test('split undoes merge, rename undoes rename', () =>
    fc.assert(
      fc.property(cases, ({ expr, bindings }) => {
        const env = bind(bindings),
          first = expr.axes[0]
        fc.pre(first !== undefined)
        const back = split('all', expr.axes)(merge(expr.axes, 'all')(expr))
        expect(inOrder(expr.axes, named(back, env))).toEqual(values(expr, env))
        expect(values(rename('other', first)(rename(first, 'other')(expr)), env)).toEqual(
          values(expr, env)
        )
      }),
      { numRuns: 60 }
    ))
  test('log-sum-exp is the logarithm of the sum of exponentials, and max its limit', () =>
    fc.assert(
      fc.property(cases, ({ expr, bindings }) => {
        const env = bind(bindings),
          top = Math.max(0, ...values(map('abs')(expr), env).filter(Number.isFinite))
        fc.pre(top < 100 && values(expr, env).every(Number.isFinite))
        close(
          values(reduce('logSumExp', expr.axes)(expr), env),
          values(map('log')(reduce('sum', expr.axes)(map('exp')(expr))), env),
          1e-12
        )
      }),
      { numRuns: 60 }
    ))
  test('expanding special operations keeps the value', () =>
    fc.assert(
      fc.property(cases, ({ expr, bindings }) => {
        const env = bind(bindings),
          e = expandSpecial(expr)
        fc.pre(values(expr, env).every((v) => Math.abs(v) < 1e4))
        expect([...e.axes].sort()).toEqual([...expr.axes].sort())
        close(inOrder(expr.axes, named(e, env)), values(expr, env), 1e-4)
      }),
      { numRuns: 60 }
    ))
})

describe('particulars', () => {
  test('a product of matrices', () => {
    const env = environment({
      x: array({ i: 2, j: 3 }, [1, 2, 3, 4, 5, 6]),
      y: array({ k: 2, j: 3 }, [1, 0, -1, 2, 2, 2])
    })
    expect(evaluate(env)(contract(['j'])(ref('x', ['i', 'j']), ref('y', ['k', 'j'])))).toEqual({
      axes: ['i', 'k'],
      sizes: [2, 2],
      values: Float64Array.of(-2, 12, -2, 30)
    })
  })
  test('a larger one, against plain loops', () => {
    const at = (i: number, j: number): number => Math.sin(i * 7 + j),
      m = 30,
      n = 20,
      p = 10
    const fill = (r: number, c: number): ReadonlyArray<number> =>
      Array.from({ length: r * c }, (_, q) => at(Math.floor(q / c), q % c))
    const env = environment({
      x: array({ i: m, j: n }, fill(m, n)),
      y: array({ j: n, k: p }, fill(n, p))
    })
    const wanted = Array.from({ length: m * p }, (_, q) =>
      Array.from({ length: n }, (_unused, j) => at(Math.floor(q / p), j) * at(j, q % p)).reduce(
        (s, v) => s + v,
        0
      )
    )
    close(values(contract(['j'])(ref('x', ['i', 'j']), ref('y', ['j', 'k'])), env), wanted, 1e-12)
  })
  test('reductions of nothing', () => {
    const x = ref('x', ['i']),
      env = environment({ x: array({ i: 0 }, []) })
    const ops = ['sum', 'max', 'min', 'logSumExp'] as const
    expect(ops.map((op) => evaluateScalar(env)(reduce(op, ['i'])(x)))).toEqual([
      0,
      -Infinity,
      Infinity,
      -Infinity
    ])
  })
  test('an axis shared by a gathered array and its index runs along both', () => {
    const env = environment({
      x: array({ n: 2, v: 3 }, [10, 11, 12, 20, 21, 22]),
      k: array({ n: 2 }, [2, 0])
    })
    expect(values(gather('v', ref('k', ['n']))(ref('x', ['n', 'v'])), env)).toEqual([12, 20])
  })
  test('a shared node is evaluated once, also over several roots', () => {
    let calls = 0
    const run = evaluate(environment({ x: array({ i: 1 }, [2]) }), {
      round: (v) => {
        calls += 1
        return v
      }
    })
    const shared = map('exp')(ref('x', ['i']))
    run(zip('mul')(shared, shared))
    run(map('neg')(shared))
    expect(calls).toBe(4)
  })
  test('round is applied to the result of every node', () => {
    const x = ref('x', []),
      env = environment({ x: { axes: [], sizes: [], values: [0.1] } })
    expect(evaluateScalar(env, { round: Math.fround })(zip('mul')(x, x))).toBe(
      Math.fround(Math.fround(0.1) ** 2)
    )
  })
  test('a size that only a merge makes', () => {
    const e = zip('mul')(merge(['i', 'j'], 'ij')(ref('x', ['i', 'j'])), iota('ij'))
    expect(
      values(zip('add')(e, size('ij')), environment({ x: array({ i: 2, j: 2 }, [1, 1, 1, 1]) }))
    ).toEqual([4, 5, 6, 7])
  })
  test('what is not bound is our bug', () => {
    expect(() => values(ref('x', []), environment({}))).toThrow('internal: nothing is bound to x')
    expect(() => values(iota('i'), environment({}))).toThrow(
      'internal: the size of axis i is not known'
    )
    expect(() =>
      values(
        zip('add')(constants(['i'], [2], [1, 2]), ref('x', ['i'])),
        environment({ x: array({ i: 3 }, [1, 2, 3]) })
      )
    ).toThrow('internal: one axis has the sizes')
  })
})
