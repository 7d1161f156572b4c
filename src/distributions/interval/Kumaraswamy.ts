/**
 * The Kumaraswamy distribution of a share: shaped as a beta, with a distribution function and
 * quantiles that are short formulas, and so with a smooth draw.
 *
 * - density    ln p(x) = ln α + ln β + (α − 1) ln x + (β − 1) ln(1 − xᵅ), 0 < x < 1, the last logarithm
 *              by α ln x: no 1 − xᵅ is rounded
 * - arguments  shapes α and β, positive
 * - moments    E xᵏ = β B(1 + k/α, β) for k > −α
 * - mode       ((α − 1)/(αβ − 1))^(1/α) for shapes above 1
 * - quantile   (1 − (1 − p)^(1/β))^(1/α), and the median at p = ½
 * - entropy    1 − 1/β + (1 − 1/α) (ψ(β + 1) + γ) − ln αβ
 * - source     Kumaraswamy (1980), J. Hydrology 46(1–2); Jones (2009), Statistical Methodology 6(1)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  add,
  digamma,
  div,
  exp,
  expm1,
  type ExprLike,
  less,
  lgamma,
  lift,
  log,
  log1p,
  logProduct,
  logRatio,
  mul,
  neg,
  reciprocal,
  sub
} from '../../expr/Words.ts'
import { type Standard, tinyPlace } from '../between/Standard.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { unit } from '../supports/UnitSupport.ts'

/** @category model */
export interface Kumaraswamy {
  readonly _tag: 'Kumaraswamy'
  readonly alpha: Expr
  readonly beta: Expr
}

/** @category constructors */
export const kumaraswamy = (a: {
  readonly alpha: ExprLike
  readonly beta: ExprLike
}): Kumaraswamy => ({ _tag: 'Kumaraswamy', alpha: lift(a.alpha), beta: lift(a.beta) })

/** ln(1 − eᵘ), u < 0 */
const logOneMinusExp = (u: Expr): Expr =>
  where(pipe(constant(-Math.LN2), less(u)), log(neg(expm1(u))), log1p(neg(exp(u))))

/** The number whose (1 − xᵅ)ᵝ has this logarithm. */
const above = ({ alpha, beta }: Kumaraswamy, logTail: Expr): Expr =>
  exp(pipe(logOneMinusExp(pipe(logTail, div(beta))), div(alpha)))

const logDensity =
  ({ alpha, beta }: Kumaraswamy) =>
  (x: Expr): Expr =>
    pipe(
      pipe(log(x), mul(pipe(alpha, sub(1)))),
      add(pipe(logOneMinusExp(pipe(log(x), mul(alpha))), mul(pipe(beta, sub(1))))),
      add(pipe(alpha, logProduct(beta)))
    )

const moment =
  ({ alpha, beta }: Kumaraswamy) =>
  (k: number): Option<Expr> => {
    if (k < 0 && !(alpha._tag === 'Constant' && alpha.value + k > 0)) return none
    const first = pipe(constant(k), div(alpha), add(1))
    return some(
      exp(pipe(lgamma(first), add(lgamma(pipe(beta, add(1)))), sub(lgamma(pipe(first, add(beta))))))
    )
  }

const peak = (d: Kumaraswamy): Option<Expr> => {
  const { alpha: a, beta: b } = d
  if (a._tag !== 'Constant' || b._tag !== 'Constant' || a.value < 1 || b.value < 1) return none
  return some(
    a.value === 1
      ? log(b)
      : b.value === 1
        ? log(a)
        : logDensity(d)(constant(((a.value - 1) / (a.value * b.value - 1)) ** (1 / a.value)))
  )
}

const euler = 0.5772156649015329

const entropy = ({ alpha, beta }: Kumaraswamy): Expr =>
  pipe(
    digamma(pipe(beta, add(1))),
    add(euler),
    mul(pipe(constant(1), sub(reciprocal(alpha)))),
    add(1),
    sub(reciprocal(beta)),
    sub(pipe(alpha, logProduct(beta)))
  )

/** u = −β ln(1 − xᵅ) is exponential. */
const rising = ({ alpha, beta }: Kumaraswamy): Standard => {
  const power = (x: Expr): Expr => pipe(log(x), mul(alpha))
  const rest = (x: Expr): Expr => neg(expm1(power(x)))
  // below, −ln(1 − xᵅ) is xᵅ
  const isTiny = (x: Expr): Expr => pipe(power(x), less(Math.log(tinyPlace)))
  /** ln(−ln(1 − xᵅ)) */
  const inLogs = (x: Expr): Expr =>
    where(isTiny(x), power(x), log(neg(logOneMinusExp(where(isTiny(x), constant(-1), power(x))))))
  return {
    law: 'exponential',
    rises: true,
    at: (x) => neg(pipe(logOneMinusExp(power(x)), mul(beta))),
    gap: (x, y) => {
      const fall = pipe(exp(power(y)), mul(expm1(pipe(x, logRatio(y), mul(alpha)))))
      return neg(pipe(log1p(pipe(fall, div(rest(x)))), mul(beta)))
    },
    back: (u) => above({ _tag: 'Kumaraswamy', alpha, beta }, neg(u)),
    beyond: (x, t) => {
      const more = pipe(rest(x), mul(neg(expm1(neg(pipe(t, div(beta)))))))
      return exp(pipe(log(pipe(exp(power(x)), add(more))), div(alpha)))
    },
    logSlope: (x) =>
      pipe(
        alpha,
        logProduct(beta),
        add(pipe(log(x), mul(pipe(alpha, sub(1))))),
        sub(logOneMinusExp(power(x)))
      ),
    logs: {
      at: (x) => pipe(inLogs(x), add(log(beta))),
      apart: (x, y) =>
        where(isTiny(y), pipe(y, logRatio(x), mul(alpha)), pipe(inLogs(y), sub(inLogs(x)))),
      times: (x, l) => {
        const further = logOneMinusExp(neg(exp(pipe(inLogs(x), add(l)))))
        return where(
          isTiny(x),
          pipe(x, mul(exp(pipe(l, div(alpha))))),
          exp(pipe(where(isTiny(x), constant(0), further), div(alpha)))
        )
      }
    }
  }
}

/** @category instances */
export const family = (d: Kumaraswamy): Family<Kumaraswamy> => ({
  tag: d._tag,
  support: unit,
  arguments: [
    { name: 'alpha', value: d.alpha, support: 'Positive' },
    { name: 'beta', value: d.beta, support: 'Positive' }
  ],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: logDensity(d),
  mapArguments: (f) => kumaraswamy({ alpha: f(d.alpha), beta: f(d.beta) }),
  locationScale: none,
  expansion: none,
  pathwise: some({ noise: 'uniform', push: (noise) => above(d, log(noise)) }),
  sample: right(
    scalarDraw(([alpha = NaN, beta = NaN], uniform) => {
      const logTail = Math.log(uniform()) / beta
      const x = (-Math.expm1(logTail)) ** (1 / alpha)
      return Math.min(Math.max(x, Number.MIN_VALUE), 1 - 2 ** -53)
    })
  ),
  peak: peak(d),
  moment: moment(d),
  median: some(above(d, constant(-Math.LN2))),
  cdf: some((x) => neg(expm1(pipe(logOneMinusExp(pipe(log(x), mul(d.alpha))), mul(d.beta))))),
  quantile: some((p) => above(d, log1p(neg(p)))),
  standard: some(rising(d)),
  entropy: some(entropy(d)),
  show: ([alpha = '', beta = '']) => `kumaraswamy({ alpha: ${alpha}, beta: ${beta} })`
})
