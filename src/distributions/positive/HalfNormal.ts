/**
 * The half-normal distribution: the size of a normal draw around 0.
 *
 * - density    ln p(x) = ½ ln(2/π) − ln s − ½(x/s)², x > 0
 * - arguments  scale s, positive
 * - moments    E xᵏ = sᵏ 2^(k/2) Γ((k + 1)/2)/√π for k > −1
 * - median     s Φ⁻¹(¾)
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  erf,
  exp,
  type ExprLike,
  lgamma,
  lift,
  log,
  mul,
  ndtri,
  neg,
  pow,
  square,
  sub
} from '../../expr/Words.ts'
import { affine } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { scalarDraw, standardHalfNormal } from '../StandardDraws.ts'
import { positive } from '../supports/PositiveSupport.ts'

/** @category model */
export interface HalfNormal {
  readonly _tag: 'HalfNormal'
  readonly scale: Expr
}

/** @category constructors */
export const halfNormal = (scale: ExprLike): HalfNormal => ({
  _tag: 'HalfNormal',
  scale: lift(scale)
})

const moment =
  (scale: Expr) =>
  (k: number): Option<Expr> =>
    k > -1
      ? some(
          pipe(
            exp(lgamma(constant((k + 1) / 2))),
            mul(2 ** (k / 2) / Math.sqrt(Math.PI)),
            mul(pipe(scale, pow(k)))
          )
        )
      : none

/** @category instances */
export const family = (d: HalfNormal): Family<HalfNormal> => ({
  tag: d._tag,
  support: positive,
  arguments: [{ name: 'scale', value: d.scale, support: 'Positive' }],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: true,
  logDensity: (x) =>
    pipe(
      square(pipe(x, div(d.scale))),
      mul(-0.5),
      sub(log(d.scale)),
      sub(0.5 * Math.log(Math.PI / 2))
    ),
  mapArguments: (f) => halfNormal(f(d.scale)),
  locationScale: some({ location: constant(0), scale: d.scale, base: halfNormal(1) }),
  expansion: none,
  pathwise: some({ noise: 'normal', push: (noise) => pipe(d.scale, mul(abs(noise))) }),
  sample: right(scalarDraw(([scale = NaN], uniform) => scale * standardHalfNormal(uniform))),
  peak: some(pipe(constant(0.5 * Math.log(2 / Math.PI)), sub(log(d.scale)))),
  moment: moment(d.scale),
  median: some(pipe(d.scale, mul(0.6744897501960817))),
  cdf: some((x) => erf(pipe(x, div(d.scale), mul(Math.SQRT1_2)))),
  quantile: some((p) =>
    pipe(neg(ndtri(pipe(constant(0.5), sub(pipe(p, mul(0.5)))))), mul(d.scale))
  ),
  standard: some({ ...affine('normal', constant(0), d.scale), begins: constant(0) }),
  entropy: some(pipe(log(d.scale), add(0.5 * Math.log(Math.PI / 2) + 0.5))),
  show: ([scale = '']) => `halfNormal(${scale})`
})
