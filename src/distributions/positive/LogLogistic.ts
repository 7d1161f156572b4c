/**
 * The log-logistic distribution: ln x is logistic, with location ln s and scale 1/k.
 *
 * - density    ln p(x) = ln(k/x) − ln(1 + eᵗ) − ln(1 + e⁻ᵗ), t = k ln(x/s), x > 0
 * - arguments  shape k, scale s, both positive
 * - moments    E xʲ = sʲ (πj/k)/sin(πj/k) for |j| < k, k a constant
 * - median     s
 * - quantiles  s (p/(1 − p))^(1/k)
 * - entropy    2 + ln(s/k)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  div,
  exp,
  type ExprLike,
  lift,
  log,
  log1p,
  logRatio,
  mul,
  neg,
  pow,
  reciprocal,
  sigmoid,
  softplus,
  sub
} from '../../expr/Words.ts'
import { ofLogs } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { positiveExp, scalarDraw } from '../StandardDraws.ts'
import { positive } from '../supports/PositiveSupport.ts'

/** @category model */
export interface LogLogistic {
  readonly _tag: 'LogLogistic'
  readonly shape: Expr
  readonly scale: Expr
}

/** @category constructors */
export const logLogistic = (a: {
  readonly shape: ExprLike
  readonly scale: ExprLike
}): LogLogistic => ({ _tag: 'LogLogistic', shape: lift(a.shape), scale: lift(a.scale) })

/** k ln(x/s) */
const standard = (d: LogLogistic, x: Expr): Expr => pipe(x, logRatio(d.scale), mul(d.shape))

/** ln p at the mode s((k − 1)/(k + 1))^(1/k); none unless k is a constant ≥ 1. */
const peak = ({ shape, scale }: LogLogistic): Option<Expr> => {
  if (shape._tag !== 'Constant' || shape.value < 1) return none
  const k = shape.value,
    odds = (k - 1) / (k + 1)
  const rise = odds === 0 ? 0 : (1 - 1 / k) * Math.log(odds)
  return some(pipe(constant(Math.log(k) + rise - 2 * Math.log1p(odds)), sub(log(scale))))
}

const moment =
  ({ shape, scale }: LogLogistic) =>
  (j: number): Option<Expr> => {
    if (j === 0) return some(constant(1))
    if (shape._tag !== 'Constant' || shape.value <= Math.abs(j)) return none
    const angle = (Math.PI * j) / shape.value
    return some(pipe(scale, pow(j), mul(angle / Math.sin(angle))))
  }

const quantile =
  (d: LogLogistic) =>
  (p: Expr): Expr =>
    pipe(d.scale, mul(exp(pipe(log(p), sub(log1p(neg(p))), div(d.shape)))))

/** @category instances */
export const family = (d: LogLogistic): Family<LogLogistic> => ({
  tag: d._tag,
  support: positive,
  arguments: [
    { name: 'shape', value: d.shape, support: 'Positive' },
    { name: 'scale', value: d.scale, support: 'Positive' }
  ],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: (x) => {
    const t = standard(d, x)
    return pipe(d.shape, logRatio(x), sub(softplus(t)), sub(softplus(neg(t))))
  },
  mapArguments: (f) => logLogistic({ shape: f(d.shape), scale: f(d.scale) }),
  locationScale: some({
    location: constant(0),
    scale: d.scale,
    base: logLogistic({ shape: d.shape, scale: 1 })
  }),
  expansion: none,
  pathwise: some({ noise: 'uniform', push: quantile(d) }),
  sample: right(
    scalarDraw(([shape = NaN, scale = NaN], uniform) => {
      const u = uniform()
      return positiveExp(Math.log(scale) + (Math.log(u) - Math.log1p(-u)) / shape)
    })
  ),
  peak: peak(d),
  moment: moment(d),
  median: some(d.scale),
  cdf: some((x) => sigmoid(standard(d, x))),
  quantile: some(quantile(d)),
  standard: some(
    ofLogs('logistic', reciprocal(d.shape), {
      at: (x) => standard(d, x),
      back: (u) => pipe(d.scale, mul(exp(pipe(u, div(d.shape)))))
    })
  ),
  entropy: some(pipe(d.scale, logRatio(d.shape), add(2))),
  show: ([shape = '', scale = '']) => `logLogistic({ shape: ${shape}, scale: ${scale} })`
})
