/**
 * KL of a log-normal LN(μ, v) from the gamma family and the half-normal: only E ln x = μ and E xᵏ =
 * exp(kμ + ½k²v) enter.
 *
 * Scales may be as small as 1e-20: an exponential is taken of the difference μ + v/2 − ln θ, never
 * divided by θ.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { add, exp, lgamma, log, mul, neg, square, sub } from '../../expr/Words.ts'
import type { LogNormal } from '../../distributions/positive/LogNormal.ts'
import { closedForm, type KlRule, standardEntropy } from './KlRule.ts'

/**
 * From Gamma(a, scale e^t), with r = μ − t: ln Γ(a) − a r + e^(r + v/2) − ½ ln v − ½(ln 2π + 1).
 */
const fromGamma = (location: Expr, scale: Expr, shape: Expr, logScale: Expr): Expr => {
  const r = pipe(location, sub(logScale))
  return pipe(
    lgamma(shape),
    sub(pipe(shape, mul(r))),
    add(exp(pipe(r, add(pipe(square(scale), mul(0.5)))))),
    sub(log(scale)),
    sub(standardEntropy)
  )
}

export const logNormalGamma: KlRule<LogNormal, 'Gamma'> = (q, p) =>
  closedForm(
    fromGamma(q.location, q.scale, p.shape, log(p.scale)),
    'ln Γ(a) + a ln θ − aμ + exp(μ + v/2 − ln θ) − ½(ln 2πv + 1), exact'
  )

/** 1/x turns the pair into LN(−μ, v) ‖ Gamma(a, scale 1/b). */
export const logNormalInverseGamma: KlRule<LogNormal, 'InverseGamma'> = (q, p) =>
  closedForm(
    fromGamma(neg(q.location), q.scale, p.shape, neg(log(p.scale))),
    'ln Γ(a) − a ln b + aμ + exp(v/2 − μ + ln b) − ½(ln 2πv + 1), exact'
  )

export const logNormalExponential: KlRule<LogNormal, 'Exponential'> = (q, p) =>
  closedForm(
    fromGamma(q.location, q.scale, constant(1), neg(log(p.rate))),
    '−ln λ − μ + exp(μ + v/2 + ln λ) − ½(ln 2πv + 1), exact'
  )

const fromHalfNormal = (q: LogNormal, scale: Expr): Expr => {
  const r = pipe(q.location, sub(log(scale)))
  return pipe(
    exp(pipe(r, add(square(q.scale)), mul(2))),
    mul(0.5),
    sub(r),
    sub(log(q.scale)),
    add(0.5 * Math.log(Math.PI / 2) - standardEntropy)
  )
}

export const logNormalHalfNormal: KlRule<LogNormal, 'HalfNormal'> = (q, p) =>
  closedForm(
    fromHalfNormal(q, p.scale),
    '½ ln(π/2) + ln s − μ + ½ exp(2(μ + v − ln s)) − ½(ln 2πv + 1), exact'
  )
