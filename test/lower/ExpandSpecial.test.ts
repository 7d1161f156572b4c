import { describe, expect, test } from 'vitest'
import {
  constant,
  type Expr,
  gather,
  map,
  type MapOp,
  reduce,
  ref,
  zip
} from '../../src/expr/Expr.ts'
import { postorder } from '../../src/expr/Fold.ts'
import { type Environment, evaluate } from '../../src/expr/numbers/Reference.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import { expandSpecial, specialExpander } from '../../src/lower/ExpandSpecial.ts'

type Special =
  | 'sin'
  | 'cos'
  | 'log1p'
  | 'erf'
  | 'logNdtr'
  | 'ndtri'
  | 'lgamma'
  | 'digamma'
  | 'trigamma'
  | 'stirling'
  | 'excess'
  | 'dawson'
  | 'expint1'
  | 'scaledExpint1'
  | 'jeffreysKl'

const linear = (a: number, b: number, n: number): ReadonlyArray<number> =>
  Array.from({ length: n }, (_, i) => Math.fround(a + ((b - a) * (i + 0.5)) / n))
const geometric = (a: number, b: number, n: number): ReadonlyArray<number> =>
  linear(Math.log(a), Math.log(b), n).map((x) => Math.fround(Math.exp(x)))
const minus = (xs: ReadonlyArray<number>): ReadonlyArray<number> => xs.map((x) => -x)

const bind = (xs: ReadonlyArray<number>): Environment => ({
  sizes: new Map(),
  values: new Map([['x', { axes: ['i'], sizes: [xs.length], values: xs }]])
})
const x = ref('x', ['i'])
/** Every node's result rounded to float32. */
const inFloat32 = (e: Expr, xs: ReadonlyArray<number>): ReadonlyArray<number> => [
  ...evaluate(bind(xs), { round: Math.fround })(expandSpecial(e)).values
]

/** The largest relative error; classes (0, ±∞, NaN) must agree outright. */
const worst = (e: Expr, f: (x: number) => number, xs: ReadonlyArray<number>): number =>
  Math.max(
    ...inFloat32(e, xs).map((y, i) => {
      const wanted = f(xs[i] ?? NaN)
      if (Object.is(Math.fround(wanted), y) || Math.fround(wanted) === y) return 0
      const error = Math.abs((y - wanted) / wanted)
      return Number.isNaN(error) ? Infinity : error
    })
  )

/** Where each is promised: arguments whose result is a normal float32. */
const ranges: { readonly [O in Special]: ReadonlyArray<number> } = {
  log1p: [...geometric(1e-30, 1e36, 600), ...minus(geometric(1e-30, 0.9999, 600))],
  sin: [...geometric(1e-30, 3, 600)],
  cos: [...geometric(1e-30, 1.5, 600)],
  erf: [...geometric(1e-30, 10, 600), ...linear(-5, 5, 600)],
  logNdtr: [
    ...linear(-100, 13, 900),
    ...geometric(1e-8, 10, 200),
    ...minus(geometric(1e-8, 1e18, 300))
  ],
  ndtri: [...geometric(1.2e-38, 0.5, 600), ...linear(0, 1, 900)],
  lgamma: [...geometric(1e-30, 1e36, 600), ...linear(0, 10, 1200)],
  digamma: [...geometric(1e-30, 1e36, 600), ...linear(0, 10, 1200)],
  trigamma: [...geometric(1e-18, 1e36, 600), ...linear(0, 10, 1200), ...linear(-6, 0, 300)],
  stirling: [...geometric(1e-30, 1e36, 600), ...linear(0, 10, 1200)],
  excess: [
    ...geometric(1e-18, 88, 600),
    ...minus(geometric(1e-18, 1e36, 600)),
    ...linear(-3, 3, 900)
  ],
  dawson: [...geometric(1e-30, 1e36, 600), ...linear(-7, 7, 1200)],
  expint1: [...geometric(1e-30, 83, 600), ...linear(0, 10, 1200)],
  scaledExpint1: [...geometric(1e-37, 1e37, 900), ...linear(0, 10, 1200)],
  jeffreysKl: [...linear(-100, 85, 900), ...linear(-6, 3, 900), -3e38, -1e9]
}
const edges = [0, -0, 0.5, 1, -1, 2, -2, 3, Infinity, -Infinity, NaN, 1e-38, -1e-38]
const huge = [3e38, -3e38, -1e9, 1e9]

const specials = Object.entries(ranges).map(([op, xs]) => ({ op, xs }))
const isSpecial = (op: string): op is Special => op in ranges

describe('float32 error against the float64 meaning', () => {
  test.each(specials)('$op is good to 1e-6', ({ op, xs }) => {
    if (!isSpecial(op)) throw new Error(op)
    expect(worst(map(op)(x), scalarMap[op], xs)).toBeLessThanOrEqual(6e-7)
    expect(
      worst(map(op)(x), scalarMap[op], op === 'sin' || op === 'cos' ? edges : [...edges, ...huge])
    ).toBeLessThanOrEqual(6e-7)
  })
  test.each([0, 1, 2, 3, 5, 8])('polygamma of order %d is good to 1e-6', (n) =>
    expect(
      worst(zip('polygamma')(constant(n), x), (v) => scalarZip.polygamma(n, v), [
        ...geometric(1e-3, 1e3, 400),
        0,
        Infinity,
        NaN
      ])
    ).toBeLessThanOrEqual(1e-6)
  )
  test.each(['sin', 'cos'] as const)('%s to 1e4: a few ulp of 1, and of the argument', (op) => {
    const xs = linear(-1e4, 1e4, 3000)
    inFloat32(map(op)(x), xs).forEach((y, i) =>
      expect(Math.abs(y - scalarMap[op](xs[i] ?? NaN)), `${op}(${xs[i]})`).toBeLessThanOrEqual(3e-7)
    )
  })
  test.each(['lgamma', 'digamma'] as const)(
    '%s below 0: 1e-6 of the larger of the two terms of the reflection',
    (op) => {
      const xs = linear(-20, 0, 800)
      const terms = (v: number): number =>
        op === 'lgamma'
          ? Math.abs(Math.log(Math.abs(Math.sin(Math.PI * v)) / Math.PI)) +
            Math.abs(scalarMap.lgamma(1 - v))
          : Math.abs(Math.PI / Math.tan(Math.PI * v)) + Math.abs(scalarMap.digamma(1 - v))
      inFloat32(map(op)(x), xs).forEach((y, i) => {
        const v = xs[i] ?? NaN
        expect(Math.abs(y - scalarMap[op](v)), `${op}(${v})`).toBeLessThanOrEqual(1e-6 * terms(v))
      })
    }
  )
})

const positives = geometric(1e-37, 1e37, 24)
const pairs = [
  ...positives.flatMap((a) => positives.map((b) => [a, b] as const)),
  ...geometric(1e-7, 20, 300).flatMap((by) =>
    [Math.fround(1e-30), 3, 1e8].flatMap((a) => [
      [a, Math.fround(a * (1 + by))] as const,
      [a, Math.fround(a / (1 + by))] as const
    ])
  )
]
const y = ref('y', ['i'])
const ofPairs = (
  op: 'logProduct' | 'logRatio' | 'deviance' | 'logCauchy'
): ReadonlyArray<number> => {
  const list = (which: 0 | 1) => ({
    axes: ['i'],
    sizes: [pairs.length],
    values: pairs.map((p) => p[which])
  })
  const env = {
    sizes: new Map(),
    values: new Map([['x', list(0)] as const, ['y', list(1)] as const])
  }
  return [...evaluate(env, { round: Math.fround })(expandSpecial(zip(op)(x, y))).values]
}

describe('of two positive arguments, whatever their sizes', () => {
  test('deviance is good to 1e-6', () =>
    ofPairs('deviance').forEach((found, i) => {
      const [a, b] = pairs[i] ?? [NaN, NaN]
      const wanted = scalarZip.deviance(a, b)
      if (wanted < 2 ** -120 || wanted > 2 ** 127) return
      expect(Math.abs(found / wanted - 1), `deviance(${a}, ${b})`).toBeLessThanOrEqual(1e-6)
    }))
  test.each(['logProduct', 'logRatio', 'logCauchy'] as const)(
    '%s is good to 1e-6, and an ulp',
    (op) =>
      ofPairs(op).forEach((found, i) => {
        const [a, b] = pairs[i] ?? [NaN, NaN]
        const wanted = scalarZip[op](a, b)
        expect(Math.abs(found - wanted), `${op}(${a}, ${b})`).toBeLessThanOrEqual(
          1e-6 + 1.3e-7 * Math.abs(wanted)
        )
      })
  )
})

describe('logSumExp', () => {
  const logSumExp = reduce('logSumExp', ['i'])(x)
  test.each<readonly [ReadonlyArray<number>, number]>([
    [[1000, 1000], 1000 + Math.LN2],
    [[-1000, -1000], -1000 + Math.LN2],
    [[-Infinity, -Infinity], -Infinity],
    [[-Infinity, 3], 3],
    [[Infinity, 1], Infinity],
    [[Infinity, -Infinity], Infinity],
    [[NaN, Infinity], NaN],
    [[NaN, 1], NaN],
    [[-5], -5],
    [[], -Infinity]
  ])('of %j is %d', (xs, wanted) => expect(inFloat32(logSumExp, xs)).toEqual([Math.fround(wanted)]))
  test('over no axes is the identity', () =>
    expect(inFloat32(reduce('logSumExp', [])(x), [1, -Infinity])).toEqual([1, -Infinity]))
})

describe('gather', () => {
  const found = (index: Expr, xs: ReadonlyArray<number>): ReadonlyArray<number> =>
    inFloat32(gather('i', index)(x), xs)
  test('takes the element, whatever the others are', () =>
    expect(found(constant(2), [NaN, Infinity, 7])).toEqual([7]))
  test('finds 0 off the axis', () =>
    expect([
      ...found(constant(3), [1, 2, 3]),
      ...found(constant(-1), [1, 2, 3]),
      ...found(constant(0.5), [1, 2, 3])
    ]).toEqual([0, 0, 0]))
})

describe('the rest', () => {
  test('stopGradient is its operand', () => expect(expandSpecial(map('stopGradient')(x))).toBe(x))
  test('an expression of plan operations is left as it is, node for node', () => {
    const e = zip('mul')(map('exp')(x), map('exp')(x))
    expect(expandSpecial(e)).toBe(e)
  })
  test('nothing that executors lack is left, and a shared node is expanded once', () => {
    const ops: ReadonlyArray<MapOp> = [
      'logNdtr',
      'ndtri',
      'lgamma',
      'digamma',
      'trigamma',
      'stirling',
      'excess',
      'dawson',
      'expint1',
      'scaledExpint1',
      'jeffreysKl',
      'stopGradient',
      'erf',
      'sin',
      'cos',
      'log1p'
    ]
    const deep = ops.reduce<Expr>((e, op) => map(op)(e), x)
    const nodes = postorder([expandSpecial(zip('add')(deep, zip('polygamma')(constant(3), deep)))])
    const left = nodes.flatMap((e) => (e._tag === 'Map' || e._tag === 'Zip' ? [e.op] : []))
    expect(left.filter((op) => op === 'polygamma' || ops.some((o) => o === op))).toEqual([])
    expect(postorder([expandSpecial(zip('add')(deep, deep))]).length).toBe(
      postorder([expandSpecial(deep)]).length + 1
    )
  })
})

test('roots given to one expander keep what they share', () => {
  const expand = specialExpander(),
    common = map('lgamma')(x)
  const [root, other] = [expand(map('exp')(common)), expand(map('log')(common))]
  expect(root._tag === 'Map' && other._tag === 'Map' && root.x === other.x).toBe(true)
})
