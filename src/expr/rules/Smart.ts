/**
 * Constructors that leave out what changes nothing: sums with 0, products with 0 and 1, sums over
 * axes that are not there.
 *
 * Their results may lack axes along which they are constant (0·x is the scalar 0), and 0·x is 0
 * whatever x is: in an adjoint a zero means "does not matter", not "a very small number times x".
 * `spread` gives an expression its missing axes back.
 *
 * @since 0.1.0
 */
import {
  type Axes,
  constant,
  contract,
  type Expr,
  iota,
  isSubset,
  map,
  meet,
  without,
  zip
} from '../Expr.ts'
import { zero } from '../Fold.ts'
import { count, sumSpread } from '../Words.ts'

export const isConstant =
  (value: number) =>
  (e: Expr): boolean =>
    e._tag === 'Constant' && e.value === value
const isZero = isConstant(0),
  isOne = isConstant(1),
  isMinusOne = isConstant(-1)

export const negate = (x: Expr): Expr =>
  x._tag === 'Constant'
    ? x.value === 0
      ? zero
      : constant(-x.value)
    : x._tag === 'Map' && x.op === 'neg'
      ? x.x
      : map('neg')(x)

export const plus = (x: Expr, y: Expr): Expr =>
  isZero(x)
    ? y
    : isZero(y)
      ? x
      : x._tag === 'Constant' && y._tag === 'Constant'
        ? constant(x.value + y.value)
        : zip('add')(x, y)

export const minus = (x: Expr, y: Expr): Expr =>
  isZero(y)
    ? x
    : isZero(x)
      ? negate(y)
      : x._tag === 'Constant' && y._tag === 'Constant'
        ? constant(x.value - y.value)
        : zip('sub')(x, y)

export const times = (x: Expr, y: Expr): Expr =>
  isZero(x) || isZero(y)
    ? zero
    : isOne(x)
      ? y
      : isOne(y)
        ? x
        : isMinusOne(x)
          ? negate(y)
          : isMinusOne(y)
            ? negate(x)
            : x._tag === 'Constant' && y._tag === 'Constant'
              ? constant(x.value * y.value)
              : zip('mul')(x, y)

export const over = (x: Expr, y: Expr): Expr =>
  isZero(x)
    ? zero
    : isOne(y)
      ? x
      : isOne(x)
        ? map('reciprocal')(y)
        : x._tag === 'Constant' && y._tag === 'Constant'
          ? constant(x.value / y.value)
          : zip('div')(x, y)

/** Σ over `axes`; an axis that x lacks multiplies by its size. */
export const summed =
  (axes: Axes) =>
  (x: Expr): Expr =>
    axes.length === 0 || isZero(x)
      ? x
      : meet(axes, x.axes).length === 0
        ? times(x, count(axes))
        : sumSpread(axes)(x)

/**
 * Σ over `axes` of x·y. An axis that only one operand has is summed there first, one that neither
 * has counts: what is left is a contraction over the axes that both have, or a product.
 */
export const contracted =
  (axes: Axes) =>
  (x: Expr, y: Expr): Expr => {
    if (isZero(x) || isZero(y)) return zero
    if (isOne(x)) return summed(axes)(y)
    if (isOne(y)) return summed(axes)(x)
    const both = meet(meet(axes, x.axes), y.axes)
    const onlyX = without(y.axes)(meet(axes, x.axes)),
      onlyY = without(x.axes)(meet(axes, y.axes))
    const neither = without(y.axes)(without(x.axes)(axes))
    const left = summed(onlyX)(x),
      right = summed(onlyY)(y)
    const result = both.length === 0 ? times(left, right) : contract(both)(left, right)
    return neither.length === 0 ? result : times(result, count(neither))
  }

/** 0 over one axis. */
const zeros = (axis: string): Expr => zip('mul')(zero, iota(axis))

/**
 * The same values with all of `axes`: the missing ones are added as 0·iota, which lowering turns
 * into a broadcast.
 */
export const spread =
  (axes: Axes) =>
  (x: Expr): Expr =>
    without(x.axes)(axes).reduce((e, axis) => plus(e, zeros(axis)), x)

const isZeros = (e: Expr): boolean =>
  e._tag === 'Zip' && e.op === 'mul' && isZero(e.x) && e.y._tag === 'Iota'
/** Is this one of the nodes that `spread` makes? */
export const isSpread = (e: Expr): boolean =>
  isZeros(e) ||
  (e._tag === 'Zip' && e.op === 'add' && isZeros(e.y) && !isSubset(e.y.axes, e.x.axes))

/** The number that a constant, spread over whatever axes, is everywhere. */
export const uniform = (e: Expr): number | undefined =>
  e._tag === 'Constant'
    ? e.value
    : isZeros(e)
      ? 0
      : e._tag === 'Zip' && e.op === 'add' && isZeros(e.y)
        ? uniform(e.x)
        : undefined
