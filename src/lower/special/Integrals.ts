/**
 * Dawson's function, the exponential integral E₁, scaled too, and the exact Jeffreys KL from exp, log and
 * polynomials.
 *
 * Float32 error: 1e-6 relative wherever the result is in float32's normal range.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { eulerGamma } from '../../expr/numbers/SpecialFunctions.ts'
import { abs, add, equal, exp, log, mul, neg, reciprocal, square, sub } from '../../expr/Words.ts'
import { signExpr } from './Elementary.ts'
import { bilinear, centred, piecewise, polynomial } from './Horner.ts'

// Dawson's F: F(x)/x in x² on [0, 1], F(1.75 + 0.75 s), 2x·F(x) at x = 3.75 + 1.25 s, 2x·F(x) in
// 1/x² from 5 on; each to 2e-8.
const dawsonNear = polynomial([
  0.9999999949, -0.6666661619, 0.266658539, -0.07614108521, 0.01678689825, -0.002857975067,
  0.0002993015486
])
const dawsonTop = polynomial([
  0.3594364177, -0.1935206034, 0.05181302136, 0.02723396144, -0.03244719004, 0.01090650018,
  0.001322850142, -0.002247775224, 0.000531136984, 0.0001255676639, -7.462448178e-5, 4.457764706e-6
])
const dawsonFall = polynomial([
  1.040289297, -0.03094893869, 0.01916960538, -0.01155068082, 0.007097267069, -0.004256085185,
  0.002243681222, -0.0008825936718, -3.193656951e-5, 0.0005362243681, -0.0004198777941,
  6.315062578e-5, 3.163712076e-5
])
const dawsonFar = polynomial([1.000000012, 0.499985689, 0.7527860249, 1.691204305, 11.16975296])

export const dawsonExpr = (x: Expr): Expr => {
  const a = abs(x),
    half = pipe(reciprocal(x), mul(0.5))
  return piecewise(
    a,
    [
      [1, pipe(x, mul(dawsonNear(square(x))))],
      [2.5, pipe(signExpr(x), mul(dawsonTop(centred(1.75, 0.75)(a))))],
      [5, pipe(half, mul(dawsonFall(centred(3.75, 1.25)(a))))]
    ],
    pipe(half, mul(dawsonFar(square(reciprocal(x)))))
  )
}

/** (E₁(x) + ln x + γ)/x on [0, 1]: 2e-8. */
const expint1Near = polynomial([
  0.99999999, -0.2499992762, 0.05554704283, -0.01037973459, 0.001593135362, -0.0001615670728
])
/** x eˣ E₁(x) in s = 1 − 5.2/(x + 1.6), x ≥ 1: 1e-8. */
const expint1Far = polynomial([
  0.8116570367, 0.1930101469, -0.01249612682, 0.007973190422, -0.0009094822295, 0.0007387944601,
  -7.352461389e-5, 7.83856672e-5, -7.78131928e-6, 2.579411874e-5, 3.557080284e-6
])

/** E₁(x) below 1, x eˣ E₁(x) from there on. */
const nearPart = (x: Expr): Expr => pipe(x, mul(expint1Near(x)), sub(eulerGamma), sub(log(x)))
const farPart = (x: Expr): Expr => expint1Far(bilinear(1, 5.2, 1.6)(x))

/** E₁(x), x > 0; ∞ at 0, NaN below. */
export const expint1Expr = (x: Expr): Expr =>
  piecewise(x, [[1, nearPart(x)]], pipe(exp(neg(x)), mul(reciprocal(x)), mul(farPart(x))))

/** eˣ E₁(x), x > 0; ∞ at 0, NaN below. */
export const scaledExpint1Expr = (x: Expr): Expr =>
  piecewise(x, [[1, pipe(exp(x), mul(nearPart(x)))]], pipe(reciprocal(x), mul(farPart(x))))

// KL of u = e^{−x}/2: KL/u at u = 1 + s; KL at x = −2.28217 + 0.89588 s, that is 2 < u < 12;
// 4u·(its limit − KL) in 1/u from 12 on.
const klSmall = polynomial([
  0.7394416273, -0.2013621229, 0.04780258289, -0.00951606071, 0.001608239605, -0.0002349852129,
  3.086833378e-5, -3.509938013e-6
])
const klMiddle = polynomial([
  1.71230793, -0.5201924537, -0.04204681971, -0.007886231716, 0.009176298073, 0.006376321202,
  -0.0008052215632, -0.001790994908, 5.788756818e-5, 0.000400200464, -8.033329151e-6,
  -5.560555185e-5
])
const klLarge = polynomial([
  0.999999669, 0.750285281, 1.21055936, 5.234637786, -29.58547563, 395.5218184
])

/** The exact KL of a normal from the log-uniform prior, of x = ln α. */
export const jeffreysKlExpr = (x: Expr): Expr => {
  const u = pipe(exp(neg(x)), mul(0.5)),
    w = pipe(exp(x), mul(2))
  const large = pipe(
    x,
    mul(-0.5),
    add((eulerGamma + Math.LN2) / 2),
    sub(pipe(w, mul(0.25), mul(klLarge(w))))
  )
  const small = pipe(u, mul(klSmall(pipe(u, sub(1)))))
  return piecewise(
    x,
    [
      [-Math.log(24), large],
      [-Math.log(4), klMiddle(centred(-2.28217409573, 0.895879734614)(x))]
    ],
    where(pipe(x, equal(Infinity)), constant(0), small)
  )
}
