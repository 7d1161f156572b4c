/**
 * The Cauchy distribution: Student's t with one degree of freedom. Its tails are too heavy for a
 * mean.
 *
 * - density    ln p(x) = −ln π + ln(|s|/((x − m)² + s²)), x real, in one operation whose squares
 *              never leave float32
 * - arguments  location m real; scale s signed: only s² counts
 * - moments    none but E x⁰
 * - function   P(draw ≤ x) = θ/π, tan(θ/2) = u + √(1 + u²), u = (x − m)/|s|
 * - quantiles  m − |s| cos(πp)/sin(πp)
 * - entropy    ln 4π|s|
 * - expansion  x = m + s √v e, v ~ inverseGamma(½, scale ½), e ~ normal(0, 1)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  abs,
  add,
  cos,
  div,
  type ExprLike,
  lift,
  log,
  logCauchy,
  mul,
  neg,
  product,
  sin,
  sqrt,
  sub
} from '../../expr/Words.ts'
import { angleBelow } from '../between/CauchyBetween.ts'
import { affine } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { type InverseGamma, inverseGamma } from '../positive/InverseGamma.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'
import { type Normal, normal } from './Normal.ts'

/** @category model */
export interface Cauchy {
  readonly _tag: 'Cauchy'
  readonly location: Expr
  readonly scale: Expr
}

/** @category constructors */
export const cauchy = (location: ExprLike, scale: ExprLike): Cauchy => ({
  _tag: 'Cauchy',
  location: lift(location),
  scale: lift(scale)
})

/** That of the standard one, −cos(πp)/sin(πp). */
const standardQuantile = (p: Expr): Expr => {
  const angle = pipe(p, mul(Math.PI))
  return neg(pipe(cos(angle), div(sin(angle))))
}

/** @category instances */
export const family = (d: Cauchy): Family<Cauchy | InverseGamma | Normal> => {
  const size = abs(d.scale)
  return {
    tag: d._tag,
    support: real,
    arguments: [
      { name: 'location', value: d.location, support: 'Real' },
      { name: 'scale', value: d.scale, support: 'Signed' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => pipe(abs(pipe(x, sub(d.location))), logCauchy(size), sub(Math.log(Math.PI))),
    mapArguments: (f) => cauchy(f(d.location), f(d.scale)),
    locationScale: some({ location: d.location, scale: d.scale, base: cauchy(0, 1) }),
    expansion: some({
      parts: [
        { suffix: 'v', dist: inverseGamma({ shape: 0.5, scale: 0.5 }) },
        { suffix: 'e', dist: normal(0, 1) }
      ],
      value: ([v = constant(NaN), e = constant(NaN)]) =>
        pipe(product([d.scale, sqrt(v), e]), add(d.location))
    }),
    pathwise: some({
      noise: 'uniform',
      push: (noise) => pipe(d.scale, mul(standardQuantile(noise)), add(d.location))
    }),
    sample: right(
      scalarDraw(
        ([location = NaN, scale = NaN], uniform) =>
          location + scale * Math.tan(Math.PI * (uniform() - 0.5))
      )
    ),
    peak: some(neg(pipe(log(size), add(Math.log(Math.PI))))),
    moment: (k) => (k === 0 ? some(constant(1)) : none),
    median: some(d.location),
    cdf: some((x) => pipe(angleBelow(pipe(x, sub(d.location), div(size))), div(Math.PI))),
    quantile: some((p) => pipe(size, mul(standardQuantile(p)), add(d.location))),
    standard: some(affine('cauchy', d.location, size)),
    entropy: some(pipe(log(size), add(Math.log(4 * Math.PI)))),
    show: ([location = '', scale = '']) => `cauchy(${location}, ${scale})`
  }
}
