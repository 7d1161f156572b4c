/**
 * The log-normal distribution: ln x is normal.
 *
 * - density    ln p(x) = −½((ln x − m)/s)² − ln(s x) − ½ ln 2π, x > 0
 * - arguments  location m of ln x, real; scale s of ln x, positive
 * - peak       at exp(m − s²)
 * - moments    E xᵏ = exp(k m + ½ k² s²) for every real k
 * - scale      x = eᵐ · base, the base log-normal with location 0 and the same s
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  div,
  exp,
  type ExprLike,
  lift,
  log,
  logNdtr,
  logProduct,
  mul,
  ndtri,
  square,
  sub
} from '../../expr/Words.ts'
import { ofLogs } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { positiveExp, scalarDraw, standardNormal } from '../StandardDraws.ts'
import { positive } from '../supports/PositiveSupport.ts'

/** @category model */
export interface LogNormal {
  readonly _tag: 'LogNormal'
  readonly location: Expr
  readonly scale: Expr
}

/** @category constructors */
export const logNormal = (location: ExprLike, scale: ExprLike): LogNormal => ({
  _tag: 'LogNormal',
  location: lift(location),
  scale: lift(scale)
})

/** @category instances */
export const family = (d: LogNormal): Family<LogNormal> => ({
  tag: d._tag,
  support: positive,
  arguments: [
    { name: 'location', value: d.location, support: 'Real' },
    { name: 'scale', value: d.scale, support: 'Positive' }
  ],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: (x) => {
    const y = log(x)
    return pipe(
      square(pipe(y, sub(d.location), div(d.scale))),
      mul(-0.5),
      sub(pipe(d.scale, logProduct(x))),
      sub(0.5 * Math.log(2 * Math.PI))
    )
  },
  mapArguments: (f) => logNormal(f(d.location), f(d.scale)),
  locationScale: some({
    location: constant(0),
    scale: exp(d.location),
    base: logNormal(0, d.scale)
  }),
  expansion: none,
  pathwise: some({
    noise: 'normal',
    push: (noise) => exp(pipe(d.scale, mul(noise), add(d.location)))
  }),
  sample: right(
    scalarDraw(([location = NaN, scale = NaN], uniform) =>
      positiveExp(location + scale * standardNormal(uniform))
    )
  ),
  peak: some(
    pipe(
      square(d.scale),
      mul(0.5),
      sub(d.location),
      sub(log(d.scale)),
      sub(0.5 * Math.log(2 * Math.PI))
    )
  ),
  moment: (k) => some(exp(pipe(d.location, mul(k), add(pipe(square(d.scale), mul(0.5 * k * k)))))),
  median: some(exp(d.location)),
  cdf: some((x) => exp(logNdtr(pipe(log(x), sub(d.location), div(d.scale))))),
  quantile: some((p) => exp(pipe(d.scale, mul(ndtri(p)), add(d.location)))),
  standard: some(
    ofLogs('normal', d.scale, {
      at: (x) => pipe(log(x), sub(d.location), div(d.scale)),
      back: (u) => exp(pipe(d.scale, mul(u), add(d.location)))
    })
  ),
  entropy: some(pipe(d.location, add(log(d.scale)), add(0.5 * Math.log(2 * Math.PI) + 0.5))),
  show: ([location = '', scale = '']) => `logNormal(${location}, ${scale})`
})
