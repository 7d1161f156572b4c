/**
 * The logistic distribution: its distribution function is the logistic sigmoid.
 *
 * - density    ln p(x) = −ln(1 + eᶻ) − ln(1 + e⁻ᶻ) − ln|s|, z = (x − m)/s, x real
 * - arguments  location m real; scale s signed: only s² counts
 * - moments    E xᵏ for k = 0 … 4: the variance is s² π²/3
 * - quantiles  m + |s| (ln p − ln(1 − p))
 * - entropy    2 + ln|s|
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import type { Expr } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  type ExprLike,
  lift,
  log,
  mul,
  neg,
  sigmoid,
  softplus,
  sub
} from '../../expr/Words.ts'
import { affineMoment } from '../AffineMoments.ts'
import { affine } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'
import { logit } from '../supports/Bijector.ts'

/** @category model */
export interface Logistic {
  readonly _tag: 'Logistic'
  readonly location: Expr
  readonly scale: Expr
}

/** @category constructors */
export const logistic = (location: ExprLike, scale: ExprLike): Logistic => ({
  _tag: 'Logistic',
  location: lift(location),
  scale: lift(scale)
})

/** Of the standard one: the variance, and the fourth moment 7π⁴/15. */
const variance = Math.PI ** 2 / 3
const fourth = (7 * Math.PI ** 4) / 15

/** @category instances */
export const family = (d: Logistic): Family<Logistic> => {
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
    logDensity: (x) => {
      const z = pipe(x, sub(d.location), div(d.scale))
      return neg(pipe(softplus(z), add(softplus(neg(z))), add(log(size))))
    },
    mapArguments: (f) => logistic(f(d.location), f(d.scale)),
    locationScale: some({ location: d.location, scale: d.scale, base: logistic(0, 1) }),
    expansion: none,
    pathwise: some({
      noise: 'uniform',
      push: (noise) => pipe(d.scale, mul(logit(noise)), add(d.location))
    }),
    sample: right(
      scalarDraw(([location = NaN, scale = NaN], uniform) => {
        const u = uniform()
        return location + scale * (Math.log(u) - Math.log1p(-u))
      })
    ),
    peak: some(neg(pipe(log(size), add(2 * Math.LN2)))),
    moment: affineMoment(d.location, d.scale, [1, 0, variance, 0, fourth]),
    median: some(d.location),
    cdf: some((x) => sigmoid(pipe(x, sub(d.location), div(size)))),
    quantile: some((p) => pipe(size, mul(logit(p)), add(d.location))),
    standard: some(affine('logistic', d.location, abs(d.scale))),
    entropy: some(pipe(log(size), add(2))),
    show: ([location = '', scale = '']) => `logistic(${location}, ${scale})`
  }
}
