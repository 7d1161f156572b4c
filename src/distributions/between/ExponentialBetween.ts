/**
 * The exponential law between two places l < h, g = h − l: its logarithms are linear, so that nothing
 * near is subtracted anywhere.
 *
 * - density   −(u − l) − ln(1 − e⁻ᵍ)
 * - quantile  l − ln(1 − p(1 − e⁻ᵍ)), or of what lies above l − ln(e⁻ᵍ + p(1 − e⁻ᵍ))
 * - moments   E uᵏ = k E uᵏ⁻¹ + lᵏ f(l) − hᵏ f(h)
 * - near 0    where h is too small for a number, 1 − e⁻ᵍ is g, told by ln g = ln h + ln(1 − e^(ln l − ln h)),
 *             and u spreads evenly between l and h: such are a Gumbel far above its mode, a Weibull law far below
 *             its scale, a Fréchet law far above it
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { add, exp, expm1, less, log, log1p, mul, neg, sub } from '../../expr/Words.ts'
import { logComplement } from '../LogComplement.ts'
import { edgeMoments } from './EdgeMoments.ts'
import { type BetweenOf, distance, type Place, type Standard, tinyPlace } from './Standard.ts'

const zero = constant(0),
  one = constant(1)

/** Is all that lies between the ends below the least place? The other branch is then given a number. */
const nearZero = (s: Standard, high: Place | undefined): Expr | undefined =>
  s.logs === undefined || high === undefined ? undefined : pipe(high.u, less(tinyPlace))

export const exponentialBetween: BetweenOf = (s, { low, high }) => {
  const isNear = nearZero(s, high),
    { logs } = s
  const either = (near: () => Expr, other: (safe: (e: Expr) => Expr) => Expr): Expr =>
    isNear === undefined
      ? other((e) => e)
      : where(
          isNear,
          near(),
          other((e) => where(isNear, one, e))
        )
  const apart = (from: Place, to: Place): Expr =>
    logs === undefined ? zero : s.rises ? logs.apart(from.x, to.x) : logs.apart(to.x, from.x)
  /** ln(1 − e⁻ᵈ) of the distance of two places; of a place from 0, where there is no lower one. */
  const complement = (from: Place | undefined, to: Place): Expr =>
    either(
      () =>
        pipe(
          logs === undefined ? zero : logs.at(to.x),
          add(from === undefined ? zero : logComplement(neg(apart(from, to))))
        ),
      (safe) => logComplement(neg(safe(from === undefined ? to.u : distance(s, from, to))))
    )
  const above = (p: Place): Expr => (low === undefined ? p.u : distance(s, low, p))
  const gap = high === undefined ? undefined : above(high)
  const share = high === undefined ? zero : complement(low, high)
  const logDensity = (p: Place): Expr => neg(pipe(above(p), add(share)))
  /** −(1 − e⁻ᵍ) */
  const minusShare = gap === undefined ? constant(-1) : expm1(neg(gap))
  const rest = gap === undefined ? zero : exp(neg(gap))
  const value = (t: Expr, safe: (e: Expr) => Expr): Expr =>
    low === undefined
      ? s.back(safe(t))
      : s.beyond(isNear === undefined ? low.x : where(isNear, s.back(one), low.x), safe(t))
  /** ln(1 − q(1 − e^−d)) */
  const logRest = (q: Expr): Expr =>
    low === undefined || high === undefined
      ? log1p(neg(q))
      : log1p(pipe(q, mul(expm1(neg(apart(low, high))))))
  /** − ln of what is left above a share p of places. */
  const byShare = (p: Expr): Expr => {
    const left = pipe(one, sub(p), mul(minusShare))
    return neg(
      s.rises
        ? log1p(pipe(p, mul(minusShare)))
        : gap === undefined
          ? log(p)
          : where(pipe(gap, less(1)), log1p(left), log(pipe(rest, sub(pipe(p, mul(minusShare))))))
    )
  }
  const moments = edgeMoments({ low, high }, logDensity, (k, before) =>
    pipe(before[k - 1] ?? zero, mul(k))
  )(0)
  return {
    logShare: (p) =>
      s.rises
        ? pipe(complement(low, p), sub(share))
        : pipe(high === undefined ? zero : complement(p, high), sub(above(p)), sub(share)),
    logDensity,
    quantile: (p) =>
      either(
        () =>
          logs === undefined || high === undefined
            ? zero
            : logs.times(
                high.x,
                s.rises && low === undefined ? log(p) : logRest(s.rises ? pipe(one, sub(p)) : p)
              ),
        (safe) => value(byShare(p), safe)
      ),
    peak: neg(share),
    moments,
    entropy: pipe(moments[1] ?? constant(NaN), sub(low === undefined ? zero : low.u), add(share))
  }
}
