/**
 * The normal distribution.
 *
 * - density    ln p(x) = −½((x − m)/s)² − ln|s| − ½ ln 2π, x real
 * - arguments  location m real; scale s signed: only s² counts, so that a scale may itself be a
 *              draw of either sign
 * - axes       x carries those of the site; arguments broadcast by name
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  exp,
  type ExprLike,
  lift,
  log,
  logNdtr,
  mul,
  ndtri,
  neg,
  square,
  sub
} from '../../expr/Words.ts'
import { affine } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { scalarDraw, standardNormal } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'

/** @category model */
export interface Normal {
  readonly _tag: 'Normal'
  readonly location: Expr
  readonly scale: Expr
}

/** @category constructors */
export const normal = (location: ExprLike, scale: ExprLike): Normal => ({
  _tag: 'Normal',
  location: lift(location),
  scale: lift(scale)
})

/** The first four raw moments. */
const moment =
  ({ location: m, scale: s }: Normal) =>
  (k: number): Option<Expr> => {
    const m2 = square(m),
      v = square(s)
    switch (k) {
      case 0:
        return some(constant(1))
      case 1:
        return some(m)
      case 2:
        return some(pipe(m2, add(v)))
      case 3:
        return some(pipe(m2, add(pipe(v, mul(3))), mul(m)))
      case 4:
        return some(pipe(square(m2), add(pipe(m2, mul(v), mul(6))), add(pipe(square(v), mul(3)))))
      default:
        return none
    }
  }

/** @category instances */
export const family = (d: Normal): Family<Normal> => ({
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
    pipe(
      square(pipe(x, sub(d.location), div(d.scale))),
      mul(-0.5),
      sub(log(abs(d.scale))),
      sub(0.5 * Math.log(2 * Math.PI))
    ),
  mapArguments: (f) => normal(f(d.location), f(d.scale)),
  locationScale: some({ location: d.location, scale: d.scale, base: normal(0, 1) }),
  expansion: none,
  pathwise: some({ noise: 'normal', push: (noise) => pipe(d.scale, mul(noise), add(d.location)) }),
  sample: right(
    scalarDraw(
      ([location = NaN, scale = NaN], uniform) => location + scale * standardNormal(uniform)
    )
  ),
  peak: some(pipe(neg(log(abs(d.scale))), sub(0.5 * Math.log(2 * Math.PI)))),
  moment: moment(d),
  median: some(d.location),
  cdf: some((x) => exp(logNdtr(pipe(x, sub(d.location), div(abs(d.scale)))))),
  quantile: some((p) => pipe(abs(d.scale), mul(ndtri(p)), add(d.location))),
  standard: some(affine('normal', d.location, abs(d.scale))),
  entropy: some(pipe(log(abs(d.scale)), add(0.5 * Math.log(2 * Math.PI) + 0.5))),
  show: ([location = '', scale = '']) => `normal(${location}, ${scale})`
})
