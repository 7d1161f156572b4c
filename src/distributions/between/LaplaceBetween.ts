/**
 * The Laplace law between two places l < h, g = h − l: exponential on either side of 0.
 *
 * - mass      2P = e⁻ˡ(1 − e⁻ᵍ) from 0 on, eʰ(1 − e⁻ᵍ) up to 0; about it S = L + R, L = 1 − eˡ and
 *             R = 1 − e⁻ʰ: nothing near is subtracted
 * - density   −|u| − ln 2P
 * - quantile  beyond 0 that of the exponential from the nearer end; about it, of v = pS,
 *             u = ln(eˡ + v) = ln(1 + v − L) up to v = L, and of what is left mirrored
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  exp,
  expm1,
  less,
  lessEqual,
  log,
  log1p,
  max,
  min,
  mul,
  neg,
  sub
} from '../../expr/Words.ts'
import { logComplement } from '../LogComplement.ts'
import { type BetweenOf, distance, type Place, type Standard } from './Standard.ts'

const one = constant(1),
  none = constant(0)

/** Twice the mass between an end and 0 on its side of it: that of the other side is 0. */
const leftOf = (low: Place | undefined): Expr =>
  low === undefined ? one : neg(expm1(pipe(low.u, min(0))))
const rightOf = (high: Place | undefined): Expr =>
  high === undefined ? one : neg(expm1(neg(pipe(high.u, max(0)))))

/** By where the span lies: from 0 on, up to 0, about it. */
const bySide = (
  low: Place | undefined,
  high: Place | undefined,
  { right, left, about }: Readonly<Record<'right' | 'left' | 'about', Expr>>
): Expr => {
  const unlessRight = high === undefined ? about : where(pipe(high.u, lessEqual(0)), left, about)
  return low === undefined ? unlessRight : where(pipe(low.u, less(0)), unlessRight, right)
}

/** ln 2P */
const logMass = (s: Standard, low: Place | undefined, high: Place | undefined): Expr => {
  const share =
    low === undefined || high === undefined ? none : logComplement(neg(distance(s, low, high)))
  return bySide(low, high, {
    right: low === undefined ? none : pipe(share, sub(low.u)),
    left: high === undefined ? none : pipe(share, add(high.u)),
    about: log(pipe(leftOf(low), add(rightOf(high))))
  })
}

export const laplaceBetween: BetweenOf = (s, { low, high }) => {
  const whole = logMass(s, low, high)
  const logDensity = ({ u }: Place): Expr => neg(pipe(abs(u), add(whole)))
  const minusShare =
    low === undefined || high === undefined ? constant(-1) : expm1(neg(distance(s, low, high)))
  /** How far beyond the nearer end, of the share of what lies between. */
  const beyond = (p: Expr): Expr => neg(log1p(pipe(p, mul(minusShare))))
  const [l, r] = [leftOf(low), rightOf(high)]
  const about = (p: Expr): Expr => {
    const rest = pipe(one, sub(p)),
      all = pipe(l, add(r))
    const side = (v: Expr, side_: Expr, edge: Expr): Expr => {
      const off = pipe(v, sub(side_))
      return where(pipe(constant(-0.5), less(off)), log1p(off), log(pipe(edge, add(v))))
    }
    const below = side(pipe(p, mul(all)), l, low === undefined ? none : exp(pipe(low.u, min(0)))),
      above = side(
        pipe(rest, mul(all)),
        r,
        high === undefined ? none : exp(neg(pipe(high.u, max(0))))
      )
    return s.back(where(pipe(p, mul(all), less(l)), below, neg(above)))
  }
  const middle = pipe(
    none,
    (u) => (low === undefined ? u : pipe(u, max(low.u))),
    (u) => (high === undefined ? u : pipe(u, min(high.u)))
  )
  return {
    logShare: (p) => pipe(logMass(s, low, p), sub(whole)),
    logDensity,
    quantile: (p) =>
      bySide(low, high, {
        right: low === undefined ? none : s.beyond(low.x, beyond(p)),
        left: high === undefined ? none : s.beyond(high.x, neg(beyond(pipe(one, sub(p))))),
        about: about(p)
      }),
    peak: logDensity({ x: middle, u: middle }),
    moments: undefined,
    entropy: undefined
  }
}
