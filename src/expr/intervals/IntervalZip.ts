/**
 * Where op(x, y) lies for x and y in intervals, a row per operation of two arguments.
 *
 * @since 0.1.0
 */
import type { ZipOp } from '../Expr.ts'
import {
  interval,
  type Interval,
  isNegative,
  isNonNegative,
  isNonPositive,
  isPositive,
  nonNegative,
  point,
  positive,
  real
} from './Interval.ts'
import { mapBounds } from './IntervalMap.ts'

type Row = (x: Interval, y: Interval) => Interval

const add: Row = (x, y) =>
  interval(
    x.low + y.low,
    x.high + y.high,
    !(isNonNegative(x) && isNonNegative(y) && (isPositive(x) || isPositive(y))) &&
      !(isNonPositive(x) && isNonPositive(y) && (isNegative(x) || isNegative(y)))
  )

/** An end at infinity is never reached, so 0 · ∞ is 0 here. */
const end = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)
const mul: Row = (x, y) => {
  const ends = [end(x.low, y.low), end(x.low, y.high), end(x.high, y.low), end(x.high, y.high)]
  return interval(Math.min(...ends), Math.max(...ends), x.zero || y.zero)
}

const isPoint = (i: Interval): boolean => i.low === i.high
const isEven = (n: number): boolean => Number.isInteger(n / 2)
/** x^y = e^{y ln x} for x > 0; an even power is not negative, of a nonzero base positive. */
const pow: Row = (x, y) =>
  isPositive(x)
    ? mapBounds.exp(mul(y, mapBounds.log(x)))
    : isNonNegative(x)
      ? interval(0, Infinity)
      : isPoint(y) && isEven(y.low)
        ? interval(0, Infinity, x.zero || y.low === 0)
        : real

const truth = (certain: boolean, impossible: boolean): Interval =>
  certain ? point(1) : impossible ? point(0) : interval(0, 1)

export const zipBounds: { readonly [O in ZipOp]: Row } = {
  add,
  sub: (x, y) => add(x, mapBounds.neg(y)),
  mul,
  div: (x, y) => mul(x, mapBounds.reciprocal(y)),
  pow,
  max: (x, y) =>
    interval(
      Math.max(x.low, y.low),
      Math.max(x.high, y.high),
      (x.zero || y.zero) && !isPositive(x) && !isPositive(y)
    ),
  min: (x, y) =>
    interval(
      Math.min(x.low, y.low),
      Math.min(x.high, y.high),
      (x.zero || y.zero) && !isNegative(x) && !isNegative(y)
    ),
  equal: (x, y) =>
    truth(isPoint(x) && isPoint(y) && x.low === y.low, x.high < y.low || y.high < x.low),
  less: (x, y) => truth(x.high < y.low, x.low >= y.high),
  lessEqual: (x, y) => truth(x.high <= y.low, x.low > y.high),
  polygamma: (n, x) =>
    isPoint(n) && n.low > 0 && isNonNegative(x)
      ? isEven(n.low)
        ? mapBounds.neg(positive)
        : positive
      : real,
  logProduct: (x, y) => mapBounds.log(mul(x, y)),
  logRatio: (x, y) => mapBounds.log(mul(x, mapBounds.reciprocal(y))),
  deviance: () => nonNegative,
  logCauchy: () => real
}
