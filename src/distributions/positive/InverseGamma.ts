/**
 * The inverse gamma distribution, by shape and scale: 1/x is gamma with the same shape and scale
 * 1/b.
 *
 * - density    ln p(x) = a ln b − ln Γ(a) − (a + 1) ln x − b/x, x > 0, written as ln(√(a/2π)/x) − δ(a)
 *              − (λ − a − a ln(λ/a)), λ = b/x, as that of the gamma is
 * - arguments  shape a, scale b, both positive
 * - moments    E xᵏ = bᵏ Γ(a − k)/Γ(a) for k < a
 * - median     b over the median of the gamma with shape a and scale 1, and its relative error
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { map as mapOption, none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  digamma,
  div,
  type ExprLike,
  lgamma,
  lift,
  log,
  logRatio,
  mul,
  pow,
  sub
} from '../../expr/Words.ts'
import { ofShapes } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { logStandardGamma, positiveExp, scalarDraw } from '../StandardDraws.ts'
import { saddlepoint, unitEntropy, unitMedian, unitMoment } from './Gamma.ts'
import { positive } from '../supports/PositiveSupport.ts'

/** @category model */
export interface InverseGamma {
  readonly _tag: 'InverseGamma'
  readonly shape: Expr
  readonly scale: Expr
}

/** @category constructors */
export const inverseGamma = (a: {
  readonly shape: ExprLike
  readonly scale: ExprLike
}): InverseGamma => ({ _tag: 'InverseGamma', shape: lift(a.shape), scale: lift(a.scale) })

/** ln p at the mode b/(a + 1). */
const peak = ({ shape, scale }: InverseGamma): Expr => {
  const next = pipe(shape, add(1))
  return pipe(log(next), sub(1), mul(next), sub(lgamma(shape)), sub(log(scale)))
}

/** @category instances */
export const family = (d: InverseGamma): Family<InverseGamma> => ({
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
  logDensity: (x) =>
    saddlepoint(d.shape, x, {
      value: pipe(d.scale, div(x)),
      log: pipe(d.scale, logRatio(x))
    }),
  mapArguments: (f) => inverseGamma({ shape: f(d.shape), scale: f(d.scale) }),
  locationScale: some({
    location: constant(0),
    scale: d.scale,
    base: inverseGamma({ shape: d.shape, scale: 1 })
  }),
  expansion: none,
  pathwise: none,
  sample: right(
    scalarDraw(([shape = NaN, scale = NaN], uniform) =>
      positiveExp(Math.log(scale) - logStandardGamma(shape, uniform))
    )
  ),
  peak: some(peak(d)),
  moment: (k) => pipe(unitMoment(d.shape, -k), mapOption(mul(pipe(d.scale, pow(k))))),
  median: some(pipe(d.scale, div(unitMedian(d.shape)))),
  cdf: none,
  quantile: none,
  standard: some(ofShapes(d.shape, pipe(d.scale, div(d.shape)), false)),
  entropy: some(pipe(unitEntropy(d.shape), sub(pipe(digamma(d.shape), mul(2))), add(log(d.scale)))),
  show: ([shape = '', scale = '']) => `inverseGamma({ shape: ${shape}, scale: ${scale} })`
})
