/**
 * The uniform distribution on an interval.
 *
 * - density    ln p(x) = −ln(h − l), l < x < h
 * - arguments  low l < high h, real
 * - moments    E xᵏ = (Σᵢ hⁱ lᵏ⁻ⁱ)/(k + 1) for k = 0, 1, 2, …: no difference of near powers
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  type ExprLike,
  div,
  lift,
  log,
  mul,
  neg,
  product,
  sub,
  total
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { interval } from '../supports/IntervalSupport.ts'

/** @category model */
export interface Uniform {
  readonly _tag: 'Uniform'
  readonly low: Expr
  readonly high: Expr
}

/** @category constructors */
export const uniform = (low: ExprLike, high: ExprLike): Uniform => ({
  _tag: 'Uniform',
  low: lift(low),
  high: lift(high)
})

const times = (n: number, x: Expr): ReadonlyArray<Expr> => Array.from({ length: n }, () => x)

const moment =
  ({ low, high }: Uniform) =>
  (k: number): Option<Expr> =>
    k >= 0 && Number.isInteger(k)
      ? some(
          pipe(
            total(
              Array.from({ length: k + 1 }, (_, i) =>
                product([...times(i, high), ...times(k - i, low)])
              )
            ),
            div(k + 1)
          )
        )
      : none

/** @category instances */
export const family = (d: Uniform): Family<Uniform> => {
  const width = pipe(d.high, sub(d.low))
  return {
    tag: d._tag,
    support: interval(d.low, d.high),
    arguments: [
      { name: 'low', value: d.low, support: 'Real' },
      { name: 'high', value: d.high, support: 'Real' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: true,
    logDensity: () => neg(log(width)),
    mapArguments: (f) => uniform(f(d.low), f(d.high)),
    locationScale: some({ location: d.low, scale: width, base: uniform(0, 1) }),
    expansion: none,
    pathwise: some({ noise: 'uniform', push: (noise) => pipe(width, mul(noise), add(d.low)) }),
    sample: right(scalarDraw(([low = NaN, high = NaN], uniform) => low + (high - low) * uniform())),
    peak: some(neg(log(width))),
    moment: moment(d),
    median: some(pipe(constant(0.5), mul(pipe(d.low, add(d.high))))),
    cdf: some((x) => pipe(x, sub(d.low), div(width))),
    quantile: some((p) => pipe(width, mul(p), add(d.low))),
    standard: none,
    entropy: some(log(width)),
    show: ([low = '', high = '']) => `uniform(${low}, ${high})`
  }
}
