/**
 * Expressions over axes of any size, 0 and 1 among them, whose values stay finite and moderate: an
 * extremum of nothing is bounded.
 */
import * as fc from 'fast-check'
import {
  type Axes,
  constant,
  contract,
  type Expr,
  foldWindows,
  iota,
  map,
  meet,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  union,
  where,
  zip
} from '../../src/expr/Expr.ts'
import { logSumExp } from '../../src/expr/Words.ts'
import { isFold, isUnfold } from '../../src/expr/Windows.ts'
import type { Bound } from '../support/ArbitraryExpr.ts'
import { planCase, type PlanCase } from './PlanCase.ts'

const axes = ['a', 'b', 'c'] as const
const refsOf: ReadonlyArray<{ readonly name: string; readonly axes: Axes }> = [
  { name: 's', axes: [] },
  { name: 'u', axes: ['a'] },
  { name: 'v', axes: ['b', 'a'] },
  { name: 'w', axes: ['b', 'c'] },
  { name: 't', axes: ['c', 'b', 'a'] }
]

const bounded = (x: Expr): Expr => map('tanh')(x)
const leaf: fc.Arbitrary<Expr> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...refsOf).map((r) => ref(r.name, r.axes)) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, -1, 0.5, 2).map(constant) },
  { weight: 1, arbitrary: fc.constantFrom(...axes).map((a) => bounded(iota(a))) },
  { weight: 1, arbitrary: fc.constantFrom(...axes).map(size) }
)

/** Such that one fits an axis of any size. */
const windows = { along: 'c', at: 'w', offset: 'o', size: 2, stride: 2, padding: 1 }

const some = (of: Axes): fc.Arbitrary<Axes> => fc.subarray([...of])

const node = (x: Expr, y: Expr, z: Expr): fc.Arbitrary<Expr> =>
  fc.oneof(
    fc
      .constantFrom<'neg' | 'exp' | 'square' | 'abs' | 'sigmoid' | 'relu' | 'softplus'>(
        'neg',
        'exp',
        'square',
        'abs',
        'sigmoid',
        'relu',
        'softplus'
      )
      .map((op) => map(op)(bounded(x))),
    fc
      .constantFrom<'add' | 'sub' | 'mul' | 'max' | 'min'>('add', 'sub', 'mul', 'max', 'min')
      .map((op) => zip(op)(x, y)),
    fc.constant(zip('div')(x, zip('add')(map('square')(bounded(y)), constant(1)))),
    fc.constant(where(zip('less')(x, y), y, z)),
    some(x.axes).chain((over) =>
      fc
        .constantFrom<'sum' | 'max' | 'min'>('sum', 'max', 'min')
        .map((op) => (op === 'sum' ? reduce(op, over)(x) : bounded(reduce(op, over)(x))))
    ),
    some(x.axes).map((over) => bounded(logSumExp(over)(bounded(x)))),
    some(union(x.axes, y.axes)).map((over) => contract(over)(x, y)),
    fc.constant(
      x.axes.includes('b') && !x.axes.includes('d') ? rename('b', 'd')(x) : map('neg')(x)
    ),
    fc.constant(
      isUnfold(windows, x.axes)
        ? unfoldWindows(windows)(x)
        : isFold(windows, x.axes)
          ? foldWindows(windows)(x)
          : map('abs')(x)
    ),
    fc.constant(
      meet(['a', 'b'], x.axes).length === 2 && meet(['ba'], x.axes).length === 0
        ? bounded(split('ba', ['b', 'a'])(map('exp')(bounded(merge(['b', 'a'], 'ba')(x)))))
        : map('square')(bounded(x))
    )
  )

const grown = (depth: number): fc.Arbitrary<Expr> =>
  depth === 0
    ? leaf
    : fc.oneof(
        { weight: 1, arbitrary: leaf },
        {
          weight: 6,
          arbitrary: fc
            .tuple(grown(depth - 1), grown(depth - 1), leaf)
            .chain(([x, y, z]) => node(x, y, z))
        }
      )

/** Values between −2 and 2, no two equal. */
const bindings = (extent: (axis: string) => number, seed: number): ReadonlyArray<Bound> =>
  refsOf.map((r, k) => {
    const n = r.axes.reduce((m, a) => m * extent(a), 1)
    return {
      ...r,
      values: Array.from(
        { length: n },
        (_, i) => 4 * (((i + 1) * 0.6180339887498949 + (k + seed) * 0.7548776662466927) % 1) - 2
      )
    }
  })

export const arbitrarySizedCase = (depth: number): fc.Arbitrary<PlanCase> =>
  fc
    .record({
      a: fc.constantFrom(0, 1, 2, 3),
      b: fc.constantFrom(0, 1, 3, 5),
      c: fc.constantFrom(0, 1, 2, 7),
      one: grown(depth),
      two: grown(depth),
      seed: fc.nat(1000)
    })
    .map(({ a, b, c, one, two, seed }) => {
      const sizes = new Map([
        ['a', a],
        ['b', b],
        ['c', c],
        ['d', b]
      ])
      return planCase(
        new Map([
          ['one', one],
          ['two', two]
        ]),
        bindings((axis) => sizes.get(axis) ?? 1, seed),
        sizes,
        new Set(['v', 't'])
      )
    })
