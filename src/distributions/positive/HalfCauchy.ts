/**
 * The half-Cauchy C⁺(0, τ): a Cauchy folded at zero. Much mass near 0, tails too heavy for a mean.
 *
 * - density    ln p(x) = ln(2/π) + ln(τ/(x² + τ²)), x > 0, in one operation whose squares never leave
 *              float32
 * - arguments  scale τ, positive
 * - function   P(draw ≤ x) = (2/π) arctan(x/τ)
 * - moments    E xᵏ = τᵏ / cos(πk/2) for |k| < 1
 * - expansion  x = √(a b), a ~ gamma(½, *scale* τ²), b ~ inverseGamma(½, scale 1). Read as a rate
 *              it would give C⁺(0, 1/τ)
 * - source     Gelman (2006), Bayesian Analysis 1(3); Carvalho, Polson and Scott (2010), Biometrika
 *              97(2)
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { arctan } from '../../expr/Arctan.ts'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  cos,
  div,
  type ExprLike,
  lift,
  log,
  logCauchy,
  mul,
  pow,
  product,
  sin,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import { affine } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { type Gamma, gamma } from './Gamma.ts'
import { type InverseGamma, inverseGamma } from './InverseGamma.ts'
import { positive } from '../supports/PositiveSupport.ts'

/** @category model */
export interface HalfCauchy {
  readonly _tag: 'HalfCauchy'
  readonly scale: Expr
}

/** @category constructors */
export const halfCauchy = (scale: ExprLike): HalfCauchy => ({
  _tag: 'HalfCauchy',
  scale: lift(scale)
})

/** The inverse distribution function, τ tan(πu/2). */
const quantile =
  (scale: Expr) =>
  (u: Expr): Expr => {
    const angle = pipe(u, mul(Math.PI / 2))
    return pipe(scale, mul(pipe(sin(angle), div(cos(angle)))))
  }

/** @category instances */
export const family = (d: HalfCauchy): Family<HalfCauchy | Gamma | InverseGamma> => ({
  tag: d._tag,
  support: positive,
  arguments: [{ name: 'scale', value: d.scale, support: 'Positive' }],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: true,
  logDensity: (x) => pipe(x, logCauchy(d.scale), add(Math.log(2 / Math.PI))),
  mapArguments: (f) => halfCauchy(f(d.scale)),
  locationScale: some({ location: constant(0), scale: d.scale, base: halfCauchy(1) }),
  expansion: some({
    parts: [
      { suffix: 'a', dist: gamma({ shape: 0.5, scale: square(d.scale) }) },
      { suffix: 'b', dist: inverseGamma({ shape: 0.5, scale: 1 }) }
    ],
    value: (parts) => sqrt(product(parts))
  }),
  pathwise: some({ noise: 'uniform', push: quantile(d.scale) }),
  sample: right(
    scalarDraw(([scale = NaN], uniform) => scale * Math.tan((Math.PI / 2) * uniform()))
  ),
  peak: some(pipe(constant(Math.log(2 / Math.PI)), sub(log(d.scale)))),
  moment: (k) =>
    Math.abs(k) < 1 ? some(pipe(d.scale, pow(k), div(Math.cos((Math.PI * k) / 2)))) : none,
  median: some(d.scale),
  cdf: some((x) => pipe(arctan(pipe(x, div(d.scale))), mul(2 / Math.PI))),
  quantile: some(quantile(d.scale)),
  standard: some({ ...affine('cauchy', constant(0), d.scale), begins: constant(0) }),
  entropy: some(pipe(log(d.scale), add(Math.log(2 * Math.PI)))),
  show: ([scale = '']) => `halfCauchy(${scale})`
})
