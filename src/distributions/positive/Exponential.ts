/**
 * The exponential distribution, by rate: the gamma with shape 1 and scale 1/λ.
 *
 * - density    ln p(x) = ln λ − λ x, x > 0
 * - arguments  rate λ, positive
 * - moments    E xᵏ = Γ(1 + k)/λᵏ for k > −1
 * - median     ln 2/λ
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  div,
  exp,
  expm1,
  type ExprLike,
  lgamma,
  lift,
  log,
  log1p,
  mul,
  neg,
  pow,
  reciprocal,
  sub
} from '../../expr/Words.ts'
import { affine } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { positive } from '../supports/PositiveSupport.ts'

/** @category model */
export interface Exponential {
  readonly _tag: 'Exponential'
  readonly rate: Expr
}

/** @category constructors */
export const exponential = (rate: ExprLike): Exponential => ({
  _tag: 'Exponential',
  rate: lift(rate)
})

const moment =
  (rate: Expr) =>
  (k: number): Option<Expr> =>
    k > -1 ? some(pipe(exp(lgamma(constant(1 + k))), div(pipe(rate, pow(k))))) : none

/** @category instances */
export const family = (d: Exponential): Family<Exponential> => ({
  tag: d._tag,
  support: positive,
  arguments: [{ name: 'rate', value: d.rate, support: 'Positive' }],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: true,
  logDensity: (x) => pipe(log(d.rate), sub(pipe(d.rate, mul(x)))),
  mapArguments: (f) => exponential(f(d.rate)),
  locationScale: some({ location: constant(0), scale: reciprocal(d.rate), base: exponential(1) }),
  expansion: none,
  pathwise: some({ noise: 'uniform', push: (noise) => pipe(neg(log1p(neg(noise))), div(d.rate)) }),
  sample: right(scalarDraw(([rate = NaN], uniform) => -Math.log(uniform()) / rate)),
  peak: some(log(d.rate)),
  moment: moment(d.rate),
  median: some(pipe(constant(Math.LN2), div(d.rate))),
  cdf: some((x) => neg(expm1(neg(pipe(d.rate, mul(x)))))),
  quantile: some((p) => pipe(neg(log1p(neg(p))), div(d.rate))),
  standard: some(affine('exponential', constant(0), reciprocal(d.rate))),
  entropy: some(pipe(constant(1), sub(log(d.rate)))),
  show: ([rate = '']) => `exponential(${rate})`
})
