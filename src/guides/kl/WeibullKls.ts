/**
 * KL of a log-normal LN(μ, v) from the laws whose power is an exponential: E xᵏ = exp(kμ + ½k²v). ln(x/λ)
 * of Weibull(k, λ) is 1/k times that of a standard exponential, so that with h(t) = eᵗ − 1 − t and δ the
 * error of Stirling's formula
 *
 *   KL = h(k(μ − ln λ) + ½k²v) + ½ h(ln(k²v)) + δ(1),
 *
 * a sum of terms that are never negative. Shape 1 is the exponential.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Expr } from '../../expr/Expr.ts'
import { stirling } from '../../expr/numbers/Deviances.ts'
import { add, excess, log, mul, neg, square, sub } from '../../expr/Words.ts'
import type { LogNormal } from '../../distributions/positive/LogNormal.ts'
import { closedForm, type KlRule } from './KlRule.ts'

const fromWeibull = (location: Expr, deviation: Expr, shape: Expr, logScale: Expr): Expr => {
  const far = pipe(location, sub(logScale), mul(shape))
  const spread = pipe(deviation, mul(shape))
  return pipe(
    excess(pipe(far, add(pipe(square(spread), mul(0.5))))),
    add(pipe(excess(pipe(log(deviation), add(log(shape)), mul(2))), mul(0.5))),
    add(stirling(1))
  )
}

export const logNormalWeibull: KlRule<LogNormal, 'Weibull'> = (q, p) =>
  closedForm(
    fromWeibull(q.location, q.scale, p.shape, log(p.scale)),
    'k(ln λ − μ) − ln k + exp(k(μ − ln λ) + ½k²v) − ½(ln 2πv + 1), exact'
  )

/** 1/x turns the pair into LN(−μ, v) ‖ Weibull(k, 1/s). */
export const logNormalFrechet: KlRule<LogNormal, 'Frechet'> = (q, p) =>
  closedForm(
    fromWeibull(neg(q.location), q.scale, p.shape, neg(log(p.scale))),
    'k(μ − ln s) − ln k + exp(k(ln s − μ) + ½k²v) − ½(ln 2πv + 1), exact'
  )
