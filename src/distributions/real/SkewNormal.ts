/**
 * The skew normal distribution: a normal that leans to one side. With shape 0 it is the normal, with
 * a large one a half-normal.
 *
 * - density    ln p(x) = ln 2 − ½ ln 2π − ln s − ½z² + ln Φ(αz), z = (x − m)/s, x real
 * - arguments  location m real, scale s positive, shape α real (`shape`, as Stan and SciPy have it):
 *              m and s are not the mean and the deviation
 * - moments    E xᵏ for k = 0 … 4, of z: √(2/π)δ, 1, √(2/π)(3δ − δ³), 3, δ = α/√(1 + α²)
 * - median     of z a polynomial in δ that was fitted: within 1.2e-3
 * - peak       where the shape is a constant
 * - draws      z = δ|u| + √(1 − δ²) e of two standard normals: no smooth draw from one noise
 * - source     Azzalini (1985), Scandinavian Journal of Statistics 12(2)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { logNdtr as logNdtrOf } from '../../expr/numbers/SpecialFunctions.ts'
import {
  add,
  div,
  type ExprLike,
  lift,
  log,
  logNdtr,
  max,
  min,
  mul,
  product,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import { affineMoment } from '../AffineMoments.ts'
import type { Family } from '../Family.ts'
import { scalarDraw, standardHalfNormal, standardNormal } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'

/** @category model */
export interface SkewNormal {
  readonly _tag: 'SkewNormal'
  readonly location: Expr
  readonly scale: Expr
  readonly shape: Expr
}

/** @category constructors */
export const skewNormal = (a: {
  readonly location: ExprLike
  readonly scale: ExprLike
  readonly shape: ExprLike
}): SkewNormal => ({
  _tag: 'SkewNormal',
  location: lift(a.location),
  scale: lift(a.scale),
  shape: lift(a.shape)
})

/** α/√(1 + α²) */
const leaning = (shape: Expr): Expr => pipe(shape, div(sqrt(pipe(square(shape), add(1)))))

/** −½z² is beyond every float32 near here. */
const mostDeviations = 1e18

/** ln 2 − ½ ln 2π */
const level = Math.LN2 - 0.5 * Math.log(2 * Math.PI)

/**
 * The highest of −½z² + ln Φ(αz), which is concave: it lies between 0 and z = sign(α), and is found
 * by halving.
 */
const unitPeak = (shape: number): number => {
  const a = Math.abs(shape)
  const rises = (z: number): boolean =>
    a * Math.exp(-0.5 * (a * z) ** 2 - 0.5 * Math.log(2 * Math.PI) - logNdtrOf(a * z)) > z
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2
    if (rises(middle)) low = middle
    else high = middle
  }
  return level - low ** 2 / 2 + logNdtrOf(a * low)
}

const peak = ({ shape, scale }: SkewNormal): Option<Expr> =>
  shape._tag === 'Constant' ? some(pipe(constant(unitPeak(shape.value)), sub(log(scale)))) : none

/** Of z, odd in δ. */
const unitMedian = (shape: Expr): Expr => {
  const delta = leaning(shape),
    s = square(delta)
  const odd = [0.80748, -0.13881, 0.2579, -0.25202].reduceRight<Expr>(
    (sum, c) => pipe(sum, mul(s), add(c)),
    constant(0)
  )
  return pipe(odd, mul(delta))
}

/** @category instances */
export const family = (d: SkewNormal): Family<SkewNormal> => {
  const delta = leaning(d.shape),
    mean = pipe(delta, mul(Math.sqrt(2 / Math.PI)))
  const third = product([mean, pipe(constant(3), sub(square(delta)))])
  return {
    tag: d._tag,
    support: real,
    arguments: [
      { name: 'location', value: d.location, support: 'Real' },
      { name: 'scale', value: d.scale, support: 'Positive' },
      { name: 'shape', value: d.shape, support: 'Real' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      const z = pipe(x, sub(d.location), div(d.scale))
      return pipe(
        // infinitely many deviations times a shape of 0 would be no number
        logNdtr(pipe(z, max(-mostDeviations), min(mostDeviations), mul(d.shape))),
        sub(pipe(square(z), mul(0.5))),
        sub(log(d.scale)),
        add(level)
      )
    },
    mapArguments: (f) =>
      skewNormal({ location: f(d.location), scale: f(d.scale), shape: f(d.shape) }),
    locationScale: some({
      location: d.location,
      scale: d.scale,
      base: skewNormal({ location: 0, scale: 1, shape: d.shape })
    }),
    expansion: none,
    pathwise: none,
    sample: right(
      scalarDraw(([location = NaN, scale = NaN, shape = NaN], uniform) => {
        const norm = Math.hypot(1, shape)
        const u = standardHalfNormal(uniform),
          e = standardNormal(uniform)
        return location + scale * ((shape / norm) * u + e / norm)
      })
    ),
    peak: peak(d),
    moment: affineMoment(d.location, d.scale, [1, mean, 1, third, 3]),
    median: some(pipe(unitMedian(d.shape), mul(d.scale), add(d.location))),
    cdf: none,
    quantile: none,
    standard: none,
    entropy: none,
    show: ([location = '', scale = '', shape = '']) =>
      `skewNormal({ location: ${location}, scale: ${scale}, shape: ${shape} })`
  }
}
