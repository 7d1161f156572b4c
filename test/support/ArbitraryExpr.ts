/**
 * Well-formed expressions over a few named axes, with values for their references.
 *
 * Values stay moderate (exp only of bounded, log only of positive arguments), so that numbers and
 * their derivatives can be compared; kinks, ties, untaken branches and broadcasting in every
 * direction do occur.
 */
import * as fc from 'fast-check'
import {
  type Axes,
  constant,
  constants,
  contract,
  type Expr,
  foldWindows,
  gather,
  iota,
  map,
  type MapOp,
  meet,
  merge,
  reduce,
  type ReduceOp,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  union,
  where,
  without,
  zip,
  type ZipOp
} from '../../src/expr/Expr.ts'
import { postorder } from '../../src/expr/Fold.ts'
import { isFold, isUnfold, type Windows } from '../../src/expr/Windows.ts'
import { sumAll } from '../../src/expr/Words.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * `ab` is the merged axis of a and b; `d` is what b is renamed to; `i`, `k`, `t` count windows of
 * b, b and ab, `j`, `l`, `u` the places in one.
 */
export const axisSizes: ReadonlyMap<string, number> = new Map([
  ['a', 2],
  ['b', 3],
  ['c', 2],
  ['d', 3],
  ['ab', 6],
  ['i', 4],
  ['j', 2],
  ['k', 2],
  ['l', 3],
  ['t', 3],
  ['u', 2]
])
/** With zeros at either end, with a stride, side by side. */
export const windows: ReadonlyArray<Windows> = [
  { along: 'b', at: 'i', offset: 'j', size: 2, stride: 1, padding: 1 },
  { along: 'b', at: 'k', offset: 'l', size: 3, stride: 2, padding: 1 },
  { along: 'ab', at: 't', offset: 'u', size: 2, stride: 2, padding: 0 }
]
export const references: ReadonlyArray<{ readonly name: string; readonly axes: Axes }> = [
  { name: 's', axes: [] },
  { name: 'x', axes: ['a'] },
  { name: 'y', axes: ['b', 'a'] },
  { name: 'w', axes: ['b', 'c'] }
]

/** Row-major values of a reference over its axes. */
export interface Bound {
  readonly name: string
  readonly axes: Axes
  readonly values: ReadonlyArray<number>
}
export interface Case {
  readonly expr: Expr
  readonly bindings: ReadonlyArray<Bound>
}

// ---------------------------------------------------------------------------
// arbitraries
// ---------------------------------------------------------------------------

const anyReal: ReadonlyArray<MapOp> = [
  'neg',
  'abs',
  'sign',
  'tanh',
  'sigmoid',
  'softplus',
  'relu',
  'sin',
  'cos',
  'erf',
  'floor',
  'round',
  'stopGradient',
  'dawson',
  'logNdtr',
  'jeffreysKl'
]
const bounded: ReadonlyArray<MapOp> = ['exp', 'expm1', 'excess', 'square', 'tanh', 'sin']
const positive: ReadonlyArray<MapOp> = [
  'log',
  'log1p',
  'sqrt',
  'reciprocal',
  'lgamma',
  'digamma',
  'trigamma',
  'stirling',
  'expint1',
  'scaledExpint1'
]
const steps: ReadonlyArray<MapOp> = ['sign', 'floor', 'round', 'stopGradient']

const apply =
  (over: Axes) =>
  (op: ReduceOp) =>
  (x: Expr): Expr =>
    reduce(op, meet(over, x.axes))(x)
const axisSubset = fc.subarray([...axisSizes.keys()], { minLength: 1 })
const moderate = fc.integer({ min: -2000, max: 2000 }).map((n) => n / 1000)
const leaf: fc.Arbitrary<Expr> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...references).map(({ name, axes }) => ref(name, axes)) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, -1, 0.5, 2).map(constant) },
  {
    weight: 1,
    arbitrary: fc
      .array(moderate, { minLength: 3, maxLength: 3 })
      .map((v) => constants(['b'], [3], v))
  },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b').map(iota) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'c').map(size) }
)

/**
 * Any shape the operands allow; `smooth`: without steps, whose derivative no difference quotient
 * meets at a jump.
 */
const node =
  (smooth: boolean) =>
  (x: Expr, y: Expr, z: Expr): fc.Arbitrary<Expr> => {
    const maps = anyReal.filter((op) => !smooth || !steps.includes(op))
    const safe = zip('add')(map('softplus')(y), constant(0.25))
    const shapes: ReadonlyArray<fc.Arbitrary<Expr>> = [
      ...(x.axes.includes('b') && !x.axes.includes('d')
        ? [
            fc.constant(rename('b', 'd')(x)),
            fc.constant(gather('b', constants(['c'], [2], [2, 0]))(x))
          ]
        : []),
      ...(x.axes.includes('a') && x.axes.includes('b') && !x.axes.includes('ab')
        ? [fc.constant(merge(['a', 'b'], 'ab')(x)), fc.constant(merge(['b', 'a'], 'ab')(x))]
        : []),
      ...(x.axes.includes('ab') && !x.axes.includes('a') && !x.axes.includes('b')
        ? [fc.constant(split('ab', ['b', 'a'])(x))]
        : []),
      ...windows.flatMap((w) =>
        isUnfold(w, x.axes)
          ? [fc.constant(unfoldWindows(w)(x))]
          : isFold(w, x.axes)
            ? [fc.constant(foldWindows(w)(x))]
            : []
      )
    ]
    return fc.oneof(
      fc.constantFrom(...maps).map((op) => map(op)(x)),
      fc.constantFrom(...bounded).map((op) => map(op)(map('tanh')(x))),
      fc.constantFrom(...positive).map((op) => map(op)(safe)),
      fc.constantFrom<ZipOp>('add', 'sub', 'mul', 'max', 'min').map((op) => zip(op)(x, y)),
      fc.constantFrom<ZipOp>('add', 'mul').map((op) => zip(op)(x, x)),
      fc
        .constantFrom<ZipOp>('div', 'pow')
        .map((op) => (op === 'div' ? zip('div')(x, safe) : zip('pow')(safe, map('tanh')(x)))),
      fc.constantFrom(2, 3, 0.5).map((k) => zip('pow')(safe, constant(k))),
      fc
        .constantFrom<ZipOp>('logProduct', 'logRatio', 'deviance', 'logCauchy')
        .map((op) => zip(op)(safe, zip('add')(map('exp')(map('tanh')(x)), constant(0.25)))),
      fc.constant(where(zip('less')(x, y), y, z)),
      fc.constant(
        where(
          zip('less')(constant(0), x),
          map('log')(x),
          map('sqrt')(zip('sub')(constant(0.25), x))
        )
      ),
      fc
        .tuple(axisSubset, fc.constantFrom<ReduceOp>('sum', 'max', 'min', 'logSumExp'))
        .map(([over, op]) => apply(over)(op)(x)),
      axisSubset.map((over) => contract(meet(over, union(x.axes, y.axes)))(x, y)),
      ...shapes
    )
  }

const grown = (smooth: boolean, depth: number): fc.Arbitrary<Expr> =>
  depth === 0
    ? leaf
    : fc.oneof(
        { weight: 1, arbitrary: leaf },
        {
          weight: 5,
          arbitrary: fc
            .tuple(grown(smooth, depth - 1), grown(smooth, depth - 1), leaf)
            .chain(([x, y, z]) => node(smooth)(x, y, z))
        }
      )

/** A small offset of its own for every element, so that shrinking does not end in ties. */
const untied = (i: number): number => 0.01 + 0.01 * ((i * 0.6180339887498949) % 1)

export const arbitraryBindings: fc.Arbitrary<ReadonlyArray<Bound>> = fc.tuple(
  ...references.map((r) => {
    const n = r.axes.reduce((k, a) => k * (axisSizes.get(a) ?? 1), 1)
    return fc.array(moderate, { minLength: n, maxLength: n }).map((values) => ({
      ...r,
      values: values.map((v, i) => v + untied(r.name.charCodeAt(0) + i))
    }))
  })
)

/** An expression of any axes with values for its references. */
export const arbitraryCase = (options: {
  readonly smooth: boolean
  readonly depth: number
}): fc.Arbitrary<Case> =>
  fc.record({
    expr: grown(options.smooth, options.depth).filter((e) =>
      postorder([e]).every((n) => n.axes.length <= 4)
    ),
    bindings: arbitraryBindings
  })

/** As `arbitraryCase`, summed to a scalar that every element enters with another weight. */
export const arbitraryScalarCase = (options: {
  readonly smooth: boolean
  readonly depth: number
}): fc.Arbitrary<Case> =>
  arbitraryCase(options).map(({ expr, bindings }) => ({
    bindings,
    expr: sumAll(
      zip('mul')(
        expr,
        without(['d', 'ab'])(expr.axes).reduce<Expr>(
          (e, a) => zip('add')(e, map('sin')(iota(a))),
          constant(0.7)
        )
      )
    )
  }))
