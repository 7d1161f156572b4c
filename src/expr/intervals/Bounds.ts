/**
 * Where the values of an expression lie, without numbers.
 *
 * Meant in real arithmetic (no rounding, overflow or underflow), for the values that are numbers
 * (log of a negative one is not), and for axes that have at least one index.
 *
 * @since 0.1.0
 */
import type { Expr } from '../Expr.ts'
import { fold } from '../Fold.ts'
import {
  hull,
  interval,
  type Interval,
  isNegative,
  isNonzero,
  isPositive,
  nonNegative,
  point,
  real
} from './Interval.ts'
import { mapBounds } from './IntervalMap.ts'
import { zipBounds } from './IntervalZip.ts'

/** Bounds of Σ over one or more terms that all lie in i. */
const sumOfSome = (i: Interval): Interval =>
  interval(
    i.low < 0 ? -Infinity : i.low,
    i.high > 0 ? Infinity : i.high,
    !isPositive(i) && !isNegative(i)
  )

/** Bounds of Σ over at most `count` terms that all lie in i, perhaps none. */
const sumOfUpTo = (count: number, i: Interval): Interval =>
  interval(Math.min(0, count * i.low), Math.max(0, count * i.high))

const hullOfAll = (values: ReadonlyArray<number>): Interval =>
  values.reduce<Interval | undefined>(
    (i, v) => (i === undefined ? point(v) : hull(i, point(v))),
    undefined
  ) ?? real

/** The axis that all values of an expression are positions on, where there is one. */
export type IndexedAxis = (index: Expr) => string | undefined

/**
 * The values of an expression, given where each reference lies, and what is an index of which axis:
 * what is gathered at other numbers may be 0. The returned function remembers shared nodes.
 */
export const bounds = (
  env: (name: string) => Interval,
  indexed: IndexedAxis = () => undefined
): ((e: Expr) => Interval) =>
  fold<Interval>({
    Constant: ({ value }) => (Number.isNaN(value) ? real : point(value)),
    Constants: ({ values }) => hullOfAll(values),
    Ref: ({ name }) => env(name),
    Size: () => interval(1, Infinity),
    Iota: () => nonNegative,
    Map: ({ op, x }) => mapBounds[op](x),
    Zip: ({ op, x, y }) => zipBounds[op](x, y),
    Where: ({ condition, x, y }) =>
      isNonzero(condition) ? x : condition.low === 0 && condition.high === 0 ? y : hull(x, y),
    Reduce: ({ op, x }) =>
      op === 'sum' ? sumOfSome(x) : op === 'logSumExp' ? interval(x.low, Infinity) : x,
    Contract: ({ over, x, y }) =>
      over.length === 0 ? zipBounds.mul(x, y) : sumOfSome(zipBounds.mul(x, y)),
    Rename: ({ x }) => x,
    Merge: ({ x }) => x,
    Split: ({ x }) => x,
    Gather: ({ x }, { axis, index }) => (indexed(index) === axis ? x : hull(x, point(0))),
    Unfold: ({ windows, x }) => (windows.padding === 0 ? x : hull(x, point(0))),
    Fold: ({ windows: { size, stride }, x }) => sumOfUpTo(Math.ceil(size / stride), x)
  })
