/**
 * Orders of magnitude in t → 0.
 *
 * @since 0.1.0
 */
import { type Interval, isNonNegative, isNonPositive } from '../intervals/Interval.ts'

/**
 * |value| ≤ C·t^order; `exact`: also ≥ c·t^order with c > 0. Order ∞ is the value 0; order −∞ says
 * nothing of the size, and may say how a value leaves every bound: `log` is the k for which value −
 * k·ln t stays bounded. So ln t has log 1, and its exponential order 1.
 */
export interface Order {
  readonly order: number
  readonly exact: boolean
  readonly log?: number
}

/** With what is known of its sign. */
export interface SignedOrder {
  readonly order: Order
  readonly sign: Interval
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

export const exactly = (order: number): Order => ({ order, exact: true })
export const upTo = (order: number): Order => ({ order, exact: false })
export const unknownOrder: Order = upTo(-Infinity)
/** Of k·ln t and what is bounded beside it. */
export const logarithmic = (k: number): Order => (k === 0 ? upTo(0) : { ...unknownOrder, log: k })

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** Goes to 0. */
export const vanishes = (x: Order): boolean => x.order > 0
/** Keeps away from 0, or grows, or goes to 0 no faster than a power: its sign stays what it is. */
export const isMeasured = (x: Order): boolean => x.exact && x.order < Infinity
/** The k of k·ln t; 0 for what is bounded, none for what may leave every bound otherwise. */
export const logOf = (x: Order): number | undefined => x.log ?? (x.order >= 0 ? 0 : undefined)

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/** Of a value that is one of the two, one does not know which. */
export const larger = (x: Order, y: Order): Order => ({
  order: Math.min(x.order, y.order),
  exact: x.exact && y.exact && x.order === y.order
})
/** The one of larger magnitude, of two of one sign. */
export const dominant = (x: Order, y: Order): Order =>
  x.order === y.order
    ? { order: x.order, exact: x.exact || y.exact }
    : x.order < y.order
      ? { order: x.order, exact: x.exact }
      : { order: y.order, exact: y.exact }
/** The one of smaller magnitude, of two of one sign. */
export const dominated = (x: Order, y: Order): Order => ({
  order: Math.max(x.order, y.order),
  exact: x.exact && y.exact
})

export const productOrder = (x: Order, y: Order): Order => {
  const order = x.order + y.order
  return Number.isNaN(order) ? unknownOrder : { order, exact: x.exact && y.exact }
}

export const inverseOrder = (x: Order): Order => (isMeasured(x) ? exactly(-x.order) : unknownOrder)

export const scaledOrder =
  (k: number) =>
  (x: Order): Order => ({ order: k * x.order, exact: x.exact })

/** Of c·x: as x, for a number c that is not 0. */
export const timesNumber =
  (c: number) =>
  (x: Order): Order =>
    x.log === undefined ? x : logarithmic(c * x.log)

/** The larger term decides; equal ones may cancel, unless they have one sign. */
export const sumOrder = (x: SignedOrder, y: SignedOrder): Order => {
  const [a, b] = [x.order, y.order]
  if (a.log !== undefined || b.log !== undefined) {
    const [j, k] = [logOf(a), logOf(b)]
    return j === undefined || k === undefined ? unknownOrder : logarithmic(j + k)
  }
  if (a.order !== b.order) return a.order < b.order ? a : b
  const oneSign =
    (isNonNegative(x.sign) && isNonNegative(y.sign)) ||
    (isNonPositive(x.sign) && isNonPositive(y.sign))
  return { order: a.order, exact: (oneSign && (a.exact || b.exact)) || a.order === Infinity }
}
