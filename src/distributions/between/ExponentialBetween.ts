/**
 * The exponential law between two places l < h, g = h − l: its logarithms are linear, so that nothing
 * near is subtracted anywhere.
 *
 * - density   −(u − l) − ln(1 − e⁻ᵍ)
 * - quantile  l − ln(1 − p(1 − e⁻ᵍ)), or of what lies above l − ln(e⁻ᵍ + p(1 − e⁻ᵍ))
 * - moments   E uᵏ = k E uᵏ⁻¹ + lᵏ f(l) − hᵏ f(h)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { add, exp, expm1, log, log1p, mul, neg, sub } from '../../expr/Words.ts'
import { logComplement } from '../LogComplement.ts'
import { edgeMoments } from './EdgeMoments.ts'
import { type BetweenOf, distance, type Place } from './Standard.ts'

export const exponentialBetween: BetweenOf = (s, { low, high }) => {
  const above = (p: Place): Expr => (low === undefined ? p.u : distance(s, low, p))
  const gap = high === undefined ? undefined : above(high)
  const share = gap === undefined ? constant(0) : logComplement(neg(gap))
  const logDensity = (p: Place): Expr => neg(pipe(above(p), add(share)))
  /** −(1 − e⁻ᵍ) */
  const minusShare = gap === undefined ? constant(-1) : expm1(neg(gap))
  const rest = gap === undefined ? constant(0) : exp(neg(gap))
  const value = (t: Expr): Expr => (low === undefined ? s.back(t) : s.beyond(low.x, t))
  const moments = edgeMoments({ low, high }, logDensity, (k, before) =>
    pipe(before[k - 1] ?? constant(0), mul(k))
  )(0)
  return {
    logShare: (p) =>
      s.rises
        ? pipe(logComplement(neg(above(p))), sub(share))
        : pipe(
            high === undefined ? constant(0) : logComplement(neg(distance(s, p, high))),
            sub(above(p)),
            sub(share)
          ),
    logDensity,
    quantile: (p) =>
      value(
        neg(
          s.rises ? log1p(pipe(p, mul(minusShare))) : log(pipe(rest, sub(pipe(p, mul(minusShare)))))
        )
      ),
    peak: neg(share),
    moments,
    entropy: pipe(
      moments[1] ?? constant(NaN),
      sub(low === undefined ? constant(0) : low.u),
      add(share)
    )
  }
}
