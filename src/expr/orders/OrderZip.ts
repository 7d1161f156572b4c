/**
 * The order of magnitude of op(x, y), a row per operation of two arguments.
 *
 * @since 0.1.0
 */
import type { ZipOp } from '../Expr.ts'
import {
  type Interval,
  isNegative,
  isNonNegative,
  isNonPositive,
  isPositive
} from '../intervals/Interval.ts'
import { mapBounds } from '../intervals/IntervalMap.ts'
import {
  dominant,
  dominated,
  exactly,
  inverseOrder,
  isMeasured,
  logarithmic,
  type Order,
  productOrder,
  scaledOrder,
  type SignedOrder,
  sumOrder,
  timesNumber,
  unknownOrder,
  upTo
} from './Order.ts'

type Row = (x: SignedOrder, y: SignedOrder) => Order

const bothAre = (x: SignedOrder, y: SignedOrder, both: (i: Interval) => boolean): boolean =>
  both(x.sign) && both(y.sign)
const either = (x: SignedOrder, y: SignedOrder): Order =>
  upTo(Math.min(x.order.order, y.order.order))

const pow: Row = (x, y) => {
  if (y.sign.low === y.sign.high) {
    const k = y.sign.low
    return k === 0
      ? exactly(0)
      : k > 0
        ? scaledOrder(k)(x.order)
        : inverseOrder(scaledOrder(-k)(x.order))
  }
  if (x.order.order > 0 && y.sign.low > 0) return upTo(x.order.order * y.sign.low)
  return x.order.exact && x.order.order === 0 && isPositive(x.sign) && y.order.order >= 0
    ? exactly(0)
    : unknownOrder
}

/** The number that a sign's interval has shrunk to; none for 0. */
const numberOf = ({ low, high }: Interval): number | undefined =>
  low === high && low !== 0 ? low : undefined

/** Of x·y; a number in front of a logarithm stays in front. */
const mul: Row = (x, y) => {
  const [j, k] = [numberOf(x.sign), numberOf(y.sign)]
  return k !== undefined && x.order.log !== undefined
    ? timesNumber(k)(x.order)
    : j !== undefined && y.order.log !== undefined
      ? timesNumber(j)(y.order)
      : productOrder(x.order, y.order)
}

/** What a comparison comes to as t → 0. */
const yes = exactly(0),
  no = exactly(Infinity)
/** The sign of x − y as t → 0, where one of the two outweighs the other or their bounds part. */
const comparison = (x: SignedOrder, y: SignedOrder): 'below' | 'above' | 'unknown' => {
  const outweighs = (a: Order, b: Order): boolean => isMeasured(a) && b.order > a.order
  const below =
    x.sign.high < y.sign.low ||
    (outweighs(y.order, x.order) && isPositive(y.sign)) ||
    (outweighs(x.order, y.order) && isNegative(x.sign))
  const above =
    y.sign.high < x.sign.low ||
    (outweighs(y.order, x.order) && isNegative(y.sign)) ||
    (outweighs(x.order, y.order) && isPositive(x.sign))
  return below ? 'below' : above ? 'above' : 'unknown'
}
const compares =
  (answers: { readonly below: Order; readonly above: Order }): Row =>
  (x, y) => {
    const found = comparison(x, y)
    return found === 'unknown' ? upTo(0) : answers[found]
  }

/** Positive, away from 0 and ∞. */
const keepsPositive = ({ order, sign }: SignedOrder): boolean =>
  order.exact && order.order === 0 && isPositive(sign)
const logOfOrder = (x: Order): Order =>
  isMeasured(x) && x.order > -Infinity ? logarithmic(x.order) : unknownOrder
const finiteIfPositive: Row = (x, y) =>
  keepsPositive(x) && keepsPositive(y) ? upTo(0) : unknownOrder

export const zipOrders: { readonly [O in ZipOp]: Row } = {
  add: sumOrder,
  sub: (x, y) => sumOrder(x, { order: timesNumber(-1)(y.order), sign: mapBounds.neg(y.sign) }),
  mul,
  div: (x, y) => mul(x, { order: inverseOrder(y.order), sign: mapBounds.reciprocal(y.sign) }),
  pow,
  max: (x, y) =>
    bothAre(x, y, isNonNegative)
      ? dominant(x.order, y.order)
      : bothAre(x, y, isNonPositive)
        ? dominated(x.order, y.order)
        : either(x, y),
  min: (x, y) =>
    bothAre(x, y, isNonNegative)
      ? dominated(x.order, y.order)
      : bothAre(x, y, isNonPositive)
        ? dominant(x.order, y.order)
        : either(x, y),
  equal: compares({ below: no, above: no }),
  less: compares({ below: yes, above: no }),
  lessEqual: compares({ below: yes, above: no }),
  polygamma: (_, x) => (keepsPositive(x) ? upTo(0) : unknownOrder),
  logProduct: (x, y) => logOfOrder(productOrder(x.order, y.order)),
  logRatio: (x, y) => logOfOrder(productOrder(x.order, inverseOrder(y.order))),
  deviance: finiteIfPositive,
  logCauchy: finiteIfPositive
}
