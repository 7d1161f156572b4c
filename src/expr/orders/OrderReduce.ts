/**
 * The order of magnitude of a reduction, a row per operation, from the orders of what is reduced.
 *
 * @since 0.2.0
 */
import type { ReduceOp } from '../Expr.ts'
import { type Interval, isNonNegative, isNonPositive } from '../intervals/Interval.ts'
import { dominant, dominated, larger, logOf, type Order, unknownOrder, upTo } from './Order.ts'

/** The orders of all elements, equal ones once; there is at least one. */
type Classes = ReadonlyArray<Order>
type Pick = (x: Order, y: Order) => Order

const joined = (all: Classes, pick: Pick): Order =>
  all.reduce<Order | undefined>((a, x) => (a === undefined ? x : pick(a, x)), undefined) ??
  unknownOrder
/** Elements of either sign may cancel, and any of them may be the largest. */
const anyOf = (all: Classes): Order => upTo(joined(all, larger).order)

/** By the sign that all elements share, if they do. */
const bySign =
  (nonNegative: Pick, nonPositive: Pick) =>
  (all: Classes, sign: Interval): Order =>
    isNonNegative(sign)
      ? joined(all, nonNegative)
      : isNonPositive(sign)
        ? joined(all, nonPositive)
        : anyOf(all)

export const reduceOrders: {
  readonly [O in ReduceOp]: (all: Classes, sign: Interval) => Order
} = {
  sum: bySign(dominant, dominant),
  max: bySign(dominant, dominated),
  min: bySign(dominated, dominant),
  // what falls to −∞ adds nothing to what stays
  logSumExp: (all) => {
    const slopes = all.map(logOf)
    return slopes.every((k) => k !== undefined && k >= 0) && slopes.includes(0)
      ? upTo(0)
      : unknownOrder
  }
}
