/**
 * The Gumbel distribution, that of maxima: a long tail to the right.
 *
 * - density    ln p(x) = −z − e⁻ᶻ − ln s, z = (x − m)/s, x real, written as −1 − (e⁻ᶻ − 1 + z) − ln s
 * - arguments  location m real: the mode; scale s positive, since −s would be the law of minima
 * - moments    E xᵏ for k = 0 … 4: the mean is m + γs, the variance s² π²/6
 * - median     m − s ln ln 2
 * - quantiles  m − s ln(−ln p)
 * - entropy    1 + γ + ln s
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { eulerGamma } from '../../expr/numbers/SpecialFunctions.ts'
import {
  add,
  div,
  excess,
  exp,
  expm1,
  type ExprLike,
  lift,
  log,
  log1p,
  mul,
  neg,
  sub
} from '../../expr/Words.ts'
import { affineMoment } from '../AffineMoments.ts'
import type { Standard } from '../between/Standard.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'

/** @category model */
export interface Gumbel {
  readonly _tag: 'Gumbel'
  readonly location: Expr
  readonly scale: Expr
}

/** @category constructors */
export const gumbel = (location: ExprLike, scale: ExprLike): Gumbel => ({
  _tag: 'Gumbel',
  location: lift(location),
  scale: lift(scale)
})

/** Raw moments of the standard one: those around its mean are 0, π²/6, 2ζ(3), 3π⁴/20. */
const standardMoments = (() => {
  const g = eulerGamma,
    variance = Math.PI ** 2 / 6,
    third = 2 * 1.2020569031595943,
    fourth = (3 * Math.PI ** 4) / 20
  return [
    1,
    g,
    g ** 2 + variance,
    g ** 3 + 3 * g * variance + third,
    g ** 4 + 6 * g ** 2 * variance + 4 * g * third + fourth
  ]
})()

/** From −ln p. */
const fromExponential = (d: Gumbel, e: Expr): Expr =>
  pipe(d.location, sub(pipe(d.scale, mul(log(e)))))

const standard = (d: Gumbel, x: Expr): Expr => pipe(x, sub(d.location), div(d.scale))

/** u = e⁻ᶻ is exponential. */
const falling = ({ location, scale }: Gumbel): Standard => {
  const z = (x: Expr): Expr => pipe(x, sub(location), div(scale))
  const at = (x: Expr): Expr => exp(neg(z(x)))
  return {
    law: 'exponential',
    rises: false,
    at,
    // a share of u(x), which is never as small as u(y)
    gap: (x, y) => neg(pipe(at(x), mul(expm1(pipe(x, sub(y), div(scale)))))),
    back: (u) => pipe(location, sub(pipe(scale, mul(log(u))))),
    beyond: (x, t) => pipe(x, sub(pipe(scale, mul(log1p(pipe(t, div(at(x)))))))),
    logSlope: (x) => neg(pipe(z(x), add(log(scale)))),
    logs: {
      at: (x) => neg(z(x)),
      apart: (x, y) => pipe(y, sub(x), div(scale)),
      times: (x, l) => pipe(x, sub(pipe(scale, mul(l))))
    }
  }
}

/** @category instances */
export const family = (d: Gumbel): Family<Gumbel> => ({
  tag: d._tag,
  support: real,
  arguments: [
    { name: 'location', value: d.location, support: 'Real' },
    { name: 'scale', value: d.scale, support: 'Positive' }
  ],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: (x) => neg(pipe(excess(neg(standard(d, x))), add(log(d.scale)), add(1))),
  mapArguments: (f) => gumbel(f(d.location), f(d.scale)),
  locationScale: some({ location: d.location, scale: d.scale, base: gumbel(0, 1) }),
  expansion: none,
  pathwise: some({ noise: 'uniform', push: (noise) => fromExponential(d, neg(log(noise))) }),
  sample: right(
    scalarDraw(
      ([location = NaN, scale = NaN], uniform) => location - scale * Math.log(-Math.log(uniform()))
    )
  ),
  peak: some(neg(pipe(log(d.scale), add(1)))),
  moment: affineMoment(d.location, d.scale, standardMoments),
  median: some(fromExponential(d, constant(Math.LN2))),
  cdf: some((x) => exp(neg(exp(neg(standard(d, x)))))),
  quantile: some((p) => fromExponential(d, neg(log(p)))),
  standard: some(falling(d)),
  entropy: some(pipe(log(d.scale), add(1 + eulerGamma))),
  show: ([location = '', scale = '']) => `gumbel(${location}, ${scale})`
})
