/**
 * The Cauchy law between two places l < h: the share of the circle between their angles.
 *
 * - angle     θ = arctan h − arctan l, mass θ/π. Of what lies below u tan(θ/2) is u + √(1 + u²), and the
 *             difference of two such from the side of the tail is taken where one is at most half of the
 *             other; else tan(θ/2) = (h − l)/(√(1 + l²)√(1 + h²) + 1 + lh). Nothing near is subtracted,
 *             in slopes either
 * - density   −ln(1 + u²) − ln θ
 * - quantile  at φ = pθ from l: u = l + sin φ (1 + l²)/(cos φ − l sin φ), or from h; where both tails are
 *             there u = (l cos φ + sin φ)/(cos φ − l sin φ), of no l −cos φ/sin φ
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { arctan } from '../../expr/Arctan.ts'
import {
  abs,
  add,
  cos,
  div,
  less,
  log,
  logCauchy,
  max,
  min,
  mul,
  neg,
  reciprocal,
  sin,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import { type BetweenOf, distance, type Place, type Standard } from './Standard.ts'

/** Beyond, the angle is no number of float64 that could be divided by. */
const farthest = 1e300
const bounded = (u: Expr): Expr => pipe(u, max(-farthest), min(farthest))

/** √(1 + u²), u² never out of range. */
const length = (u: Expr): Expr => {
  const size = pipe(abs(u), max(1))
  return pipe(sqrt(pipe(square(reciprocal(size)), add(square(pipe(u, div(size)))))), mul(size))
}

/** The angle of all that lies below u: of tan(θ/2) = u + √(1 + u²). */
export const angleBelow = (place: Expr): Expr => {
  const u = bounded(place)
  const isLeft = pipe(u, less(0))
  // neither branch subtracts where the other is taken
  const tangent = where(
    isLeft,
    reciprocal(pipe(length(u), sub(where(isLeft, u, constant(0))))),
    pipe(length(u), add(where(isLeft, constant(0), u)))
  )
  return pipe(arctan(tangent), mul(2))
}

/** Turned about 0 so that l + h ≥ 0, where what lies above h is the lesser part. */
const angleBetween = (s: Standard, low: Place, high: Place): Expr => {
  const [from, to] = [bounded(low.u), bounded(high.u)]
  const isLeft = pipe(from, add(to), less(0))
  const l = where(isLeft, neg(to), from),
    h = where(isLeft, neg(from), to)
  const [all, rest] = [angleBelow(neg(l)), angleBelow(neg(h))]
  const along = pipe(reciprocal(length(l)), add(pipe(l, div(length(l)), mul(h))))
  const tangent = pipe(
    distance(s, low, high),
    div(length(l)),
    div(pipe(length(h), add(pipe(along, max(0)))))
  )
  return where(pipe(rest, mul(2), less(all)), pipe(all, sub(rest)), pipe(arctan(tangent), mul(2)))
}

const angle = (s: Standard, low: Place | undefined, high: Place | undefined): Expr =>
  low !== undefined && high !== undefined
    ? angleBetween(s, low, high)
    : high !== undefined
      ? angleBelow(high.u)
      : low !== undefined
        ? angleBelow(neg(low.u))
        : constant(Math.PI)

export const cauchyBetween: BetweenOf = (s, { low, high }) => {
  const whole = angle(s, low, high)
  const logDensity = ({ u }: Place): Expr => pipe(abs(u), logCauchy(1), sub(log(whole)))

  const beside = (end: Expr, phi: Expr, side: 1 | -1): Expr =>
    pipe(
      sin(phi),
      mul(pipe(square(end), add(1))),
      div(pipe(cos(phi), sub(pipe(end, mul(sin(phi)), mul(side)))))
    )
  const fromLow = (l: Place, p: Expr): Expr => s.beyond(l.x, beside(l.u, pipe(p, mul(whole)), 1))
  const fromHigh = (h: Place, p: Expr): Expr =>
    s.beyond(h.x, neg(beside(h.u, pipe(constant(1), sub(p), mul(whole)), -1)))
  const turned = (p: Expr): Expr => {
    const phi = pipe(p, mul(whole))
    const [c, sine] = [cos(phi), sin(phi)]
    return s.back(
      low === undefined
        ? neg(pipe(c, div(sine)))
        : pipe(low.u, mul(c), add(sine), div(pipe(c, sub(pipe(low.u, mul(sine))))))
    )
  }
  const unlessLow = (p: Expr): Expr =>
    high === undefined ? turned(p) : where(pipe(high.u, less(1)), fromHigh(high, p), turned(p))
  const middle = pipe(
    constant(0),
    (u) => (low === undefined ? u : pipe(u, max(low.u))),
    (u) => (high === undefined ? u : pipe(u, min(high.u)))
  )
  return {
    logShare: (p) => pipe(log(angle(s, low, p)), sub(log(whole))),
    logDensity,
    quantile: (p) =>
      low === undefined
        ? unlessLow(p)
        : where(pipe(constant(-1), less(low.u)), fromLow(low, p), unlessLow(p)),
    peak: logDensity({ x: middle, u: middle }),
    moments: undefined,
    entropy: undefined
  }
}
