/**
 * The normal law between two places l < h, exact in every tail: nothing is subtracted that is near.
 *
 * The span is turned about 0 so that l + h ≥ 0. Where 0 is outside it, l is its highest place and all
 * is told from there, by Mills' ratio R(t) = √(2π) e^(t²/2) (1 − Φ(t)); c is l, or 0 where that is
 * inside.
 *
 * - mass      M = √(2π) e^(c²/2) P. Outside 0 it is R(l)(1 − R(h)/R(l) e⁻ʳ), r = (h − l)(h + l)/2;
 *             inside √(2π)(1 − Φ(−h) − Φ(l)); where that would subtract (r < 1, or h − l < 1 about 0)
 *             by eight nodes of Gauss and Legendre over the span, to 1e-15
 * - density   −½(u − c)(u + c) − ln M
 * - quantile  outside 0 of t = u − l by Newton's steps on ln((1 − Φ(l))/(1 − Φ(l + t))) =
 *             ½t(t + 2l) + ln(R(l)/R(l + t)), which is convex; inside by Φ⁻¹ on the side of the tail
 * - moments   E uᵏ = (k − 1) E uᵏ⁻² + lᵏ⁻¹ f(l) − hᵏ⁻¹ f(h)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  add,
  div,
  exp,
  less,
  log,
  log1p,
  logNdtr,
  max,
  min,
  mul,
  ndtri,
  neg,
  product,
  sqrt,
  square,
  sub,
  total
} from '../../expr/Words.ts'
import { gaussLegendre } from '../../expr/numbers/GaussLegendre.ts'
import { logComplement } from '../LogComplement.ts'
import { edgeMoments } from './EdgeMoments.ts'
import { type Between, distance, type Place, type Span, type Standard } from './Standard.ts'

const halfLog2Pi = 0.5 * Math.log(2 * Math.PI)

/** −½t² is beyond every float32 long before. */
const mostDeviations = 1e30
/** Beyond, ln Φ(−t) and ½t² are large and near each other. */
const farOut = 8

/** ln R(t), t from −2 on; far out by Laplace's continued fraction, ten terms of which are good to 1e-13. */
export const logMills = (t: Expr): Expr => {
  // of infinitely many deviations ln R is −∞ as well, and the density would be no number
  const at = pipe(t, max(farOut), min(mostDeviations))
  const fraction = Array.from({ length: 10 }, (_, k) => 10 - k).reduce<Expr>(
    (rest, k) => pipe(at, add(pipe(constant(k), div(rest)))),
    at
  )
  const near = pipe(t, min(farOut))
  return where(
    pipe(t, less(farOut)),
    pipe(logNdtr(neg(near)), add(pipe(square(near), mul(0.5))), add(halfLog2Pi)),
    neg(log(fraction))
  )
}

const { nodes, weights } = gaussLegendre(8)

/** A span as it lies once it is turned so that l + h ≥ 0, and its length `gap`; h where it has an end. */
interface Turned {
  readonly isTurned: Expr | boolean
  readonly l: Expr
  readonly h: Expr | undefined
  readonly gap: Expr | undefined
}

const turned = (s: Standard, { low, high }: Span): Turned => {
  if (low !== undefined && high !== undefined) {
    const isTurned = pipe(low.u, add(high.u), less(0))
    return {
      isTurned,
      l: where(isTurned, neg(high.u), low.u),
      h: where(isTurned, neg(low.u), high.u),
      gap: distance(s, low, high)
    }
  }
  return high === undefined
    ? { isTurned: false, l: low?.u ?? constant(-Infinity), h: undefined, gap: undefined }
    : { isTurned: true, l: neg(high.u), h: undefined, gap: undefined }
}

/** The first where the span is turned, else the second. */
const pick = (isTurned: Expr | boolean, x: Expr, y: Expr): Expr =>
  typeof isTurned === 'boolean' ? (isTurned ? x : y) : where(isTurned, x, y)

/** Places of a narrow span above l, and what each weighs: e^(−(u² − c²)/2) over the span, by Gauss. */
const narrowNodes = ({
  l,
  gap = constant(0)
}: Turned): ReadonlyArray<{ readonly t: Expr; readonly weight: Expr }> => {
  const width = pipe(gap, max(0), min(2)),
    start = pipe(l, max(-2))
  const inside = square(pipe(start, min(0)))
  return nodes.map((v, i) => {
    const t = pipe(width, mul(v))
    const rise = pipe(t, mul(pipe(start, mul(2), add(t))), add(inside))
    return { t, weight: pipe(exp(pipe(rise, mul(-0.5))), mul(width), mul(weights[i] ?? NaN)) }
  })
}

/** Would a difference of masses subtract? */
const isNarrow = ({ l, h, gap }: Turned): Expr =>
  h === undefined || gap === undefined
    ? constant(0)
    : where(pipe(l, less(0)), pipe(gap, less(1)), pipe(gap, mul(pipe(l, add(h))), less(2)))

/** ln M */
const logScaledMass = (span: Turned): Expr => {
  const { l, h, gap } = span
  const isInside = pipe(l, less(0)),
    mills = logMills(pipe(l, max(0))),
    lower = logNdtr(pipe(l, min(0)))
  if (h === undefined || gap === undefined)
    return where(isInside, pipe(logNdtr(neg(pipe(l, min(0)))), add(halfLog2Pi)), mills)
  const end = pipe(h, max(0)),
    r = pipe(gap, mul(pipe(l, add(h))), mul(0.5))
  const outside = pipe(
    mills,
    add(logComplement(pipe(logMills(end), sub(mills), sub(r), min(-0.5))))
  )
  const around = pipe(log1p(neg(pipe(exp(logNdtr(neg(end))), add(exp(lower))))), add(halfLog2Pi))
  const narrow = log(total(narrowNodes(span).map(({ weight }) => weight)))
  return where(isNarrow(span), narrow, where(isInside, around, outside))
}

const steps = 5
/** From here on u is told from l, also where 0 is a little inside: the span may be narrow. */
const fromEnd = -1

/** t for which the share of the mass above l that lies above l + t is e^−L, l ≥ −1. */
const tailStep = (l: Expr, wanted: Expr): Expr => {
  const mills = logMills(l)
  const root = sqrt(pipe(square(l), add(pipe(wanted, mul(2)))))
  const start = pipe(
    pipe(wanted, mul(exp(mills))),
    min(pipe(wanted, mul(2), div(pipe(l, add(root)))))
  )
  const anchored = pipe(square(pipe(l, min(0))), mul(0.5))
  return Array.from({ length: steps }).reduce<Expr>((t) => {
    const here = logMills(pipe(l, add(t)))
    const mass = logScaledMass({ isTurned: false, l, h: pipe(l, add(t)), gap: t })
    const share = exp(pipe(mass, add(anchored), sub(mills)))
    const found = where(
      pipe(share, less(0.5)),
      neg(log1p(neg(pipe(share, min(0.5))))),
      pipe(t, mul(pipe(l, mul(2), add(t))), mul(0.5), add(pipe(mills, sub(here))))
    )
    return pipe(t, sub(pipe(found, sub(wanted), mul(exp(here)))), max(0))
  }, start)
}

export const normalBetween = (s: Standard, span: Span): Between => {
  const { low, high } = span
  const both = turned(s, span)
  const { isTurned, l, h } = both
  const mass = logScaledMass(both)
  const isInside = pipe(l, less(0)),
    top = pipe(l, max(0), min(mostDeviations))
  /** u − l of a place of the turned span. */
  const up = (p: Place): Expr => {
    const fromLow = low === undefined ? constant(0) : distance(s, low, p),
      toHigh = high === undefined ? constant(0) : distance(s, p, high)
    return pick(isTurned, toHigh, fromLow)
  }
  const logDensity = (p: Place): Expr => {
    const t = up(p)
    // u² − c²: near the end from there, far from it as it is, so that its slopes do not cancel either
    const rise = where(
      pipe(t, less(top)),
      pipe(t, mul(pipe(top, mul(2), add(t)))),
      pipe(square(p.u), sub(square(top)))
    )
    return neg(pipe(rise, mul(0.5), add(mass)))
  }
  const byParts = edgeMoments(span, logDensity, (k, before) =>
    k === 1 ? constant(0) : pipe(before[k - 2] ?? constant(0), mul(k - 1))
  )(1)
  /** E f(t) over a narrow span. */
  const byNodes = (f: (t: Expr) => Expr): Expr => {
    const all = narrowNodes(both)
    return pipe(
      total(all.map(({ t, weight }) => pipe(f(t), mul(weight)))),
      div(total(all.map(({ weight }) => weight)))
    )
  }
  const narrow = isNarrow(both)
  const eitherWay = (f: (t: Expr) => Expr, otherwise: Expr): Expr =>
    h === undefined ? otherwise : where(narrow, byNodes(f), otherwise)
  const moments = byParts.map((otherwise, k) => {
    if (k === 0) return otherwise
    const power = (t: Expr): Expr =>
      product(
        Array.from({ length: k }, () => pick(isTurned, neg(pipe(l, add(t))), pipe(l, add(t))))
      )
    return eitherWay(power, otherwise)
  })

  const quantile = (p: Expr): Expr => {
    // outside 0: the share of the turned span's mass that lies below
    const rest = pipe(constant(1), sub(p))
    const start = pipe(l, max(fromEnd))
    const from0 = pipe(square(pipe(start, min(0))), mul(0.5))
    const whole = h === undefined ? constant(1) : exp(pipe(mass, add(from0), sub(logMills(start))))
    const wanted = neg(
      h === undefined && isTurned === true
        ? log(p)
        : log1p(neg(pipe(pick(isTurned, rest, p), mul(whole))))
    )
    const t = tailStep(start, wanted)
    const fromLow = low === undefined ? p : s.beyond(low.x, t),
      fromHigh = high === undefined ? p : s.beyond(high.x, neg(t))
    // inside: of the probabilities below and above
    const below = (q: Place | undefined): Expr =>
      q === undefined ? constant(0) : exp(logNdtr(q.u))
    const above = (q: Place | undefined): Expr =>
      q === undefined ? constant(0) : exp(logNdtr(neg(q.u)))
    const fromBelow = pipe(
      rest,
      mul(below(low)),
      add(pipe(p, mul(high === undefined ? constant(1) : below(high))))
    )
    const fromAbove = pipe(
      rest,
      mul(low === undefined ? constant(1) : above(low)),
      add(pipe(p, mul(above(high))))
    )
    const inside = s.back(
      where(
        pipe(fromBelow, less(0.5)),
        ndtri(pipe(fromBelow, min(0.5))),
        neg(ndtri(pipe(fromAbove, min(0.5))))
      )
    )
    return where(pipe(l, less(fromEnd)), inside, pick(isTurned, fromHigh, fromLow))
  }
  return {
    logShare: (p) => {
      const part = turned(s, { low, high: p })
      const t = pipe(part.l, max(0))
      // of a span that is turned and outside 0 the tops are its ends
      const lower =
        high === undefined
          ? pipe(t, sub(top))
          : pick(
              isTurned,
              where(isInside, t, distance(s, p, high)),
              where(isInside, t, constant(0))
            )
      return pipe(
        logScaledMass(part),
        sub(mass),
        sub(pipe(lower, mul(pipe(t, add(top))), mul(0.5)))
      )
    },
    logDensity,
    quantile,
    peak: neg(mass),
    moments,
    entropy: pipe(
      eitherWay(
        (t) => pipe(t, mul(pipe(l, mul(2), add(t))), add(square(pipe(l, min(0))))),
        pipe(byParts[2] ?? constant(NaN), sub(square(top)))
      ),
      mul(0.5),
      add(mass)
    )
  }
}
