/**
 * What dies with what: how an expression behaves as some references go to zero together, all others
 * finite and not zero. Which elements die with one element of a reference is asked of `Carried.ts`.
 *
 * Each node gets an order of magnitude in t, where the references are of size t → 0: O(t^order),
 * and exactly that size if `exact`. So c·z/√(c² + z²) is of order 1 in z and dies with it; √(z² +
 * 10⁻⁸) is of order 0 and does not; z/z is of order 0.
 *
 * @since 0.1.0
 */
import type { Expr, NodeOf } from '../Expr.ts'
import { type Algebra, fold } from '../Fold.ts'
import { bounds } from '../intervals/Bounds.ts'
import { type Interval, isNonzero, nonzero } from '../intervals/Interval.ts'
import { zipBounds } from '../intervals/IntervalZip.ts'
import { mapOrders } from './OrderMap.ts'
import {
  exactly,
  isMeasured,
  larger,
  type Order,
  productOrder,
  unknownOrder,
  upTo
} from './Order.ts'
import { reduceOrders } from './OrderReduce.ts'
import { zipOrders } from './OrderZip.ts'

/** `zero`: the value goes to zero; `not zero`: it keeps away from it or grows. */
export type AtZero = 'zero' | 'not zero' | 'unknown'

export interface AtZeroOptions {
  /** Where the references lie; default: anywhere but 0. Signs decide whether a sum may cancel. */
  readonly env?: (name: string) => Interval
}

const ofValues = (values: ReadonlyArray<number>): Order =>
  !values.every(Number.isFinite)
    ? unknownOrder
    : values.every((v) => v === 0)
      ? exactly(Infinity)
      : values.every((v) => v !== 0)
        ? exactly(0)
        : upTo(0)

/** A row per kind of node, from the orders of its operands, and of references by their names. */
export const orderRules = (
  ofRef: (name: string) => Order,
  signOf: (e: Expr) => Interval
): Algebra<Order> => ({
  Constant: ({ value }) => ofValues([value]),
  Constants: ({ values }) => ofValues(values),
  Ref: ({ name }) => ofRef(name),
  Size: () => exactly(0),
  Iota: () => upTo(0),
  Map: ({ op, x }, e) => mapOrders[op](x, signOf(e.x)),
  Zip: ({ op, x, y }, e) =>
    zipOrders[op]({ order: x, sign: signOf(e.x) }, { order: y, sign: signOf(e.y) }),
  Where: ({ condition, x, y }) =>
    isMeasured(condition) ? x : condition.order === Infinity ? y : larger(x, y),
  Reduce: ({ op, x }, e) => reduceOrders[op]([x], signOf(e.x)),
  Contract: ({ over, x, y }, e) => {
    const product = productOrder(x, y)
    return over.length === 0 ? product : reduceOrders.sum([product], productSign(signOf)(e))
  },
  Rename: ({ x }) => x,
  Merge: ({ x }) => x,
  Split: ({ x }) => x,
  Gather: ({ x }) => upTo(x.order),
  Unfold: ({ windows, x }) => (windows.padding === 0 ? x : upTo(x.order)),
  Fold: ({ x }) => upTo(x.order)
})

/** Where the terms of a contraction lie. */
export const productSign =
  (signOf: (e: Expr) => Interval) =>
  (e: NodeOf<'Contract'>): Interval =>
    zipBounds.mul(signOf(e.x), signOf(e.y))

/** The order of magnitude of an expression as the named references go to zero together. */
export const orderAtZero = (
  names: ReadonlyArray<string>,
  { env = () => nonzero }: AtZeroOptions = {}
): ((e: Expr) => Order) =>
  fold(orderRules((name) => (names.includes(name) ? exactly(1) : orderIn(env(name))), bounds(env)))

/** Of a value that stays where it is: away from 0, unless it may be 0. */
export const orderIn = (values: Interval): Order => (isNonzero(values) ? exactly(0) : upTo(0))

/**
 * Does the value go to zero with the named references, whatever the others (finite, not zero) are?
 *
 * @example
 * import { expr } from 'farrier'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const z = expr.ref('z', ['h']), w = expr.ref('w', ['h', 'x'])
 * assert.equal(expr.atZero(['z'])(pipe(w, expr.mul(z))), 'zero')
 * assert.equal(expr.atZero(['z'])(pipe(w, expr.mul(expr.exp(z)))), 'not zero')
 */
export const atZero = (
  names: ReadonlyArray<string>,
  options: AtZeroOptions = {}
): ((e: Expr) => AtZero) => {
  const orderOf = orderAtZero(names, options)
  return (e) => {
    const { order, exact } = orderOf(e)
    return order > 0 ? 'zero' : exact ? 'not zero' : 'unknown'
  }
}
