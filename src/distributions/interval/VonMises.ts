/**
 * The von Mises distribution of an angle: a normal on the circle. With a concentration of 0 it would be
 * uniform; with a large one it is a normal of variance 1/κ.
 *
 * - density    ln p(x) = κ cos(x − m) − ln 2π I₀(κ), −π < x < π, written as −2κ sin²(½(x − m)) − ln 2π −
 *              ln(e^−κ I₀(κ)): nothing large is subtracted, for any κ. It goes on across ±π: the angles π
 *              and −π are one, and have the same density
 * - arguments  location m, a real number, of which only the angle counts; concentration κ, positive
 * - angles     in radians, between −π and π: degrees, and angles from 0 to 2π, are turned before
 * - latents    the circle is cut at ±π: of a latent direction that may lie near there two ends of the
 *              support are one place. Better a normal, whose draw is turned as a location is
 * - moments    none: those of a circle are E cos and E sin, the mean direction is m
 * - entropy    ln 2π + ln(e^−κ I₀(κ)) + κ(1 − I₁(κ)/I₀(κ))
 * - median     m, turned to between −π and π: where a guide starts, and no more
 * - draws      none that is smooth in the arguments; on the host by rejection from a wrapped Cauchy
 * - bessel     ln(e^−κ I₀(κ)): the power series of I₀ up to κ = 10, beyond a polynomial in 10/κ that was
 *              fitted to √(2πκ) e^−κ I₀(κ), to 1e-16
 * - source     Best and Fisher (1979), Applied Statistics 28(2), for draws
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  add,
  div,
  type ExprLike,
  less,
  lift,
  log,
  log1p,
  max,
  min,
  mul,
  neg,
  round,
  sin,
  square,
  sub
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { interval } from '../supports/IntervalSupport.ts'

/** @category model */
export interface VonMises {
  readonly _tag: 'VonMises'
  readonly location: Expr
  readonly concentration: Expr
}

/** @category constructors */
export const vonMises = (location: ExprLike, concentration: ExprLike): VonMises => ({
  _tag: 'VonMises',
  location: lift(location),
  concentration: lift(concentration)
})

// e^−κ I₀(κ)

const from = 10
/** I₀(κ) = Σ qʲ/(j!)², q = κ²/4 ≤ 25. */
const series = Array.from({ length: 29 }, (_, j) => j).reduce<ReadonlyArray<number>>(
  (cs, j) => [...cs, j === 0 ? 1 : (cs[j - 1] ?? NaN) / j ** 2],
  []
)
/** √(2πκ) e^−κ I₀(κ) in s = 20/κ − 1, κ ≥ 10. */
const far = [
  1.0064357190398328, 0.0066322525767988331, 0.00020833407919055644, 1.2914233943896875e-5,
  1.2636557903559055e-6, 1.7742971512100122e-7, 3.4179606173563413e-8, 8.9180131775880186e-9,
  3.1993318209048586e-9, 1.6065813638121249e-9, 9.7214004587316256e-10, 3.3296991314300392e-10,
  -3.6082372296793541e-10, -5.3560401291171199e-10, -1.1507672730842144e-10, 1.8922824472565742e-10,
  9.2772359119986622e-11, -2.7757002885363422e-11, -1.8874172396750778e-11
]

const horner = (coefficients: ReadonlyArray<number>, x: Expr): Expr =>
  coefficients
    .slice(0, -1)
    .reduceRight<Expr>((sum, c) => pipe(sum, mul(x), add(c)), constant(coefficients.at(-1) ?? NaN))
/** The coefficients of the derivative. */
const slopes = (coefficients: ReadonlyArray<number>): ReadonlyArray<number> =>
  coefficients.slice(1).map((c, j) => c * (j + 1))

/** Arguments of both forms: each is evaluated in its range alone. */
const near = (k: Expr): Expr => square(pipe(k, min(from), mul(0.5)))
const place = (k: Expr): Expr => pipe(constant(2 * from), div(pipe(k, max(from))), sub(1))

/** ln(e^−κ I₀(κ)) */
const logScaledBessel = (k: Expr): Expr =>
  where(
    pipe(k, less(from)),
    pipe(log1p(pipe(near(k), mul(horner(series.slice(1), near(k))))), sub(pipe(k, min(from)))),
    pipe(
      log(horner(far, place(k))),
      sub(pipe(log(pipe(k, max(from))), add(Math.log(2 * Math.PI)), mul(0.5)))
    )
  )

/** κ(1 − I₁(κ)/I₀(κ)) */
const spread = (k: Expr): Expr => {
  const q = near(k),
    s = place(k)
  const below = pipe(
    pipe(k, min(from)),
    sub(pipe(q, mul(2), mul(horner(slopes(series), q)), div(horner(series, q))))
  )
  // −κ d/dκ of the scaled function: ½, and what the polynomial has by s, ds/dκ = −(s + 1)/κ
  const beyond = pipe(horner(slopes(far), s), div(horner(far, s)), mul(pipe(s, add(1))), add(0.5))
  return where(pipe(k, less(from)), below, beyond)
}

// draws

const fullTurn = 2 * Math.PI
/** Between −π and π. */
const turned = (x: number): number => {
  const angle = x - fullTurn * Math.round(x / fullTurn)
  return Math.min(Math.max(angle, -Math.PI), Math.PI)
}

/**
 * An angle about 0: Best and Fisher's rejection. Its f is the cosine of the angle and r = (1 + ρ²)/(2ρ);
 * both are told by what they are away from 1, which of large κ is all that there is. Any r draws the same
 * law, theirs with the fewest rejections.
 */
const standard = (k: number, uniform: () => number): number => {
  const tau = 1 + Math.sqrt(1 + 4 * k * k)
  const rho = (tau - Math.sqrt(2 * tau)) / (2 * k)
  const excess = k < 1e-4 ? 1 / k : k > 1e4 ? 0.5 / k : (1 - rho) ** 2 / (2 * rho)
  for (;;) {
    const half = 0.5 * Math.PI * uniform()
    // 1 − f of cos 2·half
    const fall = (2 * excess * Math.sin(half) ** 2) / (excess + 2 * Math.cos(half) ** 2)
    const c = k * (excess + fall)
    if (Math.log(c / uniform()) + 1 - c >= 0) {
      const angle = 2 * Math.asin(Math.min(Math.sqrt(0.5 * fall), 1))
      return uniform() < 0.5 ? -angle : angle
    }
  }
}

/** @category instances */
export const family = (d: VonMises): Family<VonMises> => {
  const level = pipe(logScaledBessel(d.concentration), add(Math.log(fullTurn)))
  return {
    tag: d._tag,
    support: interval(constant(-Math.PI), constant(Math.PI)),
    arguments: [
      { name: 'location', value: d.location, support: 'Real' },
      { name: 'concentration', value: d.concentration, support: 'Positive' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: true,
    logDensity: (x) =>
      neg(
        pipe(
          square(sin(pipe(x, sub(d.location), mul(0.5)))),
          mul(2),
          mul(d.concentration),
          add(level)
        )
      ),
    mapArguments: (f) => vonMises(f(d.location), f(d.concentration)),
    locationScale: none,
    expansion: none,
    pathwise: none,
    sample: right(
      scalarDraw(([location = NaN, concentration = NaN], uniform) =>
        turned(location + standard(concentration, uniform))
      )
    ),
    peak: some(neg(level)),
    moment: (k) => (k === 0 ? some(constant(1)) : none),
    median: some(
      pipe(d.location, sub(pipe(round(pipe(d.location, mul(1 / fullTurn))), mul(fullTurn))))
    ),
    cdf: none,
    quantile: none,
    standard: none,
    entropy: some(pipe(level, add(spread(d.concentration)))),
    show: ([location = '', concentration = '']) => `vonMises(${location}, ${concentration})`
  }
}
