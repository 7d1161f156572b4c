/**
 * The normal autoregression of order 1 along an axis: each element keeps a part of what the one before
 * it was off by. At coefficient 1 a random walk.
 *
 * - density    e_0 = x_0 − m_0 ~ N(0, start²), x_t − m_t = φ (x_(t−1) − m_(t−1)) + e_t, e_t ~ N(0, s_t²);
 *              of all elements along the axis together
 * - arguments  location m real; coefficient φ real, one for all of the axis; scale s > 0 of the
 *              innovations, start > 0 of the first
 * - axes       a draw carries the axes of the arguments and `along`
 * - moments    E x_t = m_t, Var x_t = φ^(2t) start² + Σ_(r=1..t) φ^(2(t−r)) s_r². With |φ| < 1 and start
 *              s/√(1 − φ²) it is the same all along: the stationary process
 * - whitened   x_t = m_t + Σ_(r ≤ t) φ^(t−r) s_r ε_r, ε independent standard normals, in log₂ n steps
 * - entropy    Σ ln s_t + ½ n (1 + ln 2π), s_0 the start
 * - source     Box, Jenkins, Reinsel and Ljung (2015), Time Series Analysis
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, gather, iota, rename, size, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  type ExprLike,
  less,
  lift,
  log,
  mul,
  neg,
  square,
  sub,
  sumOver
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { type Normal, normal } from '../real/Normal.ts'
import { standardNormal, type VectorDraw } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'
import { together } from './Together.ts'

/** @category model */
export interface Autoregressive {
  readonly _tag: 'Autoregressive'
  readonly location: Expr
  readonly coefficient: Expr
  readonly scale: Expr
  readonly start: Expr
  readonly along: string
  /** How many elements a draw has along it. */
  readonly size: number
}

/** @category constructors */
export const autoregressive = (a: {
  readonly location: ExprLike
  readonly coefficient: ExprLike
  readonly scale: ExprLike
  readonly start: ExprLike
  readonly along: string
  readonly size: number
}): Autoregressive => ({
  _tag: 'Autoregressive',
  location: lift(a.location),
  coefficient: lift(a.coefficient),
  scale: lift(a.scale),
  start: lift(a.start),
  along: a.along,
  size: a.size
})

/** The axis `along` once more, of the elements that are looked up. */
export const beforeAxis = (along: string): string => `${along}_before`

/** x as it is so many elements before, 0 before the first. */
const shifted =
  (along: string, by: number) =>
  (x: Expr): Expr =>
    pipe(rename(along, beforeAxis(along))(x), gather(beforeAxis(along), pipe(iota(along), sub(by))))

/** s_t along the axis, the start at 0. */
const deviations = ({ scale, start, along }: Autoregressive): Expr =>
  where(pipe(iota(along), less(1)), start, scale)

/**
 * Σ_(r ≤ t) φ^(t−r) x_r: 1 + φS + φ²S² + … as (1 + φS)(1 + φ²S²)(1 + φ⁴S⁴)…, S the shift by one.
 */
const accumulated = ({ along, size: n }: Autoregressive, coefficient: Expr, x: Expr): Expr => {
  let [sum, power] = [x, coefficient]
  for (let by = 1; by < n; by *= 2) {
    sum = pipe(sum, add(pipe(shifted(along, by)(sum), mul(power))))
    power = square(power)
  }
  return sum
}

const moment =
  (d: Autoregressive) =>
  (k: number): Option<Expr> => {
    switch (k) {
      case 0:
        return some(constant(1))
      case 1:
        return some(d.location)
      case 2:
        return some(
          pipe(
            square(d.location),
            add(accumulated(d, square(d.coefficient), square(deviations(d))))
          )
        )
      default:
        return none
    }
  }

const draw: VectorDraw = (
  [location = [], coefficient = [], scale = [], start = []],
  uniform,
  n
) => {
  const at = (a: ArrayLike<number>, t: number): number => a[a.length === 1 ? 0 : t] ?? NaN
  let off = 0
  return Array.from({ length: n }, (_, t) => {
    const s = at(t === 0 ? start : scale, t)
    off = (t === 0 ? 0 : at(coefficient, t) * off) + s * standardNormal(uniform)
    return at(location, t) + off
  })
}

/** Σ ln s_t + ½ n ln 2π */
const logSpread = (d: Autoregressive): Expr =>
  pipe(
    log(abs(deviations(d))),
    sumOver([d.along]),
    add(pipe(size(d.along), mul(0.5 * Math.log(2 * Math.PI))))
  )

/** @category instances */
export const family = (d: Autoregressive): Family<Autoregressive | Normal> => ({
  tag: d._tag,
  support: real,
  arguments: [
    { name: 'location', value: d.location, support: 'Real' },
    { name: 'coefficient', value: d.coefficient, support: 'Real' },
    { name: 'scale', value: d.scale, support: 'Signed' },
    { name: 'start', value: d.start, support: 'Signed' }
  ],
  consumes: [beforeAxis(d.along)],
  jointly: [d.along],
  vectorAxes: [d.along, beforeAxis(d.along)].map((name) => ({ name, size: d.size })),
  isProper: true,
  holdsEnds: false,
  logDensity: (x) => {
    const off = pipe(x, sub(d.location))
    const kept = pipe(shifted(d.along, 1)(off), mul(d.coefficient))
    const innovation = pipe(off, sub(kept), div(deviations(d)))
    return pipe(square(innovation), sumOver([d.along]), mul(-0.5), sub(logSpread(d)))
  },
  mapArguments: (f) =>
    autoregressive({
      location: f(d.location),
      coefficient: f(d.coefficient),
      scale: f(d.scale),
      start: f(d.start),
      along: d.along,
      size: d.size
    }),
  ...together,
  whitened: {
    base: normal(0, 1),
    value: (base) =>
      pipe(accumulated(d, d.coefficient, pipe(base, mul(deviations(d)))), add(d.location))
  },
  sampleVector: draw,
  peak: some(neg(logSpread(d))),
  moment: moment(d),
  median: some(d.location),
  entropy: some(pipe(logSpread(d), add(pipe(size(d.along), mul(0.5))))),
  show: ([location = '', coefficient = '', scale = '', start = '']) =>
    `autoregressive({ location: ${location}, coefficient: ${coefficient}, scale: ${scale}, ` +
    `start: ${start}, along: ${d.along} })`
})
