/**
 * The float64 interpreter: every node by its definition, in plain loops over named axes. Slow and
 * obvious; the oracle of the tests.
 *
 * @since 0.1.0
 */
import type { Axes, Expr, NodeOf, ReduceOp } from '../Expr.ts'
import { type Algebra, fold } from '../Fold.ts'
import { scalarMap, scalarZip } from './Scalar.ts'
import { inferSizes, type NamedShape } from '../Sizes.ts'
import type { Windows } from '../Windows.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Real numbers over named axes, row-major in the order given. */
export interface NamedArray extends NamedShape {
  readonly values: ArrayLike<number>
}
export interface Evaluated extends NamedShape {
  readonly values: Float64Array
}

/** Sizes of axes that no bound array carries, and arrays by reference. */
export interface Environment {
  readonly sizes: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, NamedArray>
}

// ---------------------------------------------------------------------------
// loops over named axes
// ---------------------------------------------------------------------------

const count = (sizes: ReadonlyArray<number>): number => sizes.reduce((a, b) => a * b, 1)

/**
 * Where in `x` each index over `axes` (row-major) finds its value; axes that x lacks do not move.
 */
const offsets = (axes: Axes, sizes: ReadonlyArray<number>, x: NamedShape): Int32Array => {
  let step = 1
  const steps = new Map<string, number>()
  for (let i = x.axes.length - 1; i >= 0; i -= 1) {
    steps.set(x.axes[i] ?? '', step)
    step *= x.sizes[i] ?? 1
  }
  return axes.reduce((before, axis, i) => {
    const n = sizes[i] ?? 1,
      stride = steps.get(axis) ?? 0
    const after = new Int32Array(before.length * n)
    for (let j = 0; j < before.length; j += 1)
      for (let k = 0; k < n; k += 1) after[j * n + k] = (before[j] ?? 0) + k * stride
    return after
  }, new Int32Array(1))
}

/** The size of each of `axes`, from the first array that has it. */
const sizesOf = (axes: Axes, from: ReadonlyArray<NamedShape>): ReadonlyArray<number> =>
  axes.map((axis) => {
    const found = from.find((x) => x.axes.includes(axis))
    const n = found?.sizes[found.axes.indexOf(axis)]
    if (n === undefined) throw new Error(`internal: no operand has axis ${axis}`)
    return n
  })

const at = (values: ArrayLike<number>, i: number): number => values[i] ?? NaN

/** What is asked of the values that up to three operands have at one index; NaN for those not there. */
type OfValues = (a: number, b: number, c: number) => number

/** The values of `x` at each index over `axes`: its own where it lies so already. */
const spreadOver = (axes: Axes, sizes: ReadonlyArray<number>, x: Evaluated): Float64Array => {
  if (x.axes.length === axes.length && x.axes.every((axis, i) => axis === axes[i])) return x.values
  const values = new Float64Array(count(sizes))
  if (x.axes.length === 0) return values.fill(at(x.values, 0))
  const places = offsets(axes, sizes, x)
  for (let i = 0; i < values.length; i += 1) values[i] = x.values[places[i] ?? 0] ?? NaN
  return values
}

const nothing = new Float64Array(0)

/** f of the operands' values at each index over `axes`. */
const elementwise = (axes: Axes, xs: ReadonlyArray<Evaluated>, f: OfValues): Evaluated => {
  const sizes = sizesOf(axes, xs)
  const [a = nothing, b, c = nothing] = xs.map((x) => spreadOver(axes, sizes, x))
  const values = new Float64Array(count(sizes))
  if (b === undefined)
    for (let i = 0; i < values.length; i += 1) values[i] = f(a[i] ?? NaN, NaN, NaN)
  else
    for (let i = 0; i < values.length; i += 1) values[i] = f(a[i] ?? NaN, b[i] ?? NaN, c[i] ?? NaN)
  return { axes, sizes, values }
}

const nowhere = new Int32Array(0)

/** For each index over `axes`, `summary` of the list of f over the axes `over`. */
const reduced = (
  axes: Axes,
  over: Axes,
  xs: ReadonlyArray<Evaluated>,
  f: OfValues,
  summary: (list: Float64Array) => number
): Evaluated => {
  const sizes = sizesOf(axes, xs),
    innerSizes = sizesOf(over, xs)
  const [a = nothing, b = nothing] = xs.map((x) => x.values)
  const [outerA = nowhere, outerB = nowhere] = xs.map((x) => offsets(axes, sizes, x)),
    [innerA = nowhere, innerB = nowhere] = xs.map((x) => offsets(over, innerSizes, x))
  const values = new Float64Array(count(sizes)),
    list = new Float64Array(count(innerSizes))
  for (let i = 0; i < values.length; i += 1) {
    const fromA = outerA[i] ?? 0,
      fromB = outerB[i] ?? 0
    for (let j = 0; j < list.length; j += 1)
      list[j] = f(a[fromA + (innerA[j] ?? 0)] ?? NaN, b[fromB + (innerB[j] ?? 0)] ?? NaN, NaN)
    values[i] = summary(list)
  }
  return { axes, sizes, values }
}

// ---------------------------------------------------------------------------
// reductions
// ---------------------------------------------------------------------------

const sum = (list: Float64Array): number => {
  let total = 0
  for (let i = 0; i < list.length; i += 1) total += list[i] ?? NaN
  return total
}
const max = (list: Float64Array): number => list.reduce((a, b) => Math.max(a, b), -Infinity)
const min = (list: Float64Array): number => list.reduce((a, b) => Math.min(a, b), Infinity)
const itself: OfValues = (a) => a

/** The float64 meaning of a reduction of a list; NaN in, NaN out. */
export const scalarReduce: { readonly [O in ReduceOp]: (list: Float64Array) => number } = {
  sum,
  max,
  min,
  logSumExp: (list) => {
    const top = max(list)
    return Number.isFinite(top) ? top + Math.log(sum(list.map((x) => Math.exp(x - top)))) : top
  }
}

// ---------------------------------------------------------------------------
// interpreter
// ---------------------------------------------------------------------------

const bound = (env: Environment, e: NodeOf<'Ref'>): Evaluated => {
  const x = env.values.get(e.name)
  if (x === undefined) throw new Error(`internal: nothing is bound to ${e.name}`)
  return elementwise(e.axes, [{ ...x, values: Float64Array.from(x.values) }], itself)
}

/** The same values in the order of `axes`. */
const ordered =
  (axes: Axes) =>
  (x: Evaluated): Evaluated =>
    elementwise(axes, [x], itself)

/**
 * Every place of every window over an axis of n indices, row-major, and the index it has there;
 * none off the axis.
 */
const windowPlaces = (
  { size, stride, padding }: Windows,
  count: number,
  n: number
): ReadonlyArray<number | undefined> =>
  Array.from(
    { length: count * size },
    (_, k) => Math.floor(k / size) * stride + (k % size) - padding
  ).map((p) => (p >= 0 && p < n ? p : undefined))

const algebra = (env: Environment, sizeOf: (axis: string) => number): Algebra<Evaluated> => ({
  Constant: ({ value }) => ({ axes: [], sizes: [], values: Float64Array.of(value) }),
  Constants: ({ axes, sizes, values }) => ({ axes, sizes, values: Float64Array.from(values) }),
  Ref: (_, e) => bound(env, e),
  Size: ({ axis }) => ({ axes: [], sizes: [], values: Float64Array.of(sizeOf(axis)) }),
  Iota: ({ axis }) => ({
    axes: [axis],
    sizes: [sizeOf(axis)],
    values: Float64Array.from({ length: sizeOf(axis) }, (_, i) => i)
  }),
  Map: ({ axes, op, x }) => elementwise(axes, [x], scalarMap[op]),
  Zip: ({ axes, op, x, y }) => elementwise(axes, [x, y], scalarZip[op]),
  Where: ({ axes, condition, x, y }) =>
    elementwise(axes, [condition, x, y], (c, a, b) => (c !== 0 ? a : b)),
  Reduce: ({ axes, op, over, x }) => reduced(axes, over, [x], itself, scalarReduce[op]),
  Contract: ({ axes, over, x, y }) => reduced(axes, over, [x, y], (a, b) => a * b, sum),
  Rename: ({ axes, x }) => ({ ...x, axes }),
  Merge: ({ axes, from, to, x }) => {
    const rest = axes.filter((a) => a !== to)
    const { values } = ordered([...rest, ...from])(x)
    return { axes, sizes: [...sizesOf(rest, [x]), count(sizesOf(from, [x]))], values }
  },
  Split: ({ axes, from, to, x }) => {
    const rest = axes.filter((a) => !to.includes(a))
    return {
      axes,
      sizes: [...sizesOf(rest, [x]), ...to.map(sizeOf)],
      values: ordered([...rest, from])(x).values
    }
  },
  // An index that is no position along the axis finds nothing: 0.
  Gather: ({ axes, axis, x, index }) => {
    const length = count(sizesOf([axis], [x])),
      sizes = sizesOf(axes, [x, index])
    const base = offsets(axes, sizes, { axes: x.axes, sizes: x.sizes }),
      stride = offsets([axis], [length], x)
    const where = offsets(axes, sizes, index)
    const values = new Float64Array(base.length)
    for (let i = 0; i < values.length; i += 1) {
      const position = index.values[where[i] ?? 0] ?? NaN
      if (Number.isInteger(position) && position >= 0 && position < length)
        values[i] = x.values[(base[i] ?? 0) + (stride[position] ?? 0)] ?? NaN
    }
    return { axes, sizes, values }
  },
  Unfold: ({ axes, windows, x }) => {
    const rest = axes.filter((a) => a !== windows.at && a !== windows.offset),
      [n, m] = [sizeOf(windows.along), sizeOf(windows.at)]
    const places = windowPlaces(windows, m, n),
      { values } = ordered([...rest, windows.along])(x)
    const found = Array.from({ length: count(sizesOf(rest, [x])) }, (_, r) =>
      places.map((p) => (p === undefined ? 0 : at(values, r * n + p)))
    )
    return {
      axes,
      sizes: [...sizesOf(rest, [x]), m, windows.size],
      values: Float64Array.from(found.flat())
    }
  },
  Fold: ({ axes, windows, x }) => {
    const rest = axes.filter((a) => a !== windows.along),
      [n, m] = [sizeOf(windows.along), sizeOf(windows.at)]
    const places = windowPlaces(windows, m, n),
      { values } = ordered([...rest, windows.at, windows.offset])(x)
    const sums = new Float64Array(count(sizesOf(rest, [x])) * n)
    for (let r = 0; r * n < sums.length; r += 1)
      places.forEach((p, k) => {
        if (p !== undefined)
          sums[r * n + p] = at(sums, r * n + p) + at(values, r * places.length + k)
      })
    return { axes, sizes: [...sizesOf(rest, [x]), n], values: sums }
  }
})

/**
 * What `round` does to the result of every node; Math.fround shows how a formula fares in float32.
 */
const rounded = (round: (x: number) => number, alg: Algebra<Evaluated>): Algebra<Evaluated> => {
  const r = (x: Evaluated): Evaluated => ({ ...x, values: x.values.map(round) })
  return {
    Constant: (f, e) => r(alg.Constant(f, e)),
    Constants: (f, e) => r(alg.Constants(f, e)),
    Ref: (f, e) => r(alg.Ref(f, e)),
    Size: (f, e) => r(alg.Size(f, e)),
    Iota: (f, e) => r(alg.Iota(f, e)),
    Map: (f, e) => r(alg.Map(f, e)),
    Zip: (f, e) => r(alg.Zip(f, e)),
    Where: alg.Where,
    Reduce: (f, e) => r(alg.Reduce(f, e)),
    Contract: (f, e) => r(alg.Contract(f, e)),
    Rename: alg.Rename,
    Merge: alg.Merge,
    Split: alg.Split,
    Gather: alg.Gather,
    Unfold: alg.Unfold,
    Fold: (f, e) => r(alg.Fold(f, e))
  }
}

/** How the interpreter rounds. */
export interface EvaluateOptions {
  readonly round?: (x: number) => number
}

/**
 * The value of an expression, over its own axes in its own order. Roots evaluated by one returned
 * function share their common parts. Unbound references and contradictory sizes are bugs of the
 * caller (`inferSizes` refuses them first).
 */
export const evaluate = (
  env: Environment,
  options: EvaluateOptions = {}
): ((root: Expr) => Evaluated) => {
  const known = new Map<string, number>()
  const sizeOf = (axis: string): number => {
    const n = known.get(axis)
    if (n === undefined) throw new Error(`internal: the size of axis ${axis} is not known`)
    return n
  }
  const plain = algebra(env, sizeOf)
  const run = fold(options.round === undefined ? plain : rounded(options.round, plain))
  return (root) => {
    const inferred = inferSizes(env)([root])
    if (inferred._tag === 'Left') throw new Error(`internal: ${inferred.left.what}`)
    for (const [axis, size] of inferred.right) known.set(axis, size)
    return run(root)
  }
}

/** The value of an expression without axes. */
export const evaluateScalar = (
  env: Environment,
  options: EvaluateOptions = {}
): ((root: Expr) => number) => {
  const run = evaluate(env, options)
  return (root) => at(run(root).values, 0)
}
/** No sizes, no values: for closed expressions. */
export const emptyEnvironment: Environment = { sizes: new Map(), values: new Map() }
