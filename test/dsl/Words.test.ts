/** The words of the language against the float64 interpreter. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  abs,
  add,
  axis,
  type Category,
  contract,
  cos,
  div,
  equal,
  erf,
  exp,
  expm1,
  gather,
  indicesOf,
  less,
  lessEqual,
  log,
  log1p,
  logNdtr,
  logSumExp,
  max,
  maxOver,
  meanOver,
  merge,
  min,
  mul,
  neg,
  positive,
  positives,
  pow,
  reals,
  reciprocal,
  relu,
  rename,
  type Scalar,
  sigmoid,
  type Signed,
  sin,
  softplus,
  split,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sumOver,
  tanh,
  type Tensor,
  where
} from '../../src/dsl/index.ts'
import { type Positive } from '../../src/dsl/index.ts'
import { isDist } from '../../src/dsl/Dist.ts'
import { tensor, type Untyped } from '../../src/dsl/Tensor.ts'
import { between, eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'
import {
  type Environment,
  evaluate,
  evaluateScalar,
  type NamedArray,
  ref
} from '../../src/expr/index.ts'

const environment = (
  values: Readonly<Record<string, NamedArray>>,
  sizes: Readonly<Record<string, number>> = {}
): Environment => ({
  sizes: new Map(Object.entries(sizes)),
  values: new Map(Object.entries(values))
})
const scalar = (value: number): NamedArray => ({ axes: [], sizes: [], values: [value] })

const real: Scalar = tensor(ref('real', []), 'Real', [])
const above: Scalar<Positive> = tensor(ref('above', []), 'Positive', [])
const nonzero: Scalar<Signed> = tensor(ref('nonzero', []), 'Signed', [])

describe('supports', () => {
  // each node is one word over nodes of every support, so that the words see every combination of
  // supports
  const unary: ReadonlyArray<(x: Scalar) => Scalar> = [
    abs,
    sigmoid,
    softplus,
    relu,
    tanh,
    sin,
    cos,
    erf,
    neg,
    square,
    stopGradient,
    (x) => exp(tanh(x)),
    (x) => expm1(tanh(x)),
    (x) => sqrt(softplus(x)),
    (x) => reciprocal(exp(tanh(x))),
    (x) => log(softplus(x)),
    (x) => log1p(square(x)),
    (x) => logNdtr(tanh(x))
  ]
  const binary: ReadonlyArray<(x: Scalar, y: Scalar) => Scalar> = [
    (x, y) => add(y)(x),
    (x, y) => sub(y)(x),
    (x, y) => mul(y)(x),
    (x, y) => max(y)(x),
    (x, y) => min(y)(x),
    (x, y) => pow(tanh(y))(softplus(x)),
    (x, y) => div(exp(tanh(y)))(x),
    (x, y) => less(y)(x),
    (x, y) => lessEqual(y)(x),
    (x, y) => equal(y)(x),
    (x, y) => where(x, y)(sub(y)(x)),
    (x) => mul(2)(x),
    (x) => mul(-0.5)(x)
  ]
  const words = fc.letrec<{ readonly word: Scalar }>((tie) => ({
    word: fc.oneof(
      { maxDepth: 3, depthSize: 'medium' },
      fc.constantFrom<Scalar>(real, above, nonzero),
      fc.tuple(fc.constantFrom(...unary), tie('word')).map(([f, x]) => f(x)),
      fc.tuple(fc.constantFrom(...binary), tie('word'), tie('word')).map(([f, x, y]) => f(x, y))
    )
  })).word
  const moderate = withExtremes(eitherSign(logSpread(1e-3, 2)), 0, 1e-300, -2, 2)
  const holds: Readonly<Record<string, (x: number) => boolean>> = {
    Real: Number.isFinite,
    Positive: (x) => x > 0,
    Signed: (x) => x !== 0 && Number.isFinite(x),
    Binary: (x) => x === 0 || x === 1
  }

  it('a value lies where its support says', () => {
    fc.assert(
      fc.property(
        words,
        moderate,
        logSpread(0.1, 3),
        logSpread(0.1, 3),
        fc.boolean(),
        (x, r, p, s, flip) => {
          const value = evaluateScalar(
            environment({ real: scalar(r), above: scalar(p), nonzero: scalar(flip ? -s : s) })
          )(x.expr)
          fc.pre(Number.isFinite(value) && Math.abs(value) < 1e100)
          return holds[x.support]?.(value) === true
        }
      ),
      { numRuns: 2000 }
    )
  })
  it('a product of scales is a scale, a sum of them is not unless both are positive', () => {
    const tags = (...xs: ReadonlyArray<Untyped>): ReadonlyArray<string> => xs.map((x) => x.support)
    expect(
      tags(
        mul(above)(above),
        mul(nonzero)(above),
        div(above)(nonzero),
        mul(real)(above),
        mul(2)(above),
        mul(-2)(above),
        mul(0)(above)
      )
    ).toEqual(['Positive', 'Signed', 'Signed', 'Real', 'Positive', 'Signed', 'Real'])
    expect(
      tags(
        add(above)(above),
        add(nonzero)(above),
        sub(above)(above),
        square(nonzero),
        square(real),
        sqrt(above),
        neg(above),
        add(positive(1))(square(nonzero))
      )
    ).toEqual(['Positive', 'Real', 'Real', 'Positive', 'Real', 'Positive', 'Signed', 'Positive'])
  })
  it('data say where their values lie', () => {
    expect([reals, positives, indicesOf(axis('k', 3))].map((v) => [v.support, v.axis])).toEqual([
      ['Real', undefined],
      ['Positive', undefined],
      ['Categories', 'k']
    ])
  })
})

const rows = axis('rows', 2),
  columns = axis('columns', 3),
  cells = axis('cells', 6),
  other = axis('other', 3),
  picks = axis('picks', 2)
const x: Tensor<'rows' | 'columns'> = tensor(ref('x', ['rows', 'columns']), 'Real', [rows, columns])
const w: Tensor<'columns'> = tensor(ref('w', ['columns']), 'Real', [columns])
const pick: Tensor<'picks', Category<'columns'>> = tensor(ref('pick', ['picks']), 'Categories', [
  picks
])
const pickOther: Tensor<'picks', Category<'other'>> = tensor(ref('pick', ['picks']), 'Categories', [
  picks
])
const bound = environment(
  {
    x: { axes: ['rows', 'columns'], sizes: [2, 3], values: [1, 2, 3, 4, 5, 6] },
    w: { axes: ['columns'], sizes: [3], values: [1, -1, 2] },
    pick: { axes: ['picks'], sizes: [2], values: [2, 0] }
  },
  { sides: 2, other: 3 }
)
const numbers = (t: Untyped): Readonly<Record<string, unknown>> => {
  const { axes, sizes, values } = evaluate(bound)(t.expr)
  return { axes, sizes, values: [...values] }
}

describe('axes', () => {
  it('sums and means', () => {
    expect(numbers(contract(columns)(w)(x))).toEqual({
      axes: ['rows'],
      sizes: [2],
      values: [5, 11]
    })
    expect(numbers(sumOver(rows)(x))).toEqual({ axes: ['columns'], sizes: [3], values: [5, 7, 9] })
    expect(numbers(sumOver(rows, columns)(x))).toEqual({ axes: [], sizes: [], values: [21] })
    expect(numbers(meanOver(columns)(x))).toEqual({ axes: ['rows'], sizes: [2], values: [2, 5] })
    expect(numbers(meanOver(rows, columns)(x))).toEqual({ axes: [], sizes: [], values: [3.5] })
    expect(numbers(maxOver(rows)(x))).toEqual({ axes: ['columns'], sizes: [3], values: [4, 5, 6] })
    expect(numbers(exp(logSumExp(rows)(log(exp(x)))))).toEqual({
      axes: ['columns'],
      sizes: [3],
      values: [1, 2, 3].map((n) => expect.closeTo(Math.exp(n) + Math.exp(n + 3), 9))
    })
  })
  it('the same values under other axes', () => {
    expect(numbers(rename(columns, other)(x))).toEqual({
      axes: ['rows', 'other'],
      sizes: [2, 3],
      values: [1, 2, 3, 4, 5, 6]
    })
    expect(numbers(merge([columns, rows], cells)(x))).toEqual({
      axes: ['cells'],
      sizes: [6],
      values: [1, 4, 2, 5, 3, 6]
    })
    expect(split(cells, [rows, columns])(merge([rows, columns], cells)(x)).mentioned).toEqual([
      rows,
      columns,
      cells
    ])
    expect(numbers(gather(columns)(pick)(x))).toEqual({
      axes: ['rows', 'picks'],
      sizes: [2, 2],
      values: [3, 1, 6, 4]
    })
  })
  it('stack lays values side by side, and asks for one an index', () => {
    const sides = axis('sides', 2)
    expect(numbers(sumOver(sides)(stack(sides)([w, 7])))).toEqual({
      axes: ['columns'],
      sizes: [3],
      values: [8, 6, 9]
    })
    expect(numbers(pipe(stack(other)([7, 1, 4]), gather(other)(pickOther))).values).toEqual([4, 7])
    expect(() => stack(axis('sides', 3))([0, x])).toThrow("found 2 values along 'sides' of size 3")
    expect(() => stack(axis('rows', 2))([x, x])).toThrow("'rows'")
  })
  it('a stack lies along its axis, of one value too, and has at each index what was laid there', () =>
    fc.assert(
      fc.property(fc.array(between(-9, 9), { minLength: 1, maxLength: 4 }), (xs) => {
        const k = axis('k', xs.length)
        const sizes = new Map([...bound.sizes, ['k', xs.length] as const])
        const at = (t: Untyped) => {
          const { axes, values } = evaluate({ ...bound, sizes })(t.expr)
          return { axes, values: [...values] }
        }
        expect(at(stack(k)(xs))).toEqual({ axes: ['k'], values: xs })
        const ofColumns = stack(k)(xs.map((v) => pipe(w, mul(v))))
        expect(at(pipe(ofColumns, sumOver(columns)))).toEqual({
          axes: ['k'],
          values: xs.map((v) => expect.closeTo(2 * v, 12))
        })
      })
    ))
  it('every axis value on the way is remembered, for its size', () => {
    expect(pipe(x, rename(columns, other), sumOver(axis('other', 4)), add(w)).mentioned).toEqual([
      rows,
      columns,
      other,
      axis('other', 4)
    ])
  })
})

describe('staging', () => {
  it('a symbol refuses to be a number, text, a condition or JSON, naming its sites', () => {
    const t = mul(above)(exp(real))
    for (const f of [
      () => Number(t),
      () => `${t}`,
      () => JSON.stringify({ t }),
      () => new Date(Number(t)),
      () => Math.max(...[t].map(Number))
    ])
      expect(f).toThrow("a value computed from 'real', 'above': used as")
  })
  it('but stays a plain value for comparison', () => {
    expect(Object.keys(real)).toEqual(['expr', 'support', 'mentioned'])
    expect(isDist(real)).toBe(false)
  })
})
