/**
 * What is known of each slice of each value of a network, whatever the data: is it zero, is it the
 * same for all data?
 *
 * An abstract interpretation over expressions: a fact for each (node, axis, index). Nothing here
 * knows layers; a dead unit is an index at which every use is zero, a constant unit one at which
 * the activation does not depend on the data.
 */
import {
  type Algebra,
  type Axes,
  type Expr,
  fold,
  type ReduceOp,
  type ZipOp
} from '../../expr/index.ts'
import { scalarMap } from '../../expr/numbers/Scalar.ts'
import type { Bindings } from '../../ir/Posterior.ts'
import { product } from './Elements.ts'

/**
 * 1 where the slice at an index is known to be zero or constant over data; a zero slice is
 * constant.
 */
export interface SliceFacts {
  readonly zero: Uint8Array
  readonly constant: Uint8Array
}
/** Facts of the whole value, and of its slices along each axis of fixed size. */
export interface Facts {
  readonly zero: boolean
  readonly constant: boolean
  readonly along: ReadonlyMap<string, SliceFacts>
}

/** The sizes of axes that are the network's own, and its tensors: every other reference is data. */
export interface Known {
  readonly sizes: ReadonlyMap<string, number>
  readonly tensors: Bindings
}

interface Fact {
  readonly zero: boolean
  readonly constant: boolean
}

const unknown: Fact = { zero: false, constant: false }
const known = (zero: boolean): Fact => ({ zero, constant: true })
const fact = (zero: boolean, constant: boolean): Fact => ({ zero, constant: zero || constant })

/** The fact at an index of an axis; where the value lacks the axis, that of the whole value. */
export const at = (f: Facts, axis: string, i: number): Fact => {
  const slices = f.along.get(axis)
  return slices === undefined
    ? f
    : { zero: f.zero || slices.zero[i] === 1, constant: f.constant || slices.constant[i] === 1 }
}

/**
 * Facts from those of the whole and of each slice; what holds of every slice holds of the whole.
 */
const collect = (
  sizes: ReadonlyMap<string, number>,
  axes: Axes,
  whole: Fact,
  slice: (axis: string, i: number) => Fact
): Facts => {
  const along = new Map<string, SliceFacts>()
  let { zero, constant } = whole
  for (const axis of axes) {
    const size = sizes.get(axis)
    if (size !== undefined) {
      const slices = { zero: new Uint8Array(size), constant: new Uint8Array(size) }
      for (let i = 0; i < size; i++) {
        const f = slice(axis, i)
        slices.zero[i] = f.zero ? 1 : 0
        slices.constant[i] = f.constant ? 1 : 0
      }
      zero ||= slices.zero.every((z) => z === 1)
      constant ||= slices.constant.every((c) => c === 1)
      along.set(axis, slices)
    }
  }
  return { zero, constant: constant || zero, along }
}

/** Facts of an elementwise function of operands. */
const elementwise = (
  sizes: Known['sizes'],
  axes: Axes,
  operands: ReadonlyArray<Facts>,
  rule: (facts: ReadonlyArray<Fact>) => Fact
): Facts =>
  collect(sizes, axes, rule(operands), (axis, i) => rule(operands.map((f) => at(f, axis, i))))

const constantAll = (facts: ReadonlyArray<Fact>): boolean => facts.every((f) => f.constant)
const zeroAll = (facts: ReadonlyArray<Fact>): boolean => facts.every((f) => f.zero)
const zeroAny = (facts: ReadonlyArray<Fact>): boolean => facts.some((f) => f.zero)
const never = (): boolean => false

/** When a zip is zero because operands are. */
const zipZero: { readonly [O in ZipOp]: (facts: ReadonlyArray<Fact>) => boolean } = {
  add: zeroAll,
  sub: zeroAll,
  mul: zeroAny,
  max: zeroAll,
  min: zeroAll,
  div: never,
  pow: never,
  equal: never,
  less: never,
  lessEqual: never,
  polygamma: never,
  logProduct: never,
  logRatio: never,
  deviance: never,
  logCauchy: never
}
/** Is a reduction of zeros zero? Of nothing, only a sum is. */
const reduceZero: { readonly [O in ReduceOp]: (length: number) => boolean } = {
  sum: () => true,
  max: (n) => n > 0,
  min: (n) => n > 0,
  logSumExp: () => false
}

/** The facts of x · y before anything is summed. */
export const productFacts = ({ sizes }: Known, axes: Axes, x: Facts, y: Facts): Facts =>
  elementwise(sizes, axes, [x, y], (f) => fact(zipZero.mul(f), constantAll(f)))

const reduced = ({ sizes }: Known, axes: Axes, op: ReduceOp, over: Axes, x: Facts): Facts => {
  const open = over.some((a) => !sizes.has(a)) // a sum over a plate counts its members
  const zero = reduceZero[op](product(over.map((a) => sizes.get(a) ?? 1)))
  return elementwise(sizes, axes, [x], ([f = unknown]) => fact(f.zero && zero, f.constant && !open))
}

/**
 * One pass over what may be millions of values: which indices of each axis have one that is not
 * zero.
 */
const tensorFacts = (
  { sizes }: Known,
  axes: Axes,
  shape: { readonly axes: Axes; readonly sizes: ReadonlyArray<number> },
  values: ArrayLike<number>
): Facts => {
  const seen = shape.sizes.map((size) => new Uint8Array(size))
  const inner = shape.sizes.at(-1) ?? 1
  const along = seen.at(-1) ?? new Uint8Array(1)
  let isZero = true
  for (let row = 0; row * inner < values.length; row++) {
    let isRowZero = true
    for (let i = 0; i < inner; i++)
      if (values[row * inner + i] !== 0) {
        isRowZero = false
        along[i] = 1
      }
    if (!isRowZero) {
      isZero = false
      let rest = row
      for (let d = seen.length - 2; d >= 0; d--) {
        const size = shape.sizes[d] ?? 1
        const flags = seen[d]
        if (flags !== undefined) flags[rest % size] = 1
        rest = Math.floor(rest / size)
      }
    }
  }
  return collect(sizes, axes, known(isZero), (axis, i) =>
    known(seen[shape.axes.indexOf(axis)]?.[i] !== 1)
  )
}

/** The coordinates along `parts` of a row-major index of their product. */
export const coordinates =
  (sizes: Known['sizes'], parts: Axes) =>
  (index: number): ReadonlyArray<number> => {
    let rest = index
    return [...parts]
      .reverse()
      .map((p) => {
        const size = sizes.get(p) ?? 1
        const i = rest % size
        rest = Math.floor(rest / size)
        return i
      })
      .reverse()
  }

const algebra = (k: Known): Algebra<Facts> => {
  const { sizes } = k
  return {
    Constant: ({ value }) => collect(sizes, [], known(value === 0), () => unknown),
    Constants: (e) => tensorFacts(k, e.axes, e, e.values),
    Ref: ({ name, axes }) => {
      const t = k.tensors.get(name)
      return t === undefined
        ? collect(sizes, axes, unknown, () => unknown)
        : tensorFacts(k, axes, t, t.values)
    },
    Size: ({ axis }) => collect(sizes, [], fact(false, sizes.has(axis)), () => unknown),
    Iota: ({ axes, axis }) =>
      collect(sizes, axes, fact(false, sizes.has(axis)), (_, i) => fact(i === 0, true)),
    Map: ({ axes, op, x }) =>
      elementwise(sizes, axes, [x], ([f = unknown]) =>
        fact(f.zero && scalarMap[op](0) === 0, f.constant)
      ),
    Zip: ({ axes, op, x, y }) =>
      elementwise(sizes, axes, [x, y], (f) => fact(zipZero[op](f), constantAll(f))),
    Where: ({ axes, condition, x, y }) =>
      elementwise(sizes, axes, [condition, x, y], (f) => fact(zeroAll(f.slice(1)), constantAll(f))),
    Reduce: ({ axes, op, over, x }) => reduced(k, axes, op, over, x),
    Contract: ({ axes, over, x, y }) =>
      reduced(k, axes, 'sum', over, productFacts(k, [...axes, ...over], x, y)),
    Rename: ({ axes, from, to, x }) =>
      collect(sizes, axes, x, (axis, i) => at(x, axis === to ? from : axis, i)),
    Merge: ({ axes, from, to, x }) =>
      collect(sizes, axes, x, (axis, i) => {
        if (axis !== to) return at(x, axis, i)
        const parts = coordinates(sizes, from)(i).map((c, p) => at(x, from[p] ?? '', c))
        return fact(
          zeroAny(parts),
          parts.some((f) => f.constant)
        )
      }),
    Split: ({ axes, from, to, x }) => {
      const place = coordinates(sizes, to)
      const whole = product(to.map((a) => sizes.get(a) ?? 0))
      return collect(sizes, axes, x, (axis, i) => {
        if (!to.includes(axis)) return at(x, axis, i)
        const inside = Array.from({ length: whole }, (_, j) => j)
          .filter((j) => place(j)[to.indexOf(axis)] === i)
          .map((j) => at(x, from, j))
        return fact(zeroAll(inside), constantAll(inside))
      })
    },
    Gather: ({ axes, x, index }) =>
      elementwise(sizes, axes, [x, index], ([f = unknown, g = unknown]) =>
        fact(f.zero, f.constant && g.constant)
      ),
    // zeros off an axis, and where no window lies, are zero and constant
    Unfold: ({ axes, windows, x }) =>
      collect(sizes, axes, x, (axis, i) =>
        axis === windows.at || axis === windows.offset ? fact(x.zero, x.constant) : at(x, axis, i)
      ),
    Fold: ({ axes, windows, x }) =>
      collect(sizes, axes, x, (axis, i) =>
        axis === windows.along ? fact(x.zero, x.constant) : at(x, axis, i)
      )
  }
}

/** The facts of every node of the expressions it is given, shared parts once. */
export const liveness = (k: Known): ((e: Expr) => Facts) => fold(algebra(k))
