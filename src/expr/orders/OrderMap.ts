/**
 * The order of magnitude of op(x), a row per elementwise operation.
 *
 * @since 0.1.0
 */
import type { MapOp } from '../Expr.ts'
import { type Interval, isNonNegative, isPositive } from '../intervals/Interval.ts'
import {
  exactly,
  inverseOrder,
  isMeasured,
  logarithmic,
  logOf,
  type Order,
  scaledOrder,
  timesNumber,
  unknownOrder,
  upTo,
  vanishes
} from './Order.ts'

type Row = (x: Order, sign: Interval) => Order

const same: Row = (x) => x
/** Is x bounded as t → 0? */
const isBounded = (x: Order): boolean => x.order >= 0
/** f(x) ~ x near 0; `beyond` where x does not go to 0. */
const likeX =
  (beyond: Row): Row =>
  (x, sign) =>
    vanishes(x) ? x : beyond(x, sign)
/** Bounded away from 0 and ∞ for bounded x. */
const keepsAway: Row = (x) => (isBounded(x) ? exactly(0) : unknownOrder)
/** As `keepsAway`, for x that keeps positive. */
const keepsAwayIfPositive: Row = (x, sign) =>
  x.exact && x.order === 0 && isPositive(sign) ? exactly(0) : unknownOrder
/** Finite, maybe 0, where x is finite and keeps away from 0; nothing known elsewhere. */
const finiteAwayFromZero: Row = (x) => (x.exact && x.order === 0 ? upTo(0) : unknownOrder)
const finiteIfPositive: Row = (x, sign) =>
  isPositive(sign) ? finiteAwayFromZero(x, sign) : unknownOrder
const bounded: Row = () => upTo(0)
/** f(x) = 0 only at x = 0, bounded for bounded x. */
const zeroOnlyAtZero: Row = (x) => (x.order === 0 ? x : unknownOrder)
/** As `zeroOnlyAtZero`, bounded for every x. */
const saturating: Row = (x) =>
  (x.order <= 0 && x.exact) || x.log !== undefined ? exactly(0) : upTo(0)
/** eˣ: of k·ln t + O(1), the power k of t. */
const exponential: Row = (x) => {
  const k = logOf(x)
  return k === undefined ? unknownOrder : exactly(k)
}
/** ln x: of a power of t, its exponent times ln t. */
const logarithm: Row = (x) => (isMeasured(x) ? logarithmic(x.order) : unknownOrder)
/** As eˣ where x → −∞, as `beyond` elsewhere. */
const risingFromZero =
  (beyond: (x: Order, k: number | undefined) => Order): Row =>
  (x) => {
    const k = logOf(x)
    return k !== undefined && k > 0 ? exactly(k) : beyond(x, k)
  }

export const mapOrders: { readonly [O in MapOp]: Row } = {
  neg: timesNumber(-1),
  abs: (x) => (x.log === undefined ? x : logarithmic(-Math.abs(x.log))),
  sign: (x) =>
    isMeasured(x) || x.log !== undefined ? exactly(0) : x.order === Infinity ? x : upTo(0),
  exp: exponential,
  expm1: likeX(zeroOnlyAtZero),
  log: logarithm,
  log1p: likeX((x, sign) => (isNonNegative(sign) ? zeroOnlyAtZero(x, sign) : unknownOrder)),
  sqrt: scaledOrder(0.5),
  square: scaledOrder(2),
  reciprocal: inverseOrder,
  floor: (x, sign) =>
    x.order > 0 && isNonNegative(sign) ? exactly(Infinity) : upTo(Math.min(0, x.order)),
  round: (x) => (x.order > 0 ? exactly(Infinity) : upTo(x.order)),
  sin: likeX(bounded),
  cos: (x) => (x.order > 0 ? exactly(0) : upTo(0)),
  tanh: likeX(saturating),
  sigmoid: risingFromZero((_, k) => (k === undefined ? upTo(0) : exactly(0))),
  softplus: risingFromZero((x, k) =>
    k === 0 ? exactly(0) : k === undefined ? upTo(x.order) : logarithmic(k)
  ),
  relu: (x, sign) => (isNonNegative(sign) ? x : upTo(x.order)),
  erf: likeX(saturating),
  logNdtr: keepsAway,
  ndtri: finiteAwayFromZero,
  lgamma: finiteIfPositive,
  digamma: finiteIfPositive,
  trigamma: keepsAwayIfPositive,
  stirling: keepsAwayIfPositive,
  excess: (x) => (vanishes(x) ? scaledOrder(2)(x) : x.order === 0 ? x : unknownOrder),
  dawson: likeX((x) => (x.exact ? exactly(-x.order) : upTo(0))),
  expint1: keepsAwayIfPositive,
  scaledExpint1: keepsAwayIfPositive,
  jeffreysKl: keepsAway,
  stopGradient: same
}
