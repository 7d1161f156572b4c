/**
 * The order of magnitude of op(x, y), a row per operation of two arguments.
 *
 * @since 0.1.0
 */
import type { ZipOp } from '../Expr.ts'
import { type Interval, isNonNegative, isNonPositive, isPositive } from '../intervals/Interval.ts'
import { mapBounds } from '../intervals/IntervalMap.ts'
import {
  exactly,
  inverseOrder,
  type Order,
  productOrder,
  scaledOrder,
  type SignedOrder,
  sumOrder,
  unknownOrder,
  upTo
} from './Order.ts'

type Row = (x: SignedOrder, y: SignedOrder) => Order

const bothAre = (x: SignedOrder, y: SignedOrder, both: (i: Interval) => boolean): boolean =>
  both(x.sign) && both(y.sign)
/** The one of larger magnitude, of two of one sign. */
const dominant = (x: Order, y: Order): Order =>
  x.order === y.order ? { order: x.order, exact: x.exact || y.exact } : x.order < y.order ? x : y
/** The one of smaller magnitude, of two of one sign. */
const dominated = (x: Order, y: Order): Order => ({
  order: Math.max(x.order, y.order),
  exact: x.exact && y.exact
})
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

export const zipOrders: { readonly [O in ZipOp]: Row } = {
  add: sumOrder,
  sub: (x, y) => sumOrder(x, { order: y.order, sign: mapBounds.neg(y.sign) }),
  mul: (x, y) => productOrder(x.order, y.order),
  div: (x, y) => productOrder(x.order, inverseOrder(y.order)),
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
  equal: () => upTo(0),
  less: () => upTo(0),
  lessEqual: () => upTo(0),
  polygamma: (_, x) =>
    x.order.exact && x.order.order === 0 && isPositive(x.sign) ? upTo(0) : unknownOrder
}
