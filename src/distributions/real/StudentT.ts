/**
 * Student's t distribution with location and scale: a normal whose variance is an inverse gamma. Its
 * tails fall as |x|^(−ν − 1), so that single far values move a location little.
 *
 * - density    ln p(x) = c(ν/2) − ½ ln 2π − ln|s| − ½(ν + 1) ln(1 + z²/ν), z = (x − m)/s, x real,
 *              where c(a) = ln Γ(a + ½) − ln Γ(a) − ½ ln a. Beyond d = |x − m|/√ν = |s|, the
 *              two last terms are −ln d − ν ln(d/|s|) − ½(ν + 1) ln(1 + s²/d²): no square leaves
 *              float32
 * - arguments  degrees of freedom ν (`df`), positive; location m real; scale s signed: only s²
 *              counts
 * - moments    E xᵏ for k = 0 … 4 where ν is a constant above k: the variance is s² ν/(ν − 2)
 * - median     m
 * - expansion  x = m + s √v e, v ~ inverseGamma(ν/2, scale ν/2), e ~ normal(0, 1)
 * - source     Lange, Little and Taylor (1989), JASA 84(408)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  digamma,
  div,
  type ExprLike,
  less,
  lift,
  log,
  log1p,
  logRatio,
  mul,
  neg,
  product,
  sqrt,
  square,
  stirling,
  sub
} from '../../expr/Words.ts'
import { ofSinh } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { type InverseGamma, inverseGamma } from '../positive/InverseGamma.ts'
import { logStandardGamma, positiveExp, scalarDraw, standardNormal } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'
import { type Normal, normal } from './Normal.ts'

/** @category model */
export interface StudentT {
  readonly _tag: 'StudentT'
  readonly df: Expr
  readonly location: Expr
  readonly scale: Expr
}

/** @category constructors */
export const studentT = (a: {
  readonly df: ExprLike
  readonly location: ExprLike
  readonly scale: ExprLike
}): StudentT => ({
  _tag: 'StudentT',
  df: lift(a.df),
  location: lift(a.location),
  scale: lift(a.scale)
})

/**
 * c(a) = δ(a + ½) − δ(a) + a ln(1 + 1/(2a)) − ½, δ the error of Stirling's formula: no difference of
 * two large logarithms.
 */
const gammaRatio = (a: Expr): Expr =>
  pipe(
    stirling(pipe(a, add(0.5))),
    sub(stirling(a)),
    add(pipe(log1p(pipe(constant(0.5), div(a))), mul(a))),
    sub(0.5)
  )

/** ln p(m), the highest. */
export const tPeak = ({ df, scale }: StudentT): Expr =>
  pipe(gammaRatio(pipe(df, mul(0.5))), sub(0.5 * Math.log(2 * Math.PI)), sub(log(abs(scale))))

/** −ln p(m) + ½(ν + 1)(ψ(½(ν + 1)) − ψ(½ν)) */
export const tEntropy = (d: StudentT): Expr => {
  const half = pipe(d.df, mul(0.5)),
    more = pipe(half, add(0.5))
  return pipe(digamma(more), sub(digamma(half)), mul(more), sub(tPeak(d)))
}

/** The first four raw moments, from the second and the fourth of the standard one. */
const moment =
  ({ df, location: m, scale: s }: StudentT) =>
  (k: number): Option<Expr> => {
    if (k === 0) return some(constant(1))
    if (df._tag !== 'Constant' || df.value <= k) return none
    const v = pipe(square(s), mul(df.value / (df.value - 2)))
    const fourth = pipe(square(v), mul((3 * (df.value - 2)) / (df.value - 4)))
    switch (k) {
      case 1:
        return some(m)
      case 2:
        return some(pipe(square(m), add(v)))
      case 3:
        return some(pipe(square(m), add(pipe(v, mul(3))), mul(m)))
      case 4:
        return some(pipe(square(square(m)), add(pipe(square(m), mul(v), mul(6))), add(fourth)))
      default:
        return none
    }
  }

/** @category instances */
export const family = (d: StudentT): Family<StudentT | InverseGamma | Normal> => {
  const half = pipe(d.df, mul(0.5))
  return {
    tag: d._tag,
    support: real,
    arguments: [
      { name: 'df', value: d.df, support: 'Positive' },
      { name: 'location', value: d.location, support: 'Real' },
      { name: 'scale', value: d.scale, support: 'Signed' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      const size = abs(d.scale),
        distance = pipe(abs(pipe(x, sub(d.location))), div(sqrt(d.df)))
      const isFar = pipe(size, less(distance))
      const far = pipe(neg(log(distance)), sub(pipe(distance, logRatio(size), mul(d.df))))
      const ratio = where(isFar, pipe(size, div(distance)), pipe(distance, div(size)))
      return pipe(
        gammaRatio(half),
        sub(0.5 * Math.log(2 * Math.PI)),
        add(where(isFar, far, neg(log(size)))),
        sub(pipe(log1p(square(ratio)), mul(pipe(d.df, add(1), mul(0.5)))))
      )
    },
    mapArguments: (f) => studentT({ df: f(d.df), location: f(d.location), scale: f(d.scale) }),
    locationScale: some({
      location: d.location,
      scale: d.scale,
      base: studentT({ df: d.df, location: 0, scale: 1 })
    }),
    expansion: some({
      parts: [
        { suffix: 'v', dist: inverseGamma({ shape: half, scale: half }) },
        { suffix: 'e', dist: normal(0, 1) }
      ],
      value: ([v = constant(NaN), e = constant(NaN)]) =>
        pipe(product([d.scale, sqrt(v), e]), add(d.location))
    }),
    pathwise: none,
    sample: right(
      scalarDraw(([df = NaN, location = NaN, scale = NaN], uniform) => {
        const logVariance = Math.log(df / 2) - logStandardGamma(df / 2, uniform)
        return location + scale * standardNormal(uniform) * positiveExp(logVariance / 2)
      })
    ),
    peak: some(tPeak(d)),
    moment: moment(d),
    median: some(d.location),
    cdf: none,
    quantile: none,
    standard: some(ofSinh(d.df, d.location, abs(d.scale))),
    entropy: some(tEntropy(d)),
    show: ([df = '', location = '', scale = '']) =>
      `studentT({ df: ${df}, location: ${location}, scale: ${scale} })`
  }
}
