import { beforeAll, describe, expect, test } from 'vitest'
import {
  constant,
  constants,
  contract,
  type Expr,
  foldWindows,
  gather,
  iota,
  map,
  merge,
  reduce,
  type ReduceOp,
  ref,
  rename,
  size,
  split,
  type Tag,
  unfoldWindows,
  where,
  zip
} from '../../src/expr/Expr.ts'
import { substitute } from '../../src/expr/Fold.ts'
import { type Environment, evaluate } from '../../src/expr/numbers/Reference.ts'
import { simplify } from '../../src/expr/rules/Simplify.ts'
import { sumAll } from '../../src/expr/Words.ts'
import {
  agrees,
  array,
  derived,
  differences,
  environment,
  type PlanWitness,
  planWitnesses
} from '../support/Witness.ts'

// ---------------------------------------------------------------------------
// values
// ---------------------------------------------------------------------------

/**
 * x over a (2) and b (3), y over b and c (2), k positions along b: no two alike, none at a kink of
 * what is done with them.
 */
const smooth: Environment = environment({
  x: array({ a: 2, b: 3 }, [0.5, -1.25, 2, 0.75, -3, 1.5]),
  y: array({ b: 3, c: 2 }, [1, -2, 0.25, 4, -0.5, 3]),
  k: array({ c: 2 }, [2, 0]),
  flat: array({ ab: 6 }, [1, 2, 3, 4, 5, -6])
})
const x = ref('x', ['a', 'b']),
  y = ref('y', ['b', 'c']),
  k = ref('k', ['c']),
  flat = ref('flat', ['ab'])
/** Windows of two neighbours along b. */
const pairs = { along: 'b', at: 'i', offset: 'j', size: 2, stride: 1, padding: 0 }
/** 3 at each of three places. */
const threes = constants(['b'], [3], [3, 3, 3])
/** x again with NaN and infinities in the row a = 1. */
const extreme: Environment = {
  ...smooth,
  values: new Map([
    ...smooth.values,
    ['x', array({ a: 2, b: 3 }, [-Infinity, -Infinity, -Infinity, Infinity, 1, -Infinity])]
  ])
}

/**
 * `wanted`: the value over `axes` in their order, row-major, worked out by hand; `sizes`: of axes
 * that nothing bound carries.
 */
interface Row {
  readonly e: Expr
  readonly wanted: ReadonlyArray<number>
  readonly env?: Environment
  readonly sizes?: Readonly<Record<string, number>>
  readonly by: ReadonlyArray<string>
}

const l = (...xs: ReadonlyArray<number>): number =>
  Math.log(xs.reduce((s, v) => s + Math.exp(v), 0))

const reductions: { readonly [O in ReduceOp]: ReadonlyArray<Row> } = {
  sum: [
    { e: reduce('sum', ['b'])(x), wanted: [1.25, -0.75], by: ['x'] },
    { e: reduce('sum', ['a'])(x), wanted: [1.25, -4.25, 3.5], by: ['x'] },
    { e: reduce('sum', ['b', 'a'])(x), wanted: [0.5], by: ['x'] },
    { e: reduce('sum', ['b'])(x), wanted: [-Infinity, NaN], env: extreme, by: [] }
  ],
  max: [
    { e: reduce('max', ['b'])(x), wanted: [2, 1.5], by: ['x'] },
    { e: reduce('max', ['a'])(x), wanted: [0.75, -1.25, 2], by: ['x'] },
    { e: reduce('max', ['b'])(x), wanted: [-Infinity, Infinity], env: extreme, by: [] }
  ],
  min: [
    { e: reduce('min', ['b'])(x), wanted: [-1.25, -3], by: ['x'] },
    { e: reduce('min', ['a', 'b'])(x), wanted: [-3], by: ['x'] },
    { e: reduce('min', ['b'])(x), wanted: [-Infinity, -Infinity], env: extreme, by: [] }
  ],
  logSumExp: [
    { e: reduce('logSumExp', ['b'])(x), wanted: [l(0.5, -1.25, 2), l(0.75, -3, 1.5)], by: ['x'] },
    {
      e: reduce('logSumExp', ['a'])(x),
      wanted: [l(0.5, 0.75), l(-1.25, -3), l(2, 1.5)],
      by: ['x']
    },
    { e: reduce('logSumExp', [])(x), wanted: [0.5, -1.25, 2, 0.75, -3, 1.5], by: ['x'] },
    { e: reduce('logSumExp', ['b'])(x), wanted: [-Infinity, Infinity], env: extreme, by: [] }
  ]
}

const rows: { readonly [T in Exclude<Tag, 'Map' | 'Zip' | 'Reduce'>]: ReadonlyArray<Row> } = {
  Constant: [
    { e: constant(2.5), wanted: [2.5], by: [] },
    { e: constant(-Infinity), wanted: [-Infinity], by: [] }
  ],
  Constants: [
    { e: constants(['b', 'a'], [3, 2], [1, 2, 3, 4, 5, 6]), wanted: [1, 2, 3, 4, 5, 6], by: [] }
  ],
  Ref: [
    { e: x, wanted: [0.5, -1.25, 2, 0.75, -3, 1.5], by: ['x'] },
    { e: ref('x', ['b', 'a']), wanted: [0.5, 0.75, -1.25, -3, 2, 1.5], by: ['x'] }
  ],
  Size: [
    { e: size('n'), wanted: [5], sizes: { n: 5 }, by: [] },
    { e: zip('mul')(size('b'), x), wanted: [1.5, -3.75, 6, 2.25, -9, 4.5], by: ['x'] }
  ],
  Iota: [
    { e: iota('n'), wanted: [0, 1, 2, 3], sizes: { n: 4 }, by: [] },
    { e: zip('add')(x, iota('b')), wanted: [0.5, -0.25, 4, 0.75, -2, 3.5], by: ['x'] }
  ],
  Where: [
    {
      e: where(zip('less')(x, constant(0)), map('square')(x), x),
      wanted: [0.5, 1.5625, 2, 0.75, 9, 1.5],
      by: ['x']
    },
    { e: where(iota('b'), y, constant(7)), wanted: [7, 7, 0.25, 4, -0.5, 3], by: ['y'] },
    {
      e: where(zip('less')(constant(0), x), map('log')(x), constant(0)),
      wanted: [Math.log(0.5), 0, Math.log(2), Math.log(0.75), 0, Math.log(1.5)],
      by: ['x']
    },
    {
      e: where(constant(-3), x, map('log')(constant(-1))),
      wanted: [0.5, -1.25, 2, 0.75, -3, 1.5],
      by: ['x']
    }
  ],
  Contract: [
    {
      e: contract(['b'])(x, y),
      wanted: [0.5 - 0.3125 - 1, -1 - 5 + 6, 0.75 - 0.75 - 0.75, -1.5 - 12 + 4.5],
      by: ['x', 'y']
    },
    { e: contract(['a'])(x, y), wanted: [1.25, -2.5, -1.0625, -17, -1.75, 10.5], by: ['x', 'y'] },
    {
      e: contract([])(x, y),
      wanted: [0.5, -1, -0.3125, -5, -1, 6, 0.75, -1.5, -0.75, -12, -0.75, 4.5],
      by: ['x', 'y']
    },
    { e: contract(['a', 'b'])(x, x), wanted: [0.25 + 1.5625 + 4 + 0.5625 + 9 + 2.25], by: ['x'] },
    { e: contract(['b', 'c'])(y, k), wanted: [1.5], by: ['y'] }
  ],
  Rename: [
    { e: rename('a', 'c')(x), wanted: [0.5, -1.25, 2, 0.75, -3, 1.5], by: ['x'] },
    {
      e: contract(['b'])(x, rename('a', 'z')(x)),
      wanted: [5.8125, 7.125, 7.125, 11.8125],
      by: ['x']
    }
  ],
  Merge: [
    { e: merge(['a', 'b'], 'ab')(x), wanted: [0.5, -1.25, 2, 0.75, -3, 1.5], by: ['x'] },
    { e: merge(['b', 'a'], 'ba')(x), wanted: [0.5, 0.75, -1.25, -3, 2, 1.5], by: ['x'] },
    { e: merge(['b'], 'b')(x), wanted: [0.5, -1.25, 2, 0.75, -3, 1.5], by: ['x'] }
  ],
  Split: [
    {
      e: split('ab', ['a', 'b'])(flat),
      wanted: [1, 2, 3, 4, 5, -6],
      sizes: { a: 2, b: 3 },
      by: ['flat']
    },
    {
      e: zip('mul')(x, split('ab', ['b', 'a'])(flat)),
      wanted: [0.5, -3.75, 10, 1.5, -12, -9],
      by: ['x', 'flat']
    }
  ],
  Gather: [
    { e: gather('b', k)(x), wanted: [2, 0.5, 1.5, 0.75], by: ['x'] },
    { e: gather('b', k)(y), wanted: [-0.5, -2], by: ['y'] },
    { e: gather('b', constant(1))(x), wanted: [-1.25, -3], by: ['x'] },
    { e: gather('b', constant(3))(x), wanted: [0, 0], by: ['x'] }
  ],
  Unfold: [
    { e: unfoldWindows(pairs)(x), wanted: [0.5, -1.25, -1.25, 2, 0.75, -3, -3, 1.5], by: ['x'] },
    {
      e: unfoldWindows({ ...pairs, padding: 1 })(x),
      wanted: [0, 0.5, 0.5, -1.25, -1.25, 2, 2, 0, 0, 0.75, 0.75, -3, -3, 1.5, 1.5, 0],
      by: ['x']
    },
    { e: unfoldWindows({ ...pairs, stride: 2 })(x), wanted: [0.5, -1.25, 0.75, -3], by: ['x'] },
    {
      e: unfoldWindows({ ...pairs, along: 'a' })(x),
      wanted: [0.5, 0.75, -1.25, -3, 2, 1.5],
      by: ['x']
    },
    {
      e: unfoldWindows({ ...pairs, along: 'ab', size: 3, stride: 3 })(flat),
      wanted: [1, 2, 3, 4, 5, -6],
      by: ['flat']
    },
    {
      e: unfoldWindows({ ...pairs, size: 4, stride: 3, padding: 2 })(x),
      wanted: [0, 0, 0.5, -1.25, -1.25, 2, 0, 0, 0, 0, 0.75, -3, -3, 1.5, 0, 0],
      by: ['x']
    },
    {
      e: unfoldWindows({ ...pairs, padding: 1 })(threes),
      wanted: [0, 3, 3, 3, 3, 3, 3, 0],
      by: []
    },
    { e: reduce('max', ['j'])(unfoldWindows(pairs)(x)), wanted: [0.5, 2, 0.75, 1.5], by: ['x'] },
    {
      e: contract(['j'])(unfoldWindows(pairs)(x), constants(['j'], [2], [10, 1])),
      wanted: [3.75, -10.5, 4.5, -28.5],
      by: ['x']
    },
    {
      e: unfoldWindows(pairs)(x),
      wanted: [-Infinity, -Infinity, -Infinity, -Infinity, Infinity, 1, 1, -Infinity],
      env: extreme,
      by: []
    }
  ],
  Fold: [
    {
      e: foldWindows({ ...pairs, along: 'n', at: 'a', offset: 'b', size: 3 })(x),
      wanted: [0.5, -0.5, -1, 1.5],
      sizes: { n: 4 },
      by: ['x']
    },
    {
      e: foldWindows({ ...pairs, along: 'n', at: 'a', offset: 'b', size: 3, padding: 1 })(x),
      wanted: [-0.5, -1],
      sizes: { n: 2 },
      by: ['x']
    },
    {
      e: foldWindows({ ...pairs, along: 'n', at: 'a', offset: 'b', size: 3, stride: 2 })(x),
      wanted: [0.5, -1.25, 2.75, -3, 1.5, 0],
      sizes: { n: 6 },
      by: ['x']
    },
    {
      e: foldWindows({ ...pairs, along: 'n', at: 'b', offset: 'a' })(x),
      wanted: [0.5, -0.5, -1, 1.5],
      sizes: { n: 4 },
      by: ['x']
    },
    {
      e: foldWindows({ ...pairs, along: 'n', at: 'b', offset: 'c' })(y),
      wanted: [1, -1.75, 3.5, 3],
      sizes: { n: 4 },
      by: ['y']
    },
    {
      e: foldWindows({ ...pairs, along: 'n', at: 'b', offset: 'c', stride: 2 })(y),
      wanted: [1, -2, 0.25, 4, -0.5, 3],
      sizes: { n: 6 },
      by: ['y']
    },
    {
      e: foldWindows(pairs)(unfoldWindows(pairs)(x)),
      wanted: [0.5, -2.5, 2, 0.75, -6, 1.5],
      sizes: { b: 3 },
      by: ['x']
    }
  ]
}

// ---------------------------------------------------------------------------
// witnesses
// ---------------------------------------------------------------------------

let executors: ReadonlyArray<PlanWitness> = []
beforeAll(async () => {
  executors = await planWitnesses()
})

const all = [...Object.entries(rows), ...Object.entries(reductions)].flatMap(([name, list]) =>
  list.map((row, i) => ({ name: `${name} ${i + 1}`, row }))
)
const bound = ({ env = smooth, sizes = {} }: Row): Environment => ({
  ...env,
  sizes: new Map(Object.entries(sizes))
})
const same = (
  found: ReadonlyArray<number>,
  wanted: ReadonlyArray<number>,
  relative: number
): void => {
  expect(found.length).toBe(wanted.length)
  expect(found.map((f, i) => (agrees(f, wanted[i] ?? NaN, relative) ? wanted[i] : f))).toEqual(
    wanted
  )
}
/** Every element enters with a weight of its own. */
const weighted = (e: Expr): Expr =>
  sumAll(e.axes.reduce((f, a) => zip('mul')(f, map('sin')(zip('add')(iota(a), constant(0.7)))), e))
/** The expression with its references replaced by their values. */
const closed = (e: Expr, env: Environment): Expr =>
  substitute(
    new Map(
      [...env.values].map(([name, v]) => [
        name,
        constants(v.axes, v.sizes, [...Float64Array.from(v.values)])
      ])
    )
  )(e)

describe.each(all)('$name', ({ row }) => {
  const env = bound(row)
  test('the interpreter', () => same([...evaluate(env)(row.e).values], row.wanted, 1e-7))
  test('constant folding', () => {
    const e = simplify(closed(row.e, env))
    expect([...e.axes].sort()).toEqual([...row.e.axes].sort())
    const value = evaluate({
      ...env,
      sizes: new Map([...env.sizes, ['a', 2], ['b', 3], ['c', 2]])
    })(e)
    same([...evaluate(environment({ value }))(ref('value', row.e.axes)).values], row.wanted, 1e-7)
  })
  test('executors', async () => {
    for (const w of executors) same(await w.run(row.e, env), row.wanted, 1e-6)
  })
  test.runIf(row.by.length > 0)('derivatives', () => {
    for (const name of row.by) {
      const found = derived(weighted(row.e), name, env),
        numeric = differences(weighted(row.e), name, env)
      expect(
        Math.max(...found.map((f, i) => Math.abs(f - (numeric[i] ?? NaN))))
      ).toBeLessThanOrEqual(1e-8)
    }
  })
})
