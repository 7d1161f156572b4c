/**
 * The Fréchet distribution, that of large maxima: 1/x is Weibull with the same shape and scale 1/s.
 * Its tail falls as x^(−k − 1).
 *
 * - density    ln p(x) = ln(k/x) + t − eᵗ, t = k ln(s/x), x > 0, written as ln(k/x) − 1 − (eᵗ − 1 − t)
 * - arguments  shape k, scale s, both positive
 * - moments    E xʲ = sʲ Γ(1 − j/k) for j < k
 * - median     s (ln 2)^(−1/k)
 * - quantiles  s (−ln p)^(−1/k)
 * - entropy    1 + γ + γ/k + ln(s/k)
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
  type ExprLike,
  lgamma,
  lift,
  log,
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
export interface Frechet {
  readonly _tag: 'Frechet'
  readonly shape: Expr
  readonly scale: Expr
}

/** @category constructors */
export const frechet = (a: { readonly shape: ExprLike; readonly scale: ExprLike }): Frechet => ({
  _tag: 'Frechet',
  shape: lift(a.shape),
  scale: lift(a.scale)
})

/** ln p at the mode s(k/(k + 1))^(1/k): ln(k/s) + r (ln r − 1), r = (k + 1)/k. */
const peak = ({ shape, scale }: Frechet): Expr => {
  const r = pipe(shape, add(1), div(shape))
  return pipe(log(r), sub(1), mul(r), add(pipe(shape, logRatio(scale))))
}

const moment =
  ({ shape, scale }: Frechet) =>
  (j: number): Option<Expr> =>
    j <= 0 || (shape._tag === 'Constant' && shape.value > j)
      ? some(pipe(scale, pow(j), mul(exp(lgamma(pipe(constant(-j), div(shape), add(1)))))))
      : none

/** From −ln p. */
const fromExponential = (d: Frechet, e: Expr): Expr =>
  pipe(d.scale, mul(exp(neg(pipe(log(e), div(d.shape))))))

/** @category instances */
export const family = (d: Frechet): Family<Frechet> => ({
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
    const t = pipe(d.scale, logRatio(x), mul(d.shape))
    return pipe(d.shape, logRatio(x), sub(excess(t)), sub(1))
  },
  mapArguments: (f) => frechet({ shape: f(d.shape), scale: f(d.scale) }),
  locationScale: some({
    location: constant(0),
    scale: d.scale,
    base: frechet({ shape: d.shape, scale: 1 })
  }),
  expansion: none,
  pathwise: some({ noise: 'uniform', push: (noise) => fromExponential(d, neg(log(noise))) }),
  sample: right(
    scalarDraw(([shape = NaN, scale = NaN], uniform) =>
      positiveExp(Math.log(scale) - Math.log(-Math.log(uniform())) / shape)
    )
  ),
  peak: some(peak(d)),
  moment: moment(d),
  median: some(fromExponential(d, constant(Math.LN2))),
  cdf: some((x) => exp(neg(exp(pipe(d.scale, logRatio(x), mul(d.shape)))))),
  quantile: some((p) => fromExponential(d, neg(log(p)))),
  standard: some(ofPowers(d.shape, d.scale, false)),
  entropy: some(
    pipe(
      constant(eulerGamma),
      div(d.shape),
      add(pipe(d.scale, logRatio(d.shape))),
      add(1 + eulerGamma)
    )
  ),
  show: ([shape = '', scale = '']) => `frechet({ shape: ${shape}, scale: ${scale} })`
})
