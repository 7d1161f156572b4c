/**
 * The Weibull distribution: x/λ is the 1/k-th power of a standard exponential. A waiting time whose
 * hazard rises with x for shapes above 1 and falls for those below.
 *
 * - density    ln p(x) = ln(k/x) + t − eᵗ, t = k ln(x/λ), x > 0, written as ln(k/x) − 1 − (eᵗ − 1 − t)
 * - arguments  shape k, scale λ, both positive: in the order of Stan and SciPy, given by name since
 *              NumPyro's is the other one
 * - moments    E xʲ = λʲ Γ(1 + j/k) for j > −k
 * - median     λ (ln 2)^(1/k)
 * - quantiles  λ (−ln(1 − p))^(1/k)
 * - entropy    γ(1 − 1/k) + ln(λ/k) + 1
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { eulerGamma } from '../../expr/numbers/SpecialFunctions.ts'
import {
  add,
  div,
  excess,
  exp,
  expm1,
  type ExprLike,
  lgamma,
  lift,
  log,
  log1p,
  logRatio,
  mul,
  neg,
  pow,
  sub
} from '../../expr/Words.ts'
import { ofPowers } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { positiveExp, scalarDraw } from '../StandardDraws.ts'
import { positive } from '../supports/PositiveSupport.ts'

/** @category model */
export interface Weibull {
  readonly _tag: 'Weibull'
  readonly shape: Expr
  readonly scale: Expr
}

/** @category constructors */
export const weibull = (a: { readonly shape: ExprLike; readonly scale: ExprLike }): Weibull => ({
  _tag: 'Weibull',
  shape: lift(a.shape),
  scale: lift(a.scale)
})

const logDensity =
  ({ shape, scale }: Weibull) =>
  (x: Expr): Expr => {
    const t = pipe(x, logRatio(scale), mul(shape))
    return pipe(shape, logRatio(x), sub(excess(t)), sub(1))
  }

/** Of shape 1 the density is finite at 0; of a smaller one it is infinite there, of a larger one 0. */
const isExponential = ({ shape }: Weibull): boolean =>
  shape._tag === 'Constant' && shape.value === 1

/** ln p at the mode λ((k − 1)/k)^(1/k); none unless k is a constant ≥ 1. */
const peak = ({ shape, scale }: Weibull): Option<Expr> => {
  if (shape._tag !== 'Constant' || shape.value < 1) return none
  const k = shape.value,
    rest = (k - 1) / k
  const unit = rest === 0 ? 0 : Math.log(k) + rest * (Math.log(rest) - 1)
  return some(pipe(constant(unit), sub(log(scale))))
}

const moment =
  ({ shape, scale }: Weibull) =>
  (j: number): Option<Expr> =>
    j >= 0 || (shape._tag === 'Constant' && shape.value + j > 0)
      ? some(pipe(scale, pow(j), mul(exp(lgamma(pipe(constant(j), div(shape), add(1)))))))
      : none

/** From −ln(1 − p). */
const fromExponential = (d: Weibull, e: Expr): Expr =>
  pipe(d.scale, mul(exp(pipe(log(e), div(d.shape)))))

/** @category instances */
export const family = (d: Weibull): Family<Weibull> => ({
  tag: d._tag,
  support: positive,
  arguments: [
    { name: 'shape', value: d.shape, support: 'Positive' },
    { name: 'scale', value: d.scale, support: 'Positive' }
  ],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: isExponential(d),
  logDensity: isExponential(d)
    ? (x) => neg(pipe(x, div(d.scale), add(log(d.scale))))
    : logDensity(d),
  mapArguments: (f) => weibull({ shape: f(d.shape), scale: f(d.scale) }),
  locationScale: some({
    location: constant(0),
    scale: d.scale,
    base: weibull({ shape: d.shape, scale: 1 })
  }),
  expansion: none,
  pathwise: some({ noise: 'uniform', push: (noise) => fromExponential(d, neg(log1p(neg(noise)))) }),
  sample: right(
    scalarDraw(([shape = NaN, scale = NaN], uniform) =>
      positiveExp(Math.log(scale) + Math.log(-Math.log(uniform())) / shape)
    )
  ),
  peak: peak(d),
  moment: moment(d),
  median: some(fromExponential(d, constant(Math.LN2))),
  cdf: some((x) => neg(expm1(neg(exp(pipe(x, logRatio(d.scale), mul(d.shape))))))),
  quantile: some((p) => fromExponential(d, neg(log1p(neg(p))))),
  standard: some(ofPowers(d.shape, d.scale, true)),
  entropy: some(
    pipe(
      constant(eulerGamma),
      mul(pipe(constant(1), sub(pipe(constant(1), div(d.shape))))),
      add(pipe(d.scale, logRatio(d.shape))),
      add(1)
    )
  ),
  show: ([shape = '', scale = '']) => `weibull({ shape: ${shape}, scale: ${scale} })`
})
