/**
 * The size of every axis of an expression, from what is bound.
 *
 * Known sizes flow through the nodes until nothing new is learnt: constants carry their own, a
 * merged axis has the product of its parts, a split leaves one part unknown at most, a renamed axis
 * keeps its size, an axis has as many windows as fit it.
 *
 * @since 0.1.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Axes, Expr } from './Expr.ts'
import { postorder, refs } from './Fold.ts'
import { windowCount, type Windows } from './Windows.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** The shape of an array over named axes, row-major in the order given. */
export interface NamedShape {
  readonly axes: Axes
  readonly sizes: ReadonlyArray<number>
}
/** What is bound: sizes by axis, and arrays by reference. */
export interface BoundShapes {
  readonly sizes: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, NamedShape>
}

/** Why sizes cannot be had: of the shape of `Problem`, which this room may not import. */
export interface SizeProblem {
  readonly where: string
  readonly what: string
  readonly why: string
  readonly try: string
}

type Sizes = ReadonlyMap<string, number>

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const conflict = (axis: string, one: number, other: number): SizeProblem => ({
  where: `axis ${axis}`,
  what: `one axis has the sizes ${one} and ${other}`,
  why: 'an axis is its name, and has one size wherever it appears',
  try: 'give the two axes different names, or bind arrays of equal size'
})
const unknown = (axis: string): SizeProblem => ({
  where: `axis ${axis}`,
  what: `the size of axis ${axis} is not known`,
  why: 'nothing that is bound carries this axis',
  try: `bind the size of ${axis}`
})
const uncountable = (axis: string, size: number): SizeProblem => ({
  where: `axis ${axis}`,
  what: `the size of axis ${axis} would be ${size}`,
  why: 'a size is a whole number: the parts of a split must divide it',
  try: 'bind sizes whose product is the size of the axis that is split'
})
const tooLong = ({ along, size, padding }: Windows, n: number): SizeProblem => ({
  where: `axis ${along}`,
  what:
    `a window of ${size} does not fit axis ${along} of size ` +
    `${n}${padding === 0 ? '' : ` with ${padding} zeros at either end`}`,
  why: 'windows lie on their axis and its padding, and one at least must fit',
  try: 'make the window smaller, the padding wider, or pool less before'
})
const misshapen = (name: string, wanted: Axes, found: NamedShape): SizeProblem => ({
  where: name,
  what:
    `expected an array over [${wanted.join(', ')}], found one over ` +
    `[${found.axes.join(', ')}] of sizes [${found.sizes.join(', ')}]`,
  why: 'a reference stands for an array over its own axes',
  try: `bind ${name} over [${wanted.join(', ')}]`
})

// ---------------------------------------------------------------------------
// what one node says
// ---------------------------------------------------------------------------

interface Claim {
  readonly axis: string
  readonly size: number
}

const productOf = (axes: Axes, known: Sizes): number | undefined =>
  axes.reduce<number | undefined>((p, a) => {
    const n = known.get(a)
    return p === undefined || n === undefined ? undefined : p * n
  }, 1)

/** `whole` is the row-major product of `parts`: what that says, given what is known. */
const productClaims = (whole: string, parts: Axes, known: Sizes): ReadonlyArray<Claim> => {
  const product = productOf(parts, known)
  if (product !== undefined) return [{ axis: whole, size: product }]
  const total = known.get(whole),
    missing = parts.filter((a) => !known.has(a)),
    only = missing[0]
  const rest = productOf(
    parts.filter((a) => known.has(a)),
    known
  )
  if (
    total === undefined ||
    missing.length !== 1 ||
    only === undefined ||
    rest === undefined ||
    rest === 0
  )
    return []
  return [{ axis: only, size: total / rest }]
}

const claims =
  (known: Sizes) =>
  (e: Expr): ReadonlyArray<Claim> => {
    switch (e._tag) {
      case 'Constants':
        return e.axes.map((axis, i) => ({ axis, size: e.sizes[i] ?? 0 }))
      case 'Rename': {
        const from = known.get(e.from),
          to = known.get(e.to)
        return [
          ...(from === undefined ? [] : [{ axis: e.to, size: from }]),
          ...(to === undefined ? [] : [{ axis: e.from, size: to }])
        ]
      }
      case 'Merge':
        return productClaims(e.to, e.from, known)
      case 'Split':
        return productClaims(e.from, e.to, known)
      case 'Unfold':
      case 'Fold': {
        const n = known.get(e.windows.along)
        return [
          { axis: e.windows.offset, size: e.windows.size },
          ...(n === undefined ? [] : [{ axis: e.windows.at, size: windowCount(e.windows, n) }])
        ]
      }
      default:
        return []
    }
  }

// ---------------------------------------------------------------------------
// inference
// ---------------------------------------------------------------------------

const boundClaims = (
  bound: BoundShapes,
  roots: ReadonlyArray<Expr>
): Either<SizeProblem, ReadonlyArray<Claim>> => {
  const found: Array<Claim> = [...bound.sizes].map(([axis, size]) => ({ axis, size }))
  for (const r of refs(roots).values()) {
    const shape = bound.values.get(r.name)
    if (shape !== undefined) {
      if (shape.axes.length !== r.axes.length || !r.axes.every((a) => shape.axes.includes(a)))
        return left(misshapen(r.name, r.axes, shape))
      found.push(...shape.axes.map((axis, i) => ({ axis, size: shape.sizes[i] ?? 0 })))
    }
  }
  return right(found)
}

/** Adds the claims to what is known: the axes of which nothing was known before. */
const learn = (
  known: Map<string, number>,
  news: ReadonlyArray<Claim>
): Either<SizeProblem, ReadonlyArray<string>> => {
  const learnt: Array<string> = []
  for (const { axis, size } of news) {
    const old = known.get(axis)
    if (!Number.isInteger(size) || size < 0) return left(uncountable(axis, size))
    if (old !== undefined && old !== size) return left(conflict(axis, old, size))
    if (old === undefined) learnt.push(axis)
    known.set(axis, size)
  }
  return right(learnt)
}

/** The axes whose sizes decide what a node says. */
const heard = (e: Expr): Axes => {
  switch (e._tag) {
    case 'Rename':
      return [e.from, e.to]
    case 'Merge':
      return [...e.from, e.to]
    case 'Split':
      return [e.from, ...e.to]
    case 'Unfold':
    case 'Fold':
      return [e.windows.along]
    default:
      return []
  }
}

/** By axis, the positions of the nodes that hear of it. */
const hearers = (nodes: ReadonlyArray<Expr>): ReadonlyMap<string, ReadonlyArray<number>> => {
  const found = new Map<string, Array<number>>()
  for (const [i, e] of nodes.entries())
    for (const axis of heard(e)) {
      const before = found.get(axis)
      if (before === undefined) found.set(axis, [i])
      else before.push(i)
    }
  return found
}

/** Axes that a node mentions, whether or not they are in its result. */
const mentioned = (e: Expr): Axes => (e._tag === 'Size' ? [e.axis] : e.axes)

/**
 * The sizes of all axes of the roots and of what is bound. Refuses an axis with two sizes, one with
 * none, a size that is no whole number (a split that does not divide), and an array bound over
 * other axes than its reference's. References may be unbound.
 */
export const inferSizes =
  (bound: BoundShapes) =>
  (roots: ReadonlyArray<Expr>): Either<SizeProblem, ReadonlyMap<string, number>> => {
    const nodes = postorder(roots),
      known = new Map<string, number>()
    const first = boundClaims(bound, roots)
    if (first._tag === 'Left') return first
    let step = learn(known, first.right)
    let asked = nodes
    const byAxis = hearers(nodes)
    while (step._tag === 'Right' && asked.length > 0) {
      step = learn(known, asked.flatMap(claims(known)))
      if (step._tag === 'Left') break
      // only who hears something new has something new to say
      const next = new Set(step.right.flatMap((axis) => byAxis.get(axis) ?? []))
      asked = [...next].sort((a, b) => a - b).flatMap((i) => nodes[i] ?? [])
    }
    if (step._tag === 'Left') return step
    const lost = nodes.flatMap(mentioned).find((a) => !known.has(a))
    if (lost !== undefined) return left(unknown(lost))
    const [long] = nodes.flatMap((e) =>
      (e._tag === 'Unfold' || e._tag === 'Fold') &&
      windowCount(e.windows, known.get(e.windows.along) ?? 0) === 0
        ? [e.windows]
        : []
    )
    return long === undefined ? right(known) : left(tooLong(long, known.get(long.along) ?? 0))
  }
