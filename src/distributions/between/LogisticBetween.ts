/**
 * The logistic law between two places l < h, g = h − l, σ the logistic sigmoid.
 *
 * - mass      P = σ(h) − σ(l) = σ(h) σ(−l) (1 − e⁻ᵍ), in logarithms: no difference of probabilities
 * - quantile  from l: t = ln(1 + p r (eᵍ − 1)/(1 − p + p r)), r = (1 + eˡ)/(1 + eʰ); where l lies so
 *             far below that its mass is none, of the probability itself
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
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
  softplus,
  sub
} from '../../expr/Words.ts'
import { logAddExp } from '../combined/Components.ts'
import { logComplement } from '../LogComplement.ts'
import { type BetweenOf, distance, type Place } from './Standard.ts'

/** ln σ(u) */
const logBelow = (u: Expr): Expr => neg(softplus(neg(u)))
/** A place whose distance from 0 is this has none of the mass beyond it that float64 could add. */
const far = 30

export const logisticBetween: BetweenOf = (s, { low, high }) => {
  const massIn = (from: Place | undefined, to: Place | undefined): Expr =>
    pipe(
      to === undefined ? constant(0) : logBelow(to.u),
      add(from === undefined ? constant(0) : logBelow(neg(from.u))),
      add(
        from === undefined || to === undefined
          ? constant(0)
          : logComplement(neg(distance(s, from, to)))
      )
    )
  const gap = low !== undefined && high !== undefined ? distance(s, low, high) : undefined
  const logMass = massIn(low, high)
  const logDensity = ({ u }: Place): Expr =>
    neg(pipe(softplus(u), add(softplus(neg(u))), add(logMass)))

  /** From the logarithms of both probabilities. */
  const byProbability = (p: Expr): Expr => {
    const mixed = (atLow: Expr, atHigh: Expr): Expr =>
      logAddExp(pipe(log1p(neg(p)), add(atLow)), pipe(log(p), add(atHigh)))
    const ln = (end: Place | undefined, sign: 1 | -1, otherwise: number): Expr =>
      end === undefined ? constant(otherwise) : logBelow(pipe(end.u, mul(sign)))
    return s.back(
      pipe(
        mixed(ln(low, 1, -Infinity), ln(high, 1, 0)),
        sub(mixed(ln(low, -1, 0), ln(high, -1, -Infinity)))
      )
    )
  }
  const fromLow = (l: Place, p: Expr): Expr => {
    const u = pipe(l.u, max(-far))
    const others = high === undefined ? undefined : exp(pipe(softplus(u), sub(softplus(high.u))))
    const odds =
      high === undefined || gap === undefined
        ? exp(softplus(neg(u)))
        : pipe(exp(pipe(softplus(neg(u)), sub(softplus(neg(high.u))))), mul(neg(expm1(neg(gap)))))
    const denominator = pipe(
      constant(1),
      sub(p),
      add(others === undefined ? constant(0) : pipe(p, mul(others)))
    )
    return s.beyond(l.x, log1p(pipe(p, mul(odds), div(denominator))))
  }
  const fromHigh = (h: Place, p: Expr): Expr =>
    s.beyond(
      h.x,
      neg(log1p(pipe(constant(1), sub(p), mul(exp(softplus(pipe(h.u, min(far))))), div(p))))
    )
  const middle = pipe(
    constant(0),
    (u) => (low === undefined ? u : pipe(u, max(low.u))),
    (u) => (high === undefined ? u : pipe(u, min(high.u)))
  )
  return {
    logShare: (p) => pipe(massIn(low, p), sub(logMass)),
    logDensity,
    quantile: (p) =>
      low !== undefined
        ? where(pipe(low.u, less(-far)), byProbability(p), fromLow(low, p))
        : high !== undefined
          ? where(pipe(constant(far), less(high.u)), byProbability(p), fromHigh(high, p))
          : byProbability(p),
    peak: logDensity({ x: middle, u: middle }),
    moments: undefined,
    entropy: undefined
  }
}
