/**
 * Values on the way from guides to an observation: points, points with draws of fewer axes in front of
 * them, and normals whose draw is put off as long as that is exact.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  type Axes,
  type Expr,
  isSubset,
  meet,
  mul,
  neg,
  product,
  reciprocal,
  sqrt,
  square,
  union,
  without
} from '../../expr/index.ts'
import type { Noise } from '../../ir/Variational.ts'
import type { NormalForm } from '../../guides/index.ts'
import { type Drawables, noiseName, normalDraw } from './Draw.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * The sites drawn per row on the way to a value: `own` ones, then those of what it is made of. A
 * list of them would be written out again at every node of a deep model.
 */
export interface Random {
  readonly own?: string
  readonly of: ReadonlyArray<Random>
}

/**
 * `native` are the axes without rows added by drawing; `random` the sites drawn per row on the way
 * here.
 */
export interface Point {
  readonly _tag: 'Point'
  readonly expr: Expr
  readonly native: Axes
  readonly random: Random
}

/**
 * Π scales · N(mean, variance), elements over `native` and rows independent. `deviation` =
 * √variance.
 */
export interface Gaussian {
  readonly _tag: 'Gaussian'
  readonly scales: ReadonlyArray<Point>
  readonly mean: Expr
  readonly variance: Expr
  readonly deviation: Expr
  readonly native: Axes
  /** The site whose noise this draw is. */
  readonly owner: string
  readonly random: Random
}

/** Π scales · expr: draws per row in front of what is the same for all rows and has more axes. */
export interface Scaled {
  readonly _tag: 'Scaled'
  readonly scales: ReadonlyArray<Point>
  readonly expr: Expr
  readonly native: Axes
  readonly random: Random
}

export type Value = Point | Scaled | Gaussian

/** What the drawing of one observed site is about. */
export interface Setting {
  /** The observed site, part of the noises' names. */
  readonly at: string
  /** Plates of the observed site along which its log density is separable. */
  readonly rows: Axes
  /** The axis of several draws, on every noise; or none. */
  readonly draws: Axes
  readonly forms: Drawables
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

export const none: Random = { of: [] }
export const drawnHere = (site: string): Random => ({ own: site, of: [] })

export const point = (expr: Expr, native: Axes, random: Random = none): Point => ({
  _tag: 'Point',
  expr,
  native,
  random
})

export const gaussian = (f: NormalForm, owner: string): Gaussian => ({
  _tag: 'Gaussian',
  scales: [],
  mean: f.mean,
  variance: f.variance,
  deviation: f.deviation,
  native: f.axes,
  owner,
  random: drawnHere(owner)
})

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

export const randomOf = (vs: ReadonlyArray<Value>): Random => ({
  of: vs.flatMap((v) =>
    v._tag === 'Point' ? [v.random] : [v.random, ...v.scales.map((p) => p.random)]
  )
})

/** The sites of `r` in order, but for what was visited before; it is visited then. */
export const sitesOf =
  (visited: Set<Random>) =>
  (r: Random): ReadonlyArray<string> => {
    const found: Array<string> = []
    const open = [r]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (visited.has(next)) continue
      visited.add(next)
      if (next.own !== undefined) found.push(next.own)
      open.push(...next.of.toReversed())
    }
    return found
  }

/** Draws: the noise's axes are the value's own, the rows and the draws. */
export const settle =
  (s: Setting, remember: (n: Noise) => Noise) =>
  (v: Value): Point => {
    if (v._tag === 'Point') return v
    const factors = v.scales.map((p) => p.expr)
    if (v._tag === 'Scaled') return point(product([v.expr, ...factors]), v.native, randomOf([v]))
    const noise = remember({
      name: noiseName(v.owner, s.at),
      axes: union(union(s.draws, s.rows), v.native)
    })
    return point(
      product([normalDraw(v.mean, v.deviation, noise), ...factors]),
      v.native,
      randomOf([v])
    )
  }

// ---------------------------------------------------------------------------
// combinators: what keeps a normal normal
// ---------------------------------------------------------------------------

/**
 * Spreading a normal along a new axis that is no row would make one draw many: it must be drawn
 * before.
 */
const covers =
  (s: Setting, native: Axes) =>
  (g: Gaussian): boolean =>
    isSubset(without(union(s.rows, s.draws))(native), g.native)

const absorb = (g: Gaussian): Gaussian => {
  if (g.scales.length === 0) return g
  const k = product(g.scales.map((p) => p.expr))
  return {
    ...g,
    scales: [],
    mean: pipe(g.mean, mul(k)),
    variance: pipe(g.variance, mul(square(k))),
    deviation: pipe(g.deviation, mul(k)),
    random: randomOf([g])
  }
}

/** A normal with these scales, the same for all rows and over axes of its own, in its mean and variance. */
export const absorbing = (g: Gaussian, into: ReadonlyArray<Point>): Gaussian => ({
  ...absorb({ ...g, scales: into }),
  scales: g.scales.filter((k) => !into.includes(k))
})

const opposite = (v: Value): Value =>
  v._tag === 'Gaussian' ? { ...v, mean: neg(v.mean) } : { ...v, expr: neg(v.expr) }

/**
 * x + y: two independent normals are one, a point shifts the mean. Undefined where both must be
 * drawn.
 */
const plus =
  (s: Setting, native: Axes) =>
  (x: Value, y: Value): Value | undefined => {
    const kept = [x, y]
      .filter((v) => v._tag === 'Gaussian')
      .filter(covers(s, native))
      .map(absorb)
    const [a, b] = kept
    if (a === undefined) return undefined
    const random = randomOf([x, y])
    if (b !== undefined) {
      const variance = pipe(a.variance, add(b.variance))
      // the wider one gives its name: a layer's noise, not its bias's
      const owner = a.native.length >= b.native.length ? a.owner : b.owner
      return {
        ...a,
        mean: pipe(a.mean, add(b.mean)),
        variance,
        deviation: sqrt(variance),
        native,
        owner,
        random
      }
    }
    const other = x._tag === 'Gaussian' && x.owner === a.owner ? y : x
    return other._tag === 'Point'
      ? { ...a, mean: pipe(a.mean, add(other.expr)), native, random }
      : undefined
  }

/** Is it the same for all rows? */
export const isStill =
  (s: Setting) =>
  ({ expr }: Point): boolean =>
    meet(expr.axes, union(s.rows, s.draws)).length === 0

/** Of two points, one drawn per row and one that is still and has more axes: they meet x apart. */
const apart =
  (s: Setting, native: Axes) =>
  (drawn: Point, still: Point): Scaled | undefined =>
    !isStill(s)(drawn) &&
    isStill(s)(still) &&
    meet(drawn.native, s.rows).length === 0 &&
    without(drawn.native)(still.native).length > 0
      ? { _tag: 'Scaled', scales: [drawn], expr: still.expr, native, random: none }
      : undefined

/** x · y where neither is a normal that stays one. */
const timesPoint =
  (s: Setting, native: Axes, remember: (n: Noise) => Noise) =>
  (x: Value, y: Value): Value | undefined => {
    if (x._tag === 'Scaled' || y._tag === 'Scaled') {
      const [of, other] = x._tag === 'Scaled' ? [x, y] : [y, x]
      if (of._tag !== 'Scaled') return undefined
      const p = settle(s, remember)(other)
      return isStill(s)(p)
        ? { ...of, native, expr: pipe(of.expr, mul(p.expr)) }
        : { ...of, native, scales: [...of.scales, p] }
    }
    const [a, b] = [x, y].map(settle(s, remember))
    return a === undefined || b === undefined
      ? undefined
      : (apart(s, native)(a, b) ?? apart(s, native)(b, a))
  }

/**
 * x · y or x / y: a point is one more scale. Of two normals the one over fewer axes is drawn and
 * scales the other.
 */
const times =
  (s: Setting, native: Axes, remember: (n: Noise) => Noise, isInverse: boolean) =>
  (x: Value, y: Value): Value | undefined => {
    const isSecond =
      !isInverse &&
      y._tag === 'Gaussian' &&
      (x._tag === 'Point' || x.native.length < y.native.length)
    const [g, k] = isSecond ? [y, x] : [x, y]
    if (g._tag !== 'Gaussian' || !covers(s, native)(g))
      return isInverse ? undefined : timesPoint(s, native, remember)(x, y)
    const p = settle(s, remember)(k)
    return {
      ...g,
      native,
      scales: [...g.scales, isInverse ? { ...p, expr: reciprocal(p.expr) } : p]
    }
  }

/**
 * The normal that an elementwise operation of normals and points gives; undefined where its
 * operands must be drawn.
 */
export const elementwise =
  (s: Setting, remember: (n: Noise) => Noise) =>
  (node: Expr, operands: ReadonlyArray<Value>): Value | undefined => {
    const [x, y] = operands
    if (x === undefined) return undefined
    if (node._tag === 'Map')
      return node.op === 'neg' && x._tag !== 'Point' ? opposite(x) : undefined
    if (node._tag !== 'Zip' || y === undefined) return undefined
    switch (node.op) {
      case 'add':
        return plus(s, node.axes)(x, y)
      case 'sub':
        return plus(s, node.axes)(x, opposite(y))
      case 'mul':
        return times(s, node.axes, remember, false)(x, y)
      case 'div':
        return times(s, node.axes, remember, true)(x, y)
      default:
        return undefined
    }
  }
