/**
 * The Laplace distribution: an exponential on either side of its location. As a prior of weights it
 * is the lasso's; its mode is a sparse one, its draws and its posterior mean are not.
 *
 * - density    ln p(x) = −|x − m|/|s| − ln 2|s|, x real
 * - arguments  location m real; scale s signed: only s² counts
 * - moments    E xᵏ for k = 0 … 4: the variance is 2s²
 * - quantiles  m + |s| ln 2p up to p = ½, m − |s| ln 2(1 − p) above
 * - entropy    1 + ln 2|s|
 * - mixture    normal, of exponential variance: v ~ exponential(1/(2s²))
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  exp,
  type ExprLike,
  less,
  lift,
  log,
  mul,
  neg,
  sub
} from '../../expr/Words.ts'
import { affineMoment } from '../AffineMoments.ts'
import { affine } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'

/** @category model */
export interface Laplace {
  readonly _tag: 'Laplace'
  readonly location: Expr
  readonly scale: Expr
}

/** @category constructors */
export const laplace = (location: ExprLike, scale: ExprLike): Laplace => ({
  _tag: 'Laplace',
  location: lift(location),
  scale: lift(scale)
})

const standardQuantile = (p: Expr): Expr =>
  where(pipe(p, less(0.5)), log(pipe(p, mul(2))), neg(log(pipe(constant(1), sub(p), mul(2)))))

const standardCdf = (z: Expr): Expr => {
  const half = pipe(exp(neg(abs(z))), mul(0.5))
  return where(pipe(z, less(0)), half, pipe(constant(1), sub(half)))
}

/** @category instances */
export const family = (d: Laplace): Family<Laplace> => {
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
    logDensity: (x) =>
      neg(pipe(abs(pipe(x, sub(d.location))), div(size), add(log(size)), add(Math.LN2))),
    mapArguments: (f) => laplace(f(d.location), f(d.scale)),
    locationScale: some({ location: d.location, scale: d.scale, base: laplace(0, 1) }),
    expansion: none,
    pathwise: some({
      noise: 'uniform',
      push: (noise) => pipe(d.scale, mul(standardQuantile(noise)), add(d.location))
    }),
    sample: right(
      scalarDraw(([location = NaN, scale = NaN], uniform) => {
        const side = uniform() < 0.5 ? -scale : scale
        return location - side * Math.log(uniform())
      })
    ),
    peak: some(neg(pipe(log(size), add(Math.LN2)))),
    moment: affineMoment(d.location, d.scale, [1, 0, 2, 0, 24]),
    median: some(d.location),
    cdf: some((x) => standardCdf(pipe(x, sub(d.location), div(size)))),
    quantile: some((p) => pipe(size, mul(standardQuantile(p)), add(d.location))),
    standard: some(affine('laplace', d.location, size)),
    entropy: some(pipe(log(size), add(1 + Math.LN2))),
    show: ([location = '', scale = '']) => `laplace(${location}, ${scale})`
  }
}
