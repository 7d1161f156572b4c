/**
 * The Poisson distribution, by its rate: counts of what happens independently, whose variance is
 * their mean.
 *
 * - mass       ln P(x) = x ln λ − λ − ln x!, x = 0, 1, 2, …, written as −(λ − x − x ln(λ/x)) −
 *              ½ ln 2πx − δ(x), δ the error of Stirling's formula; −λ at 0
 * - arguments  rate λ, positive. A rate e^η, as that of a regression, takes part as η: it may leave
 *              float32 below, and known exposures belong into η, as their logarithms
 * - moments    E xᵏ = Σ S(k, j) λʲ for k = 0 … 4, S the Stirling numbers of the second kind
 * - mode       ⌊λ⌋
 * - draws      none that is smooth in λ; on the host by gammas of whole shape, down to small rates.
 *              Ahrens and Dieter (1974), Computing 12(3)
 * - source     Loader (2000), Fast and accurate computation of binomial probabilities
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { add, type ExprLike, floor, lift, log } from '../../expr/Words.ts'
import { poissonDraw } from '../CountDraws.ts'
import { momentOfCounts, rising } from '../FactorialMoments.ts'
import type { Family } from '../Family.ts'
import { lessDeviance, minusLogFactorial } from '../SaddlePoint.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { counts } from '../supports/CountsSupport.ts'

/** @category model */
export interface Poisson {
  readonly _tag: 'Poisson'
  readonly rate: Expr
}

/** @category constructors */
export const poisson = (rate: ExprLike): Poisson => ({ _tag: 'Poisson', rate: lift(rate) })

const logMass =
  ({ rate }: Poisson) =>
  (x: Expr): Expr =>
    pipe(constant(0), lessDeviance(x, { value: rate, log: log(rate) }), add(minusLogFactorial(x)))

/** @category instances */
export const family = (d: Poisson): Family<Poisson> => ({
  tag: d._tag,
  support: counts,
  arguments: [{ name: 'rate', value: d.rate, support: 'Positive' }],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: logMass(d),
  mapArguments: (f) => poisson(f(d.rate)),
  locationScale: none,
  expansion: none,
  pathwise: none,
  sample: right(scalarDraw(([rate = NaN], uniform) => poissonDraw(rate, uniform))),
  peak: some(logMass(d)(floor(d.rate))),
  moment: momentOfCounts((j) => rising(j, () => d.rate)),
  median: none,
  cdf: none,
  quantile: none,
  standard: none,
  entropy: none,
  show: ([rate = '']) => `poisson(${rate})`
})
