/**
 * Which elements of an expression go to zero with one element of a factor, all other elements of it
 * staying where they are.
 *
 * An element of the expression may reach the factor in several ways: z_h·z_k finds its index on h
 * and on k. Each way is a place for each axis of the factor. What the element comes to depends on
 * which of its ways lead to the element that vanishes: on the row, on the column, on both. So there
 * is an order of magnitude for each set of ways.
 *
 *   orders[Σ of 2ⁱ over the ways i that lead there]
 *
 * Layout moves places. A reduction over an axis that a way is found on loses that way: its elements
 * are of both kinds, those that vanish and those that stay.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Axes, type Expr, iota, isSubset, meet } from '../Expr.ts'
import { atNode, children, foldList } from '../Fold.ts'
import type { Interval } from '../intervals/Interval.ts'
import { print } from '../print/Print.ts'
import { add, mul, sub } from '../Words.ts'
import { orderRules, productSign } from './AtZero.ts'
import { larger, type Order, productOrder, unknownOrder, upTo, vanishes } from './Order.ts'
import { reduceOrders } from './OrderReduce.ts'
import {
  along,
  axesOfPlace,
  axesRunOver,
  digits,
  joined,
  moved,
  type Moves,
  type Place,
  said,
  type SizeOf
} from './Place.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** A place for each axis of the factor, in its order. */
export type Way = ReadonlyArray<Place>

export interface Carried {
  readonly ways: ReadonlyArray<Way>
  /** By which ways lead to the element that vanishes: bit i is that of `ways[i]`. */
  readonly orders: ReadonlyArray<Order>
  /** Where a way was lost first. */
  readonly lost?: Expr
}

export interface CarriedOptions {
  /** What references carry; of others, the order of magnitude. */
  readonly carriedBy: (name: string) => Carried | undefined
  readonly orderOf: (name: string) => Order
  /** Where the values of expressions lie. */
  readonly signOf: (e: Expr) => Interval
  readonly sizeOf: SizeOf
}

/** More than these are not told apart: there would be as many orders as sets of them. */
const mostWays = 4

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** The factor itself: of the order `vanishing` where its element vanishes, of `staying` elsewhere. */
export const factor = (axes: Axes, vanishing: Order, staying: Order): Carried => ({
  ways: [axes.map(along)],
  orders: [staying, vanishing]
})

// ---------------------------------------------------------------------------
// sets of ways
// ---------------------------------------------------------------------------

/** Equal for equal ways. */
const keyOf = (way: Way): string =>
  JSON.stringify(way.map((p) => (p._tag === 'Said' ? ['Said', print(p.index)] : p)))

const distinct = (ways: ReadonlyArray<Way>): ReadonlyArray<Way> => [
  ...new Map(ways.map((way) => [keyOf(way), way])).values()
]

const setsOf = (ways: ReadonlyArray<Way>): ReadonlyArray<number> =>
  Array.from({ length: 2 ** ways.length }, (_, set) => set)

const has = (set: number, i: number): boolean => (set & (1 << i)) !== 0

/** A set of `whole`, as one of the ways that `part` picks out of it by their places in it. */
const setAt = (part: ReadonlyArray<number>, set: number): number =>
  part.reduce((found, i, j) => (has(set, i) ? found | (1 << j) : found), 0)

/** For each of some ways, its place among `all`. */
const placesIn = (all: ReadonlyArray<Way>, some: ReadonlyArray<Way>): ReadonlyArray<number> => {
  const keys = all.map(keyOf)
  return some.map((way) => keys.indexOf(keyOf(way)))
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/** Elementwise: the order of an element from those of its operands, for each set of all ways. */
const together = (
  node: Expr,
  operands: ReadonlyArray<Carried>,
  orderOf: (orders: ReadonlyArray<Order>) => Order
): Carried => {
  const ways = distinct(operands.flatMap((o) => o.ways))
  const lost = operands.find((o) => o.lost !== undefined)?.lost
  if (ways.length > mostWays) return { ways: [], orders: [unknownOrder], lost: lost ?? node }
  const parts = operands.map((o) => placesIn(ways, o.ways))
  const orders = setsOf(ways).map((set) =>
    orderOf(operands.map((o, k) => o.orders[setAt(parts[k] ?? [], set)] ?? unknownOrder))
  )
  return { ways, orders, ...(lost === undefined ? {} : { lost }) }
}

/** With every axis found where it has moved to; ways that have become one are one. */
const relaid =
  (moves: Moves, sizeOf: SizeOf) =>
  (x: Carried): Carried => {
    const now = x.ways.map((way) => way.map(moved(moves, sizeOf)))
    const ways = distinct(now)
    const places = placesIn(ways, now)
    return {
      ...x,
      ways,
      orders: setsOf(ways).map((set) => x.orders[setAt(places, set)] ?? unknownOrder)
    }
  }

/**
 * Over axes: ways that are found on them are lost. One that runs over these axes alone has led to
 * some elements of every sum and not to others; one that runs over others too, in some of the sums.
 * Where neither is certain (several ways, a single index, places that an expression says), any
 * of the elements may be the only ones.
 */
const reduced =
  (node: Expr, over: Axes, fold: (orders: ReadonlyArray<Order>) => Order, sizeOf: SizeOf) =>
  (x: Carried): Carried => {
    const isLost = (way: Way): boolean => way.some((p) => meet(axesOfPlace(p), over).length > 0)
    const [lost, ways] = [x.ways.filter(isLost), x.ways.filter((way) => !isLost(way))]
    if (lost.length === 0) return { ...x, orders: x.orders.map((o) => fold([o])) }
    const runs = axesRunOver(lost[0] ?? []) ?? []
    const isCertain = lost.length === 1 && meet(runs, over).some((a) => (sizeOf(a) ?? 1) > 1)
    const kept = placesIn(x.ways, ways)
    return {
      ways,
      orders: setsOf(ways).map((set) => {
        // those that the lost ways do not lead to come first
        const kinds = x.orders.filter((_, whole) => setAt(kept, whole) === set)
        return !isCertain
          ? fold([kinds.reduce(larger)])
          : isSubset(runs, over)
            ? fold(kinds)
            : larger(fold(kinds), fold(kinds.slice(0, 1)))
      }),
      lost: x.lost ?? node
    }
  }

/** Where the axes of the first operand are found in the result. */
const movesOf = (node: Expr): Moves | undefined => {
  switch (node._tag) {
    case 'Rename':
      return new Map([[node.from, along(node.to)]])
    case 'Merge':
      return new Map(digits(node.from, node.to))
    case 'Split':
      return new Map([[node.from, joined(node.to)]])
    case 'Gather':
      return new Map([[node.axis, said(node.index)]])
    case 'Unfold': {
      const { along: axis, at, offset, stride, padding } = node.windows
      return new Map([[axis, said(pipe(iota(at), mul(stride), add(iota(offset)), sub(padding)))]])
    }
    default:
      return undefined
  }
}

/** What each element of an expression carries of the factor. */
export const carried = ({
  carriedBy,
  orderOf,
  signOf,
  sizeOf
}: CarriedOptions): ((e: Expr) => Carried) => {
  // an index off its axis leads to no element of the factor: what it reads is of no concern here
  const rules = { ...orderRules(orderOf, signOf), Gather: ({ x }: { readonly x: Order }) => x }
  return foldList<Carried>((node, operands) => {
    const found = node._tag === 'Ref' ? carriedBy(node.name) : undefined
    if (found !== undefined) return found
    if (node._tag === 'Gather' && (operands[1]?.ways.length ?? 0) > 0)
      return { ways: [], orders: [unknownOrder], lost: node }
    const moves = movesOf(node)
    const [x, ...others] = operands
    const laid =
      moves === undefined || x === undefined ? operands : [relaid(moves, sizeOf)(x), ...others]
    const under = children(node)
    const each = (orders: ReadonlyArray<Order>): Order =>
      atNode(rules)(node, (e) => orders[under.indexOf(e)] ?? unknownOrder)
    switch (node._tag) {
      case 'Reduce':
        return reduced(
          node,
          node.over,
          (all) => reduceOrders[node.op](all, signOf(node.x)),
          sizeOf
        )(together(node, laid, ([a = unknownOrder]) => a))
      case 'Contract':
        return node.over.length === 0
          ? together(node, laid, each)
          : reduced(
              node,
              node.over,
              (all) => reduceOrders.sum(all, productSign(signOf)(node)),
              sizeOf
            )(together(node, laid, ([a = unknownOrder, b = unknownOrder]) => productOrder(a, b)))
      case 'Fold':
        return reduced(
          node,
          [node.windows.at, node.windows.offset],
          (all) => upTo(all.reduce(larger).order),
          sizeOf
        )(together(node, laid, ([a = unknownOrder]) => a))
      default:
        return together(node, laid, each)
    }
  })
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** The sets of ways that an element may have: a factor without axes has one element, always met. */
const possible = ({ ways }: Carried): ReadonlyArray<number> =>
  setsOf(ways).filter((set) => ways.every((way, i) => way.length > 0 || has(set, i)))

/** Do all elements go to zero to which this way leads, whatever their other ways? */
export const vanishesBy = (x: Carried, way: number): boolean =>
  possible(x).every((set) => !has(set, way) || vanishes(x.orders[set] ?? unknownOrder))

/** Does every element go to zero, whichever element of the factor does? */
export const vanishesWhole = (x: Carried): boolean =>
  possible(x).every((set) => vanishes(x.orders[set] ?? unknownOrder))

/** What an element comes to that finds the factor by this way alone, or by none. */
export const orderBy = (x: Carried, way: number | undefined): Order =>
  x.orders[way === undefined ? 0 : 1 << way] ?? unknownOrder
