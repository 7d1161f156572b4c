/**
 * Where an element of an expression finds its index along one axis of a factor: on an axis of its
 * own, on a part of one, on several together, or where an expression says.
 *
 *   rename h → k   h is found on k
 *   merge h, x → p   h is the first digit of p, read as row-major over h × x
 *   split h → i, j   h is found on i and j together, i·size(j) + j
 *   gather h by of   h is found where `of` says
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Axes, constant, type Expr, gather, iota, rename, size } from '../Expr.ts'
import { add, count, div, floor, mul, sub } from '../Words.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export type Place =
  /** The index along `axis`. */
  | { readonly _tag: 'Along'; readonly axis: string }
  /** The index along `axis`, read as row-major over `of`: its part at the place `digit`. */
  | {
      readonly _tag: 'Digit'
      readonly axis: string
      readonly of: Axes
      readonly digit: number
    }
  /** The row-major index over `axes`. */
  | { readonly _tag: 'Joined'; readonly axes: Axes }
  /** What an expression says. */
  | { readonly _tag: 'Said'; readonly index: Expr }

/** How many indices axes have, where that is known. */
export type SizeOf = (axis: string) => number | undefined

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

export const along = (axis: string): Place => ({ _tag: 'Along', axis })
export const joined = (axes: Axes): Place => ({ _tag: 'Joined', axes })
export const said = (index: Expr): Place => ({ _tag: 'Said', index })

/** Where the axes are found that are merged into one. */
export const digits = (of: Axes, axis: string): ReadonlyArray<readonly [string, Place]> =>
  of.map((a, digit) => [a, of.length === 1 ? along(axis) : { _tag: 'Digit', axis, of, digit }])

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** The axes on which a place depends. */
export const axesOfPlace = (p: Place): Axes =>
  p._tag === 'Joined' ? p.axes : p._tag === 'Said' ? p.index.axes : [p.axis]

/** Row-major: the last axis runs fastest. */
const joinedIndex = ([first, ...others]: Axes): Expr =>
  first === undefined
    ? constant(0)
    : others.reduce((index, a) => pipe(index, mul(size(a)), add(iota(a))), iota(first))

/** The index itself, over the axes of the place. */
export const indexAt = (p: Place): Expr => {
  switch (p._tag) {
    case 'Along':
      return iota(p.axis)
    case 'Joined':
      return joinedIndex(p.axes)
    case 'Said':
      return p.index
    case 'Digit': {
      const { axis, of, digit } = p
      const upTo = (k: number): Expr =>
        k === of.length ? iota(axis) : pipe(iota(axis), div(count(of.slice(k))), floor)
      const whole = upTo(digit + 1)
      return digit === 0
        ? whole
        : pipe(whole, sub(pipe(upTo(digit), mul(count([of[digit] ?? axis])))))
    }
  }
}

const isDigitOf =
  (axis: string, of: Axes) =>
  (p: Place): boolean =>
    p._tag === 'Digit' && p.axis === axis && p.of.join() === of.join()

/**
 * The axes that these places run over together, each of their indices once; none where they do not:
 * where an expression says, on a part of an axis, twice on one.
 */
export const axesRunOver = (places: ReadonlyArray<Place>): Axes | undefined => {
  const found = places.map((p): Axes | undefined => {
    switch (p._tag) {
      case 'Along':
        return [p.axis]
      case 'Joined':
        return p.axes
      case 'Said':
        return undefined
      case 'Digit': {
        const there = places.filter(isDigitOf(p.axis, p.of))
        const seen = new Set(there.map((q) => (q._tag === 'Digit' ? q.digit : 0)))
        return there.length !== p.of.length || seen.size !== p.of.length
          ? undefined
          : there[0] === p
            ? [p.axis]
            : []
      }
    }
  })
  const axes = found.flatMap((a) => a ?? [])
  return found.includes(undefined) || new Set(axes).size < axes.length ? undefined : axes
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/** Where axes are found now, after a change of layout. */
export type Moves = ReadonlyMap<string, Place>

/** An expression whose axes have moved: it is read where they are found. */
const movedIndex =
  (moves: Moves) =>
  (index: Expr): Expr => {
    const moving = [...moves].filter(([a]) => index.axes.includes(a))
    // a new axis may have the name of an old one, which gets another name for a moment
    const names = moving.flatMap(([, to]) => axesOfPlace(to))
    const before = (a: string): string => (names.includes(a) ? `${a}:before` : a)
    const apart = moving.reduce((e, [a]) => rename(a, before(a))(e), index)
    return moving.reduce(
      (e, [a, to]) =>
        to._tag === 'Along' ? rename(before(a), to.axis)(e) : gather(before(a), indexAt(to))(e),
      apart
    )
  }

/** A place after its axes have moved. */
export const moved =
  (moves: Moves, sizeOf: SizeOf) =>
  (p: Place): Place => {
    const otherwise = (): Place => said(movedIndex(moves)(indexAt(p)))
    if (!axesOfPlace(p).some((a) => moves.has(a))) return p
    switch (p._tag) {
      case 'Along':
        return moves.get(p.axis) ?? p
      case 'Said':
        return otherwise()
      case 'Digit': {
        const to = moves.get(p.axis)
        if (to?._tag === 'Along') return { ...p, axis: to.axis }
        const same =
          to?._tag === 'Joined' &&
          to.axes.length === p.of.length &&
          to.axes.every((a, k) => sizeOf(a) !== undefined && sizeOf(a) === sizeOf(p.of[k] ?? ''))
        return same ? along(to.axes[p.digit] ?? p.axis) : otherwise()
      }
      case 'Joined': {
        const to = p.axes.map((a) => moves.get(a) ?? along(a))
        const [first] = to
        if (to.every((q) => q._tag === 'Along'))
          return { ...p, axes: to.map((q) => (q._tag === 'Along' ? q.axis : '')) }
        return first?._tag === 'Digit' &&
          first.of.join() === p.axes.join() &&
          to.every(
            (q, k) => isDigitOf(first.axis, first.of)(q) && q._tag === 'Digit' && q.digit === k
          )
          ? along(first.axis)
          : otherwise()
      }
    }
  }
