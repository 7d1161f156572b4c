/**
 * The Pareto distribution: ln(x/m) is exponential with rate k.
 *
 * - density    ln p(x) = ln(k/x) − k ln(x/m), x > m
 * - arguments  the least value m (`minimum`) and the shape k, both positive
 * - moments    E xʲ = mʲ k/(k − j) for j < k
 * - median     m 2^(1/k)
 * - quantiles  m (1 − p)^(−1/k)
 * - entropy    1 + 1/k + ln(m/k)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  div,
  exp,
  expm1,
  type ExprLike,
  lift,
  log1p,
  logRatio,
  mul,
  neg,
  pow,
  reciprocal,
  sub
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { above } from '../supports/HalfLineSupport.ts'

/** @category model */
export interface Pareto {
  readonly _tag: 'Pareto'
  readonly minimum: Expr
  readonly shape: Expr
}

/** @category constructors */
export const pareto = (a: { readonly minimum: ExprLike; readonly shape: ExprLike }): Pareto => ({
  _tag: 'Pareto',
  minimum: lift(a.minimum),
  shape: lift(a.shape)
})

const moment =
  ({ minimum, shape }: Pareto) =>
  (j: number): Option<Expr> =>
    j <= 0 || (shape._tag === 'Constant' && shape.value > j)
      ? some(pipe(minimum, pow(j), mul(pipe(shape, div(pipe(shape, sub(j)))))))
      : none

/** From −ln(1 − p). */
const fromExponential = (d: Pareto, e: Expr): Expr =>
  pipe(d.minimum, mul(exp(pipe(e, div(d.shape)))))

/** @category instances */
export const family = (d: Pareto): Family<Pareto> => ({
  tag: d._tag,
  support: above(d.minimum),
  arguments: [
    { name: 'minimum', value: d.minimum, support: 'Positive' },
    { name: 'shape', value: d.shape, support: 'Positive' }
  ],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: true,
  logDensity: (x) => pipe(d.shape, logRatio(x), sub(pipe(x, logRatio(d.minimum), mul(d.shape)))),
  mapArguments: (f) => pareto({ minimum: f(d.minimum), shape: f(d.shape) }),
  locationScale: some({
    location: constant(0),
    scale: d.minimum,
    base: pareto({ minimum: 1, shape: d.shape })
  }),
  expansion: none,
  pathwise: some({ noise: 'uniform', push: (noise) => fromExponential(d, neg(log1p(neg(noise)))) }),
  sample: right(
    scalarDraw(
      ([minimum = NaN, shape = NaN], uniform) =>
        minimum * Math.min(Math.exp(-Math.log(uniform()) / shape), Number.MAX_VALUE / minimum)
    )
  ),
  peak: some(pipe(d.shape, logRatio(d.minimum))),
  moment: moment(d),
  median: some(fromExponential(d, constant(Math.LN2))),
  cdf: some((x) => neg(expm1(neg(pipe(x, logRatio(d.minimum), mul(d.shape)))))),
  quantile: some((p) => fromExponential(d, neg(log1p(neg(p))))),
  standard: none,
  entropy: some(pipe(d.minimum, logRatio(d.shape), add(reciprocal(d.shape)), add(1))),
  show: ([minimum = '', shape = '']) => `pareto({ minimum: ${minimum}, shape: ${shape} })`
})
