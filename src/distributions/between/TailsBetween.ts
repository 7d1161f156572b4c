/**
 * A law of two tails (`TwoTails.ts`) between two places l < h, by quadrature of its density: the anchor c is
 * the mode, or the end that is nearest to it, and from there each side is integrated outwards, so that
 * masses are sums of positive terms that begin at 1, however far out both ends lie.
 *
 * - mass      M = ∫ f(u)/f(c) du, a side at a time over [0, w], w its end, or where f is e⁻⁴⁰ f(c): 64
 *             nodes of Gauss and Legendre in s, t = (1 + w)ˢ − 1, which sees lengths of 1 beside those
 *             of 1/shape. Relative error 2e-13 for shapes of a gamma from 0.001 to 10⁶ and of a beta
 *             from 0.01 to 10⁵, between any ends
 * - density   ln f(u) − ln f(c) − ln M. Its slope in an end is a sum over nodes: to 1e-7 of the largest of
 *             them in float32, also where the density at the end is less
 * - quantile  of the side's share, by Newton's steps on its logit; the last of them has the slopes
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, constants, contract, type Expr, where } from '../../expr/Expr.ts'
import { gaussLegendre } from '../../expr/numbers/GaussLegendre.ts'
import {
  add,
  div,
  exp,
  expm1,
  less,
  log,
  log1p,
  max,
  min,
  mul,
  neg,
  sigmoid,
  stopGradient,
  sub
} from '../../expr/Words.ts'
import { type Between, distance, type Place, type Span, type Standard } from './Standard.ts'
import type { Tail, Tails } from './TwoTails.ts'
import { logit } from '../supports/Bijector.ts'

/** No axes of a model are spelled so: axes are identifiers. */
const nodeAxis = '(node)'
const placeAxis = '(place)'
const count = 64
const rule = gaussLegendre(count)
const along = (axis: string, values: ReadonlyArray<number>): Expr =>
  constants([axis], [count], values)
const node = along(nodeAxis, rule.nodes)
const weight = along(nodeAxis, rule.weights)
/** What of the weights lies below each node. */
const below = constants(
  [placeAxis, nodeAxis],
  [count, count],
  rule.nodes.flatMap((place) =>
    rule.nodes.map((x, i) => (rule.weights[i] ?? NaN) * (x < place ? 1 : x > place ? 0 : 0.5))
  )
)

/** ∫ over t from 0 to `width` of e^(−fall(from + t)). */
const massBeyond = (fall: Tail['fall'], from: Expr, width: Expr): Expr => {
  const stretch = log1p(width)
  const t = expm1(pipe(node, mul(stretch)))
  const density = exp(neg(fall(pipe(t, add(from)))))
  return pipe(contract([nodeAxis])(pipe(density, mul(pipe(t, add(1)))), weight), mul(stretch))
}

/** A side of the anchor: its length, its tail from there, and its mass. */
interface Side {
  readonly tail: Tail
  readonly width: Expr
  readonly mass: Expr
}

const zero = constant(0)

const sideOf = (tail: Tail, room: Expr | undefined): Side => {
  const width = room === undefined ? tail.reach : pipe(tail.reach, min(room))
  return { tail, width, mass: massBeyond(tail.fall, zero, width) }
}

/** A span about its anchor. */
interface Anchored {
  readonly up: Side
  readonly down: Side
  readonly mass: Expr
}

/** Above, two rooms are lengths by themselves; below, what one has not is the other's. */
const wide = 1

const anchored = (s: Standard, tails: Tails, { low, high }: Span): Anchored => {
  const fromLow = low === undefined ? undefined : pipe(neg(low.u), max(0)),
    toHigh = high === undefined ? undefined : pipe(high.u, max(0))
  const gap = low === undefined || high === undefined ? undefined : distance(s, low, high)
  const roomBelow = gap === undefined || fromLow === undefined ? fromLow : pipe(fromLow, min(gap))
  const roomAbove =
    gap === undefined || toHigh === undefined || roomBelow === undefined
      ? toHigh
      : where(pipe(gap, less(wide)), pipe(gap, sub(roomBelow)), pipe(toHigh, min(gap)))
  const up = sideOf(tails.up(low === undefined ? zero : pipe(low.u, max(0))), roomAbove),
    down = sideOf(tails.down(high === undefined ? zero : pipe(neg(high.u), max(0))), roomBelow)
  return { up, down, mass: pipe(up.mass, add(down.mass)) }
}

/**
 * The share of the width up to which about so much of the mass lies: that of the nodes, by their weights,
 * below which there is less.
 */
const startOf = (fall: Tail['fall'], width: Expr, wanted: Expr): Expr => {
  const stretch = log1p(width)
  const t = expm1(pipe(node, mul(stretch)))
  const parts = pipe(exp(neg(fall(t))), mul(pipe(t, add(1))), mul(stretch))
  const isShort = pipe(contract([nodeAxis])(parts, below), less(wanted))
  const place = pipe(
    contract([placeAxis])(isShort, along(placeAxis, rule.weights)),
    max(1e-4),
    min(1 - 1e-4)
  )
  return pipe(expm1(pipe(place, mul(stretch))), div(width))
}

/** Shares below have no logarithm in float32. */
const least = 1e-37
const steps = 5

export const tailsBetween =
  (tailsOf: (s: Standard) => Tails) =>
  (s: Standard, span: Span): Between => {
    const tails = tailsOf(s)
    const { low, high } = span
    const whole = anchored(s, tails, span)
    const logMass = log(whole.mass)
    const startsAbove = low === undefined ? zero : pipe(zero, less(low.u)),
      endsBelow = high === undefined ? zero : pipe(high.u, less(0))
    const up = (p: Place): Expr =>
      low === undefined ? p.u : where(startsAbove, distance(s, low, p), p.u)
    const down = (p: Place): Expr =>
      high === undefined ? neg(p.u) : where(endsBelow, distance(s, p, high), neg(p.u))
    const isDown = (p: Place): Expr =>
      where(startsAbove, zero, where(endsBelow, constant(1), pipe(p.u, less(0))))
    const fallsUp = (p: Place): Expr => whole.up.tail.fall(up(p)),
      fallsDown = (p: Place): Expr => whole.down.tail.fall(down(p))

    /** The value at the anchor. */
    const middle = s.back(zero)
    const anchor = where(startsAbove, low?.x ?? middle, where(endsBelow, high?.x ?? middle, middle))
    const quantile = (p: Expr): Expr => {
      const rest = pipe(constant(1), sub(p))
      const [lower, upper] = s.rises ? [p, rest] : [rest, p]
      const isLower = pipe(lower, mul(whole.mass), less(whole.down.mass))
      const pick = (f: (side: Side) => Expr): Expr => where(isLower, f(whole.down), f(whole.up))
      const fall = (t: Expr): Expr => pick((side) => side.tail.fall(t)),
        width = pick((side) => side.width),
        mass = pick((side) => side.mass)
      /** The share of the side that lies beyond the value, and the other. */
      const beyond = pipe(where(isLower, lower, upper), mul(whole.mass), div(mass), max(least)),
        within = pipe(constant(1), sub(beyond), max(least))
      const wanted = pipe(log(within), sub(log(beyond)))
      /** ln(inside/outside) at a distance, and its slope there. */
      const logOdds = (t: Expr, room: Expr): { readonly value: Expr; readonly slope: Expr } => {
        const [inside, outside] = [massBeyond(fall, zero, t), massBeyond(fall, t, room)]
        const height = exp(neg(fall(t)))
        return {
          value: pipe(log(inside), sub(log(outside))),
          slope: pipe(height, div(inside), add(pipe(height, div(outside))))
        }
      }
      const places = startOf(fall, width, pipe(within, mul(mass)))
      const found = Array.from({ length: steps }).reduce<Expr>((v) => {
        const [share, left] = [sigmoid(v), sigmoid(neg(v))]
        const { value, slope } = logOdds(pipe(width, mul(share)), pipe(width, mul(left)))
        const perPlace = pipe(slope, mul(width), mul(share), mul(left))
        return pipe(v, sub(pipe(value, sub(wanted), div(perPlace))))
      }, logit(places))
      const at = stopGradient(pipe(width, mul(sigmoid(found)))),
        room = stopGradient(sigmoid(neg(found)))
      const last = logOdds(at, pipe(width, mul(room)))
      const t = pipe(at, sub(pipe(last.value, sub(wanted), div(stopGradient(last.slope)))))
      const x = where(isLower, s.beyond(anchor, neg(t)), s.beyond(anchor, t))
      const [first, final] = s.rises ? [low, high] : [high, low]
      return pipe(
        x,
        (y) => (first === undefined ? y : pipe(y, max(first.x))),
        (y) => (final === undefined ? y : pipe(y, min(final.x)))
      )
    }
    return {
      logShare: (p) =>
        s.rises
          ? pipe(
              log(anchored(s, tails, { low, high: p }).mass),
              sub(logMass),
              sub(where(isDown(p), fallsDown(p), zero))
            )
          : pipe(
              log(anchored(s, tails, { low: p, high }).mass),
              sub(logMass),
              sub(where(isDown(p), zero, fallsUp(p)))
            ),
      logDensity: (p) => neg(pipe(where(isDown(p), fallsDown(p), fallsUp(p)), add(logMass))),
      quantile,
      peak: neg(logMass),
      moments: undefined,
      entropy: undefined
    }
  }
