/**
 * The half-t: Student's t folded at zero. With one degree of freedom it is the half-Cauchy, with
 * many a half-normal.
 *
 * - density    ln 2 more than that of studentT with location 0, x > 0
 * - arguments  degrees of freedom ν (`df`) and scale s, positive
 * - moments    E xᵏ = sᵏ ν^(k/2) Γ(½(k + 1)) Γ(½(ν − k))/(√π Γ(½ν)), where ν is a constant above k > −1
 * - median     s √(ν h) 2^(1/ν), h = (¼ + aν + bcν²)/(1 + dν + eν² + cν³), which is exact for ν → 0
 *              and ν → ∞, b = Φ⁻¹(¾)²; the other coefficients were fitted. Relative error below
 *              0.17 % for ν ≥ 0.01
 * - expansion  x = √(a b), a ~ gamma(½, *scale* 2s²), b ~ inverseGamma(ν/2, scale ν/2)
 * - source     Gelman (2006), Bayesian Analysis 1(3)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { lgamma } from '../../expr/numbers/SpecialFunctions.ts'
import {
  add,
  div,
  exp,
  type ExprLike,
  lift,
  mul,
  pow,
  product,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import { ofSinh } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { family as studentTFamily, studentT, tEntropy, tPeak } from '../real/StudentT.ts'
import { logStandardGamma, positiveExp, scalarDraw, standardHalfNormal } from '../StandardDraws.ts'
import { polynomialIn } from '../PolynomialIn.ts'
import { positive } from '../supports/PositiveSupport.ts'
import { type Gamma, gamma } from './Gamma.ts'
import { type InverseGamma, inverseGamma } from './InverseGamma.ts'

/** @category model */
export interface HalfStudentT {
  readonly _tag: 'HalfStudentT'
  readonly df: Expr
  readonly scale: Expr
}

/** @category constructors */
export const halfStudentT = (a: {
  readonly df: ExprLike
  readonly scale: ExprLike
}): HalfStudentT => ({ _tag: 'HalfStudentT', df: lift(a.df), scale: lift(a.scale) })

const moment =
  ({ df, scale }: HalfStudentT) =>
  (k: number): Option<Expr> => {
    if (k === 0) return some(constant(1))
    if (df._tag !== 'Constant' || df.value <= k || k <= -1) return none
    const v = df.value / 2
    const log = lgamma((k + 1) / 2) + lgamma(v - k / 2) - lgamma(v) - 0.5 * Math.log(Math.PI)
    return some(pipe(scale, pow(k), mul(Math.exp(log + (k / 2) * Math.log(df.value)))))
  }

/** Φ⁻¹(¾)², the squared median of a half-normal. */
const limit = 0.454936423119572

const median = ({ df, scale }: HalfStudentT): Expr => {
  const top = polynomialIn(df)([0.25, 0.54934, 3.7286 * limit]),
    bottom = polynomialIn(df)([1, 1.5065, 3.7304, 3.7286])
  return product([
    scale,
    sqrt(pipe(df, mul(pipe(top, div(bottom))))),
    exp(pipe(constant(Math.LN2), div(df)))
  ])
}

/** @category instances */
export const family = (d: HalfStudentT): Family<HalfStudentT | Gamma | InverseGamma> => {
  const whole = studentT({ df: d.df, location: 0, scale: d.scale }),
    half = pipe(d.df, mul(0.5))
  return {
    tag: d._tag,
    support: positive,
    arguments: [
      { name: 'df', value: d.df, support: 'Positive' },
      { name: 'scale', value: d.scale, support: 'Positive' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: true,
    logDensity: (x) => pipe(studentTFamily(whole).logDensity(x), add(Math.LN2)),
    mapArguments: (f) => halfStudentT({ df: f(d.df), scale: f(d.scale) }),
    locationScale: some({
      location: constant(0),
      scale: d.scale,
      base: halfStudentT({ df: d.df, scale: 1 })
    }),
    expansion: some({
      parts: [
        { suffix: 'a', dist: gamma({ shape: 0.5, scale: pipe(square(d.scale), mul(2)) }) },
        { suffix: 'b', dist: inverseGamma({ shape: half, scale: half }) }
      ],
      value: (parts) => sqrt(product(parts))
    }),
    pathwise: none,
    sample: right(
      scalarDraw(([df = NaN, scale = NaN], uniform) => {
        const logVariance = Math.log(df / 2) - logStandardGamma(df / 2, uniform)
        return positiveExp(Math.log(scale * standardHalfNormal(uniform)) + logVariance / 2)
      })
    ),
    peak: some(pipe(tPeak(whole), add(Math.LN2))),
    moment: moment(d),
    median: some(median(d)),
    cdf: none,
    quantile: none,
    standard: some({ ...ofSinh(d.df, constant(0), d.scale), begins: constant(0) }),
    entropy: some(pipe(tEntropy(whole), sub(Math.LN2))),
    show: ([df = '', scale = '']) => `halfStudentT({ df: ${df}, scale: ${scale} })`
  }
}
