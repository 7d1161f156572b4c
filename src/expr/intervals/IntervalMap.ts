/**
 * Where op(x) lies for x in an interval, a row per elementwise operation.
 *
 * @since 0.1.0
 */
import type { MapOp } from '../Expr.ts'
import {
  interval,
  type Interval,
  isNegative,
  isNonNegative,
  isNonPositive,
  isPositive,
  nonzero,
  positive,
  real
} from './Interval.ts'
import { scalarMap } from '../numbers/Scalar.ts'

type Row = (x: Interval) => Interval

const at =
  (op: MapOp) =>
  (x: number): number =>
    scalarMap[op](x)
/** Rising with f(0) = 0: zero exactly where x is. */
const risingThrough0 =
  (op: MapOp): Row =>
  (x) =>
    interval(at(op)(x.low), at(op)(x.high), x.zero)
const rising =
  (op: MapOp): Row =>
  (x) =>
    interval(at(op)(x.low), at(op)(x.high))
const risingPositive =
  (op: MapOp): Row =>
  (x) =>
    interval(at(op)(x.low), at(op)(x.high), false)
/** Falling and positive; `domain` says for which x. */
const fallingPositive =
  (op: MapOp, domain: (x: Interval) => boolean = () => true): Row =>
  (x) =>
    domain(x) ? interval(Math.max(0, at(op)(x.high)), at(op)(x.low), false) : real
/** Lowest at 0, where it is 0. */
const lowestAt0 =
  (f: (x: number) => number): Row =>
  (x) => {
    const a = f(x.low),
      b = f(x.high)
    return interval(x.low <= 0 && x.high >= 0 ? 0 : Math.min(a, b), Math.max(a, b), x.zero)
  }
/** `f` of the absolute value. */
const even = (f: (size: number) => number): Row => lowestAt0((x) => f(Math.abs(x)))
/** Odd with |f| ≤ top, of the sign of x. */
const oddBounded =
  (top: number): Row =>
  (x) =>
    interval(isNonNegative(x) ? 0 : -top, isNonPositive(x) ? 0 : top, x.zero)

/** Where ψ changes sign on the positive numbers, and lnΓ there. */
const gammaMinimum = { at: 1.4616321449683622, value: -0.12148629053584961 } as const
const dawsonMaximum = 0.5410442246351818

const lgamma: Row = (x) => {
  if (!isNonNegative(x)) return real
  const a = at('lgamma')(x.low),
    b = at('lgamma')(x.high)
  return x.low >= gammaMinimum.at
    ? interval(a, b)
    : x.high <= gammaMinimum.at
      ? interval(b, a)
      : interval(gammaMinimum.value, Math.max(a, b))
}

export const mapBounds: { readonly [O in MapOp]: Row } = {
  neg: (x) => interval(-x.high, -x.low, x.zero),
  abs: even((a) => a),
  sign: (x) =>
    interval(
      isPositive(x) ? 1 : isNonNegative(x) ? 0 : -1,
      isNegative(x) ? -1 : isNonPositive(x) ? 0 : 1,
      x.zero
    ),
  exp: risingPositive('exp'),
  expm1: risingThrough0('expm1'),
  log: (x) => interval(x.low <= 0 ? -Infinity : Math.log(x.low), Math.log(Math.max(0, x.high))),
  log1p: (x) =>
    interval(x.low <= -1 ? -Infinity : Math.log1p(x.low), Math.log1p(Math.max(-1, x.high)), x.zero),
  sqrt: (x) => interval(Math.sqrt(Math.max(0, x.low)), Math.sqrt(Math.max(0, x.high)), x.zero),
  square: even((a) => a * a),
  reciprocal: (x) =>
    isNonNegative(x)
      ? interval(1 / x.high, x.low === 0 ? Infinity : 1 / x.low, false)
      : isNonPositive(x)
        ? interval(x.high === 0 ? -Infinity : 1 / x.high, 1 / x.low, false)
        : nonzero,
  floor: rising('floor'),
  round: rising('round'),
  sin: () => interval(-1, 1),
  cos: () => interval(-1, 1),
  tanh: risingThrough0('tanh'),
  sigmoid: risingPositive('sigmoid'),
  softplus: risingPositive('softplus'),
  relu: (x) => interval(Math.max(0, x.low), Math.max(0, x.high), !isPositive(x)),
  erf: risingThrough0('erf'),
  logNdtr: (x) => interval(at('logNdtr')(x.low), at('logNdtr')(x.high), false),
  ndtri: (x) =>
    interval(
      x.low <= 0 ? -Infinity : at('ndtri')(x.low),
      x.high >= 1 ? Infinity : at('ndtri')(x.high)
    ),
  lgamma,
  digamma: (x) =>
    isNonNegative(x)
      ? interval(x.low === 0 ? -Infinity : at('digamma')(x.low), at('digamma')(x.high))
      : real,
  trigamma: (x) =>
    isNonNegative(x)
      ? interval(0, x.low === 0 ? Infinity : at('trigamma')(x.low), false)
      : positive,
  stirling: fallingPositive('stirling', isNonNegative),
  excess: lowestAt0(at('excess')),
  dawson: oddBounded(dawsonMaximum),
  expint1: fallingPositive('expint1', isNonNegative),
  scaledExpint1: fallingPositive('scaledExpint1', isNonNegative),
  jeffreysKl: fallingPositive('jeffreysKl'),
  stopGradient: (x) => x
}
