/**
 * Symbolic tensor expressions over named axes: plain, immutable data.
 *
 * An expression denotes a function from (sizes of axes, values of references) to a real array
 * indexed by its `axes`, a set of names without order. Operands broadcast by name: where one lacks
 * an axis it is constant along it. Sizes are not part of an expression: they are bound when it is
 * evaluated or lowered, so that a pruned network is the same expression at smaller sizes.
 * Conditions are the numbers 0 and 1.
 *
 * @since 0.1.0
 */

import {
  areConstants,
  type Axes,
  isContraction,
  isGather,
  isMerge,
  isRenaming,
  isSplit,
  isSubset,
  meet,
  union,
  without
} from './Axes.ts'
import { isFold, isUnfold, type Windows } from './Windows.ts'

export { type Axes, isSubset, meet, union, without }

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Elementwise functions of one argument; their float64 meaning is `Scalar.ts`. */
export type MapOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'square'
  | 'reciprocal'
  | 'floor'
  | 'round'
  | 'sin'
  | 'cos'
  | 'tanh'
  | 'sigmoid'
  | 'softplus'
  | 'relu'
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
  | 'stopGradient'

/**
 * Elementwise functions of two arguments. `equal`, `less`, `lessEqual` give 0 or 1; `polygamma`'s
 * order x is a constant integer ≥ 0, its argument y ≥ 0 from order 2 on. `logProduct`, `logRatio`,
 * `deviance` and `logCauchy` (`numbers/Deviances.ts`) are of positive arguments.
 */
export type ZipOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'max'
  | 'min'
  | 'equal'
  | 'less'
  | 'lessEqual'
  | 'polygamma'
  | 'logProduct'
  | 'logRatio'
  | 'deviance'
  | 'logCauchy'

/** Reductions over a set of axes; of nothing they give 0, −∞, ∞, −∞. */
export type ReduceOp = 'sum' | 'max' | 'min' | 'logSumExp'

export interface Constant {
  readonly _tag: 'Constant'
  readonly axes: Axes
  readonly value: number
}
/**
 * Fixed values, row-major over `axes` in the order given, with sizes of their own (quadrature nodes
 * and weights).
 */
export interface Constants {
  readonly _tag: 'Constants'
  readonly axes: Axes
  readonly sizes: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
}
/** The value bound to a name: a site, a parameter, a noise, a datum. */
export interface Ref {
  readonly _tag: 'Ref'
  readonly axes: Axes
  readonly name: string
}
/** The number of indices of an axis, a scalar. */
export interface Size {
  readonly _tag: 'Size'
  readonly axes: Axes
  readonly axis: string
}
/** 0, 1, 2, … along an axis. */
export interface Iota {
  readonly _tag: 'Iota'
  readonly axes: Axes
  readonly axis: string
}
export interface MapNode {
  readonly _tag: 'Map'
  readonly axes: Axes
  readonly op: MapOp
  readonly x: Expr
}
export interface ZipNode {
  readonly _tag: 'Zip'
  readonly axes: Axes
  readonly op: ZipOp
  readonly x: Expr
  readonly y: Expr
}
/**
 * x where the condition is not 0, else y; the branch not taken never reaches the result, not even
 * as NaN.
 */
export interface Where {
  readonly _tag: 'Where'
  readonly axes: Axes
  readonly condition: Expr
  readonly x: Expr
  readonly y: Expr
}
export interface Reduce {
  readonly _tag: 'Reduce'
  readonly axes: Axes
  readonly op: ReduceOp
  readonly over: Axes
  readonly x: Expr
}
/** Σ over the axes `over` of x · y. */
export interface Contract {
  readonly _tag: 'Contract'
  readonly axes: Axes
  readonly over: Axes
  readonly x: Expr
  readonly y: Expr
}
export interface Rename {
  readonly _tag: 'Rename'
  readonly axes: Axes
  readonly from: string
  readonly to: string
  readonly x: Expr
}
/** Axes `from` (row-major) become the one axis `to`, whose size is the product of theirs. */
export interface Merge {
  readonly _tag: 'Merge'
  readonly axes: Axes
  readonly from: Axes
  readonly to: string
  readonly x: Expr
}
/** The inverse of `Merge`: the axis `from` becomes the axes `to`, row-major. */
export interface Split {
  readonly _tag: 'Split'
  readonly axes: Axes
  readonly from: string
  readonly to: Axes
  readonly x: Expr
}
/**
 * x at position `index` along `axis`: axes(x) without `axis`, and those of the index; shared axes
 * run together. Off the axis it is 0.
 */
export interface Gather {
  readonly _tag: 'Gather'
  readonly axes: Axes
  readonly axis: string
  readonly x: Expr
  readonly index: Expr
}
/**
 * The windows along an axis: y[at = i, offset = j] = x[along = i·stride + j − padding], 0 off the
 * axis. Sums over them are convolutions, maxima pooling.
 */
export interface Unfold {
  readonly _tag: 'Unfold'
  readonly axes: Axes
  readonly windows: Windows
  readonly x: Expr
}
/**
 * The adjoint of `Unfold`: y[along = p] = Σ of x[at = i, offset = j] over i·stride + j − padding =
 * p.
 */
export interface Fold {
  readonly _tag: 'Fold'
  readonly axes: Axes
  readonly windows: Windows
  readonly x: Expr
}

export type Expr =
  | Constant
  | Constants
  | Ref
  | Size
  | Iota
  | MapNode
  | ZipNode
  | Where
  | Reduce
  | Contract
  | Rename
  | Merge
  | Split
  | Gather
  | Unfold
  | Fold

export type Tag = Expr['_tag']
export type NodeOf<T extends Tag> = Extract<Expr, { readonly _tag: T }>

// ---------------------------------------------------------------------------
// constructors (each computes its axes; a misuse is a bug of ours: the surface has refused it
// before) ---------------------------------------------------------------------------

const must = (ok: boolean, message: string): void => {
  if (!ok) throw new Error(`internal: ${message}`)
}
const none: Axes = []

export const constant = (value: number): Expr => ({ _tag: 'Constant', axes: none, value })
export const constants = (
  axes: Axes,
  sizes: ReadonlyArray<number>,
  values: ReadonlyArray<number>
): Expr => {
  must(areConstants(axes, sizes, values), 'constants of another shape than their axes')
  return { _tag: 'Constants', axes, sizes, values }
}
export const ref = (name: string, axes: Axes): Expr => ({ _tag: 'Ref', axes, name })
export const size = (axis: string): Expr => ({ _tag: 'Size', axes: none, axis })
export const iota = (axis: string): Expr => ({ _tag: 'Iota', axes: [axis], axis })
export const map =
  (op: MapOp) =>
  (x: Expr): Expr => ({ _tag: 'Map', axes: x.axes, op, x })
export const zip =
  (op: ZipOp) =>
  (x: Expr, y: Expr): Expr => ({ _tag: 'Zip', axes: union(x.axes, y.axes), op, x, y })
export const where = (condition: Expr, x: Expr, y: Expr): Expr => ({
  _tag: 'Where',
  axes: union(union(condition.axes, x.axes), y.axes),
  condition,
  x,
  y
})
/**
 * Over axes that x lacks, a sum multiplies by their sizes and the others change nothing but −log n
 * in logSumExp; say it with `size`.
 */
export const reduce =
  (op: ReduceOp, over: Axes) =>
  (x: Expr): Expr => {
    must(
      isSubset(over, x.axes),
      `${op} over [${over.join(', ')}] of an expression over [${x.axes.join(', ')}]`
    )
    return over.length === 0 && op !== 'logSumExp'
      ? x
      : { _tag: 'Reduce', axes: without(over)(x.axes), op, over, x }
  }
/** Axes of `over` must be in x or in y; where only one has it, the other is constant along it. */
export const contract =
  (over: Axes) =>
  (x: Expr, y: Expr): Expr => {
    const all = union(x.axes, y.axes)
    must(
      isContraction(over, x.axes, y.axes),
      `contraction over [${over.join(', ')}] of [${all.join(', ')}]`
    )
    return { _tag: 'Contract', axes: without(over)(all), over, x, y }
  }
export const rename =
  (from: string, to: string) =>
  (x: Expr): Expr => {
    must(isRenaming(from, to, x.axes), `rename ${from} to ${to} in [${x.axes.join(', ')}]`)
    return from === to
      ? x
      : { _tag: 'Rename', axes: x.axes.map((a) => (a === from ? to : a)), from, to, x }
  }
export const merge =
  (from: Axes, to: string) =>
  (x: Expr): Expr => {
    must(isMerge(from, to, x.axes), `merge [${from.join(', ')}] to ${to} in [${x.axes.join(', ')}]`)
    return { _tag: 'Merge', axes: [...without(from)(x.axes), to], from, to, x }
  }
export const split =
  (from: string, to: Axes) =>
  (x: Expr): Expr => {
    const rest = without([from])(x.axes)
    must(isSplit(from, to, x.axes), `split ${from} to [${to.join(', ')}] in [${x.axes.join(', ')}]`)
    return { _tag: 'Split', axes: [...rest, ...to], from, to, x }
  }
export const gather =
  (axis: string, index: Expr) =>
  (x: Expr): Expr => {
    must(isGather(axis, index.axes, x.axes), `gather along ${axis} of [${x.axes.join(', ')}]`)
    return { _tag: 'Gather', axes: union(without([axis])(x.axes), index.axes), axis, x, index }
  }
/** The axes `at` and `offset` are new to x. */
export const unfoldWindows =
  (windows: Windows) =>
  (x: Expr): Expr => {
    must(
      isUnfold(windows, x.axes),
      `windows along ${windows.along} by ${windows.at} and ${windows.offset} of [${x.axes.join(', ')}]`
    )
    return {
      _tag: 'Unfold',
      axes: [...without([windows.along])(x.axes), windows.at, windows.offset],
      windows,
      x
    }
  }
/** The axis `along` is new to x; its size is bound, and has as many windows as `at` has indices. */
export const foldWindows =
  (windows: Windows) =>
  (x: Expr): Expr => {
    must(
      isFold(windows, x.axes),
      `windows by ${windows.at} and ${windows.offset} onto ${windows.along} of [${x.axes.join(', ')}]`
    )
    return {
      _tag: 'Fold',
      axes: [...without([windows.at, windows.offset])(x.axes), windows.along],
      windows,
      x
    }
  }
