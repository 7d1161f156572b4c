/**
 * What dies with what: how an expression behaves as some references go to zero together, all others
 * finite and not zero.
 *
 * Each node gets an order of magnitude in t, where the references are of size t → 0: O(t^order),
 * and exactly that size if `exact`. So c·z/√(c² + z²) is of order 1 in z and dies with it; √(z² +
 * 10⁻⁸) is of order 0 and does not; z/z is of order 0.
 *
 * @since 0.1.0
 */
import type { Expr } from '../Expr.ts'
import { type Algebra, fold } from '../Fold.ts'
import { bounds } from '../intervals/Bounds.ts'
import { type Interval, isNonNegative, isNonPositive, nonzero } from '../intervals/Interval.ts'
import { mapOrders } from './OrderMap.ts'
import { exactly, larger, type Order, productOrder, unknownOrder, upTo } from './Order.ts'
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

const oneSign = (i: Interval): boolean => isNonNegative(i) || isNonPositive(i)

const orders = (names: ReadonlyArray<string>, signOf: (e: Expr) => Interval): Algebra<Order> => ({
  Constant: ({ value }) => ofValues([value]),
  Constants: ({ values }) => ofValues(values),
  Ref: ({ name }) => exactly(names.includes(name) ? 1 : 0),
  Size: () => exactly(0),
  Iota: () => upTo(0),
  Map: ({ op, x }, e) => mapOrders[op](x, signOf(e.x)),
  Zip: ({ op, x, y }, e) =>
    zipOrders[op]({ order: x, sign: signOf(e.x) }, { order: y, sign: signOf(e.y) }),
  Where: ({ x, y }) => larger(x, y),
  Reduce: ({ op, x }, e) =>
    op === 'logSumExp'
      ? x.order >= 0
        ? upTo(0)
        : unknownOrder
      : oneSign(signOf(e.x))
        ? x
        : upTo(x.order),
  Contract: ({ over, x, y }, e) => {
    const product = productOrder(x, y)
    return over.length === 0 || (oneSign(signOf(e.x)) && oneSign(signOf(e.y)))
      ? product
      : upTo(product.order)
  },
  Rename: ({ x }) => x,
  Merge: ({ x }) => x,
  Split: ({ x }) => x,
  Gather: ({ x }) => upTo(x.order),
  Unfold: ({ windows, x }) => (windows.padding === 0 ? x : upTo(x.order)),
  Fold: ({ x }) => upTo(x.order)
})

/** The order of magnitude of an expression as the named references go to zero together. */
export const orderAtZero = (
  names: ReadonlyArray<string>,
  options: AtZeroOptions = {}
): ((e: Expr) => Order) => fold(orders(names, bounds(options.env ?? (() => nonzero))))

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
