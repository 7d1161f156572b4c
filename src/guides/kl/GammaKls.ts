/**
 * KL of a log-normal LN(μ, v) from the gamma family and the half-normal: only E ln x = μ and E xᵏ =
 * exp(kμ + ½k²v) enter.
 *
 * Each is a sum of terms that are never negative, 0 where prior and guide agree best: with h(t) = eᵗ
 * − 1 − t and δ the error of Stirling's formula, from Gamma(a, scale θ)
 *
 *   KL = a h(μ + v/2 − ln(aθ)) + ½ h(ln(a v)) + δ(a).
 *
 * Scales may be as small as 1e-20: an exponential is taken of the difference μ + v/2 − ln(aθ), never
 * divided by θ.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  excess,
  log,
  logProduct,
  logRatio,
  mul,
  neg,
  square,
  stirling,
  sub
} from '../../expr/Words.ts'
import type { Gamma } from '../../distributions/positive/Gamma.ts'
import type { LogNormal } from '../../distributions/positive/LogNormal.ts'
import { closedForm, type KlRule } from './KlRule.ts'

/** From Gamma(a, scale θ), where `mean` is ln(aθ). */
const fromGamma = (location: Expr, scale: Expr, shape: Expr, mean: Expr): Expr => {
  const r = pipe(location, sub(mean), add(pipe(square(scale), mul(0.5))))
  return pipe(
    shape,
    mul(excess(r)),
    add(pipe(excess(pipe(log(scale), mul(2), add(log(shape)))), mul(0.5))),
    add(stirling(shape))
  )
}

/** The logarithm of the mean, aθ or a over the rate. */
const logMean = ({ shape, scale, rate }: Gamma): Expr =>
  rate === undefined ? pipe(shape, logProduct(scale)) : pipe(shape, logRatio(rate))

export const logNormalGamma: KlRule<LogNormal, 'Gamma'> = (q, p) =>
  closedForm(
    fromGamma(q.location, q.scale, p.shape, logMean(p)),
    'ln Γ(a) + a ln θ − aμ + exp(μ + v/2 − ln θ) − ½(ln 2πv + 1), exact'
  )

/** 1/x turns the pair into LN(−μ, v) ‖ Gamma(a, scale 1/b). */
export const logNormalInverseGamma: KlRule<LogNormal, 'InverseGamma'> = (q, p) =>
  closedForm(
    fromGamma(neg(q.location), q.scale, p.shape, pipe(p.shape, logRatio(p.scale))),
    'ln Γ(a) − a ln b + aμ + exp(v/2 − μ + ln b) − ½(ln 2πv + 1), exact'
  )

export const logNormalExponential: KlRule<LogNormal, 'Exponential'> = (q, p) =>
  closedForm(
    fromGamma(q.location, q.scale, constant(1), neg(log(p.rate))),
    '−ln λ − μ + exp(μ + v/2 + ln λ) − ½(ln 2πv + 1), exact'
  )

/** ½ h(2(μ + v − ln s)) + ½ h(ln 2v) + ½(1 − ln 2). */
const fromHalfNormal = (q: LogNormal, scale: Expr): Expr => {
  const r = pipe(q.location, sub(log(scale)), add(square(q.scale)))
  return pipe(
    excess(pipe(r, mul(2))),
    add(excess(pipe(log(q.scale), mul(2), add(Math.LN2)))),
    add(1 - Math.LN2),
    mul(0.5)
  )
}

export const logNormalHalfNormal: KlRule<LogNormal, 'HalfNormal'> = (q, p) =>
  closedForm(
    fromHalfNormal(q, p.scale),
    '½ ln(π/2) + ln s − μ + ½ exp(2(μ + v − ln s)) − ½(ln 2πv + 1), exact'
  )
