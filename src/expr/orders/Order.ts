/**
 * Orders of magnitude in t → 0.
 *
 * @since 0.1.0
 */
import { type Interval, isNonNegative, isNonPositive } from '../intervals/Interval.ts'

/**
 * |value| ≤ C·t^order; `exact`: also ≥ c·t^order with c > 0. Order ∞ is the value 0; order −∞ says
 * nothing.
 */
export interface Order {
  readonly order: number
  readonly exact: boolean
}

/** With what is known of its sign. */
export interface SignedOrder {
  readonly order: Order
  readonly sign: Interval
}

export const exactly = (order: number): Order => ({ order, exact: true })
export const upTo = (order: number): Order => ({ order, exact: false })
export const unknownOrder: Order = upTo(-Infinity)

/** Of a value that is one of the two, one does not know which. */
export const larger = (x: Order, y: Order): Order => ({
  order: Math.min(x.order, y.order),
  exact: x.exact && y.exact && x.order === y.order
})

export const productOrder = (x: Order, y: Order): Order => {
  const order = x.order + y.order
  return Number.isNaN(order) ? unknownOrder : { order, exact: x.exact && y.exact }
}

export const inverseOrder = (x: Order): Order =>
  x.exact && x.order !== Infinity ? exactly(-x.order) : unknownOrder

export const scaledOrder =
  (k: number) =>
  (x: Order): Order => ({ order: k * x.order, exact: x.exact })

/** The larger term decides; equal ones may cancel, unless they have one sign. */
export const sumOrder = (x: SignedOrder, y: SignedOrder): Order => {
  const [a, b] = [x.order, y.order]
  if (a.order !== b.order) return a.order < b.order ? a : b
  const oneSign =
    (isNonNegative(x.sign) && isNonNegative(y.sign)) ||
    (isNonPositive(x.sign) && isNonPositive(y.sign))
  return { order: a.order, exact: (oneSign && (a.exact || b.exact)) || a.order === Infinity }
}
