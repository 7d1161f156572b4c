/**
 * The beta prime distribution: a ratio of two gammas. Of a squared scale it is the three-parameter
 * beta law: alpha says how much mass lies near 0, beta how heavy the tail is.
 *
 * - density    ln p(x) = (a − 1) ln r − (a + b) ln(1 + r) − ln s − ln B(a, b), r = x/s, x > 0, written
 *              as ½ ln(ab/n) − ½ ln 2π − ln x − δ(a) − δ(b) + δ(n) − D(np, a) − D(nq, b), n = a + b,
 *              p = 1 − q = x/(x + s), δ the error of Stirling's formula, D(x, y) = x − y − y ln(x/y)
 * - arguments  shapes a (`alpha`) and b (`beta`), scale s, all positive
 * - moments    E xᵏ = sᵏ B(a + k, b − k)/B(a, b) for −a < k < b, where a and b are constants
 * - median     s times the ratio of the medians of gammas of shapes a and b: exact for a = b. The mass
 *              below is within 0.02 of ½ for shapes from 0.4 on
 * - entropy    ln s + ln B(a, b) − (a − 1)(ψ(a) − ψ(b)) + n(ψ(n) − ψ(b))
 * - expansion  x = a b, a ~ gamma(a, scale s), b ~ inverseGamma(b, scale 1)
 * - source     Armagan, Clyde and Dunson (2011), NeurIPS
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { lgamma as lgammaOf } from '../../expr/numbers/SpecialFunctions.ts'
import {
  add,
  deviance,
  digamma,
  div,
  type ExprLike,
  lgamma,
  lift,
  log,
  log1p,
  logRatio,
  mul,
  pow,
  product,
  sqrt,
  stirling,
  sub
} from '../../expr/Words.ts'
import { ofRatios } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { logStandardGamma, positiveExp, scalarDraw } from '../StandardDraws.ts'
import { positive } from '../supports/PositiveSupport.ts'
import { type Gamma, gamma, unitMedian } from './Gamma.ts'
import { type InverseGamma, inverseGamma } from './InverseGamma.ts'

/** @category model */
export interface BetaPrime {
  readonly _tag: 'BetaPrime'
  readonly alpha: Expr
  readonly beta: Expr
  readonly scale: Expr
}

/** @category constructors */
export const betaPrime = (a: {
  readonly alpha: ExprLike
  readonly beta: ExprLike
  readonly scale: ExprLike
}): BetaPrime => ({
  _tag: 'BetaPrime',
  alpha: lift(a.alpha),
  beta: lift(a.beta),
  scale: lift(a.scale)
})

/** Of alpha 1 the density is finite at 0; of a smaller one it is infinite there, of a larger one 0. */
const isLomax = ({ alpha }: BetaPrime): boolean => alpha._tag === 'Constant' && alpha.value === 1

const logDensity =
  (d: BetaPrime) =>
  (x: Expr): Expr => {
    if (isLomax(d))
      return pipe(
        d.beta,
        logRatio(d.scale),
        sub(pipe(log1p(pipe(x, div(d.scale))), mul(pipe(d.beta, add(1)))))
      )
    const { alpha: a, beta: b, scale } = d
    const n = pipe(a, add(b)),
      whole = pipe(x, add(scale))
    return pipe(
      sqrt(pipe(a, div(n), mul(b), mul(1 / (2 * Math.PI)))),
      logRatio(x),
      sub(stirling(a)),
      sub(stirling(b)),
      add(stirling(n)),
      sub(pipe(x, div(whole), mul(n), deviance(a))),
      sub(pipe(scale, div(whole), mul(n), deviance(b)))
    )
  }

/** ln p at the mode s(a − 1)/(b + 1); none unless a and b are constants and a ≥ 1. */
const peak = ({ alpha, beta, scale }: BetaPrime): Option<Expr> => {
  if (alpha._tag !== 'Constant' || beta._tag !== 'Constant' || alpha.value < 1) return none
  const [a, b] = [alpha.value, beta.value]
  const rise = a === 1 ? 0 : (a - 1) * Math.log((a - 1) / (a + b))
  const fall = (b + 1) * Math.log((b + 1) / (a + b))
  const unit = rise + fall - lgammaOf(a) - lgammaOf(b) + lgammaOf(a + b)
  return some(pipe(constant(unit), sub(log(scale))))
}

const moment =
  ({ alpha, beta, scale }: BetaPrime) =>
  (k: number): Option<Expr> => {
    if (k === 0) return some(constant(1))
    if (alpha._tag !== 'Constant' || beta._tag !== 'Constant') return none
    const [a, b] = [alpha.value, beta.value]
    if (a + k <= 0 || b <= k) return none
    const log = lgammaOf(a + k) + lgammaOf(b - k) - lgammaOf(a) - lgammaOf(b)
    return some(pipe(scale, pow(k), mul(Math.exp(log))))
  }

const entropy = ({ alpha: a, beta: b, scale }: BetaPrime): Expr => {
  const n = pipe(a, add(b)),
    atB = digamma(b)
  return pipe(
    log(scale),
    add(lgamma(a)),
    add(lgamma(b)),
    sub(lgamma(n)),
    sub(pipe(digamma(a), sub(atB), mul(pipe(a, sub(1))))),
    add(pipe(digamma(n), sub(atB), mul(n)))
  )
}

/** @category instances */
export const family = (d: BetaPrime): Family<BetaPrime | Gamma | InverseGamma> => ({
  tag: d._tag,
  support: positive,
  arguments: [
    { name: 'alpha', value: d.alpha, support: 'Positive' },
    { name: 'beta', value: d.beta, support: 'Positive' },
    { name: 'scale', value: d.scale, support: 'Positive' }
  ],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: isLomax(d),
  logDensity: logDensity(d),
  mapArguments: (f) => betaPrime({ alpha: f(d.alpha), beta: f(d.beta), scale: f(d.scale) }),
  locationScale: some({
    location: constant(0),
    scale: d.scale,
    base: betaPrime({ alpha: d.alpha, beta: d.beta, scale: 1 })
  }),
  expansion: some({
    parts: [
      { suffix: 'a', dist: gamma({ shape: d.alpha, scale: d.scale }) },
      { suffix: 'b', dist: inverseGamma({ shape: d.beta, scale: 1 }) }
    ],
    value: product
  }),
  pathwise: none,
  sample: right(
    scalarDraw(([alpha = NaN, beta = NaN, scale = NaN], uniform) => {
      const logRatioOfGammas = logStandardGamma(alpha, uniform) - logStandardGamma(beta, uniform)
      return positiveExp(Math.log(scale) + logRatioOfGammas)
    })
  ),
  peak: peak(d),
  moment: moment(d),
  median: some(pipe(unitMedian(d.alpha), div(unitMedian(d.beta)), mul(d.scale))),
  cdf: none,
  quantile: none,
  standard: some(ofRatios(d.alpha, d.beta, pipe(d.alpha, div(d.beta), mul(d.scale)))),
  entropy: some(entropy(d)),
  show: ([alpha = '', beta = '', scale = '']) =>
    `betaPrime({ alpha: ${alpha}, beta: ${beta}, scale: ${scale} })`
})
