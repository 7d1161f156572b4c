/**
 * ln |Γ| and its derivatives from log, sines and polynomials.
 *
 * Float32 error for x > 0: 1e-6 relative, near the zeros (1 and 2 of ln Γ; 1.4616 of ψ) a few ulp
 * of the result's argument; ψ⁽ⁿ⁾ to n = 8, where (x + n + 8)ⁿ⁺¹ and the result stay in float32's
 * normal range, 1e-6. For x < 0, by reflection, the error is 1e-6 of the largest of the two terms
 * that are added; every float32 below −2²³ is a pole.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  equal,
  less,
  log,
  mul,
  product,
  reciprocal,
  round,
  square,
  sub,
  total
} from '../../expr/Words.ts'
import { sinExpr } from './Elementary.ts'
import { centred, piecewise, polynomial } from './Horner.ts'

/** ln Γ(1 + t)/t, |t| ≤ ½: 2e-8. */
const lgammaAtOne = polynomial([
  -0.5772156649, 0.8224669122, -0.4006855205, 0.270594282, -0.2073982079, 0.1691345196,
  -0.1436529157, 0.1310955096, -0.1165793697, 0.06530930569, -0.05830213596, 0.179739271,
  -0.167297328
])
/** ln Γ(2 + t)/t, −½ ≤ t ≤ 1: 2e-8. */
const lgammaAtTwo = polynomial([
  0.4227843372, 0.3224670402, -0.06735251403, 0.02058075523, -0.007382075115, 0.002887879895,
  -0.001210095848, 0.000535863159, -0.0002075852539, 4.357662324e-5
])
/** x·(ln Γ(x) − (x − ½)(ln x − 1) − ½ ln 2π + ½) in w = 1/x ≤ ⅓: 5e-8. */
const stirling = polynomial([
  0.08333333037, 4.412228772e-7, -0.002788034684, 7.955005441e-5, 0.0005782070877
])
/** x·δ(x), δ the error of Stirling's formula: in 1/x ≤ 1 to 8e-9, at x = 0.625 + 0.375 s to 2e-8. */
const stirlingFar = polynomial([
  0.08333333402, -1.111026858e-7, -0.002774831341, -2.976716942e-5, 0.0009398784171,
  -0.0003696629602, -0.0002035849239, 0.0002261737227, -5.99622779e-5
])
const stirlingNear = polynomial([
  0.07852588456, 0.004294015103, -0.002789312535, 0.001588040537, -0.0008464540796, 0.0004355650851,
  -0.000216712123, 0.0001090237627, -6.583794241e-5, 3.367800663e-5, -1.329882633e-6,
  3.879493873e-7, -1.170386926e-5, 6.222490752e-6
])
/** ψ(1 + t)/(t − t₀) on [0, 1], 1 + t₀ the zero of ψ: 4e-9. */
const digammaAtZero = polynomial([
  1.250380132, -0.8546920984, 0.7524167317, -0.7137048415, 0.6912531779, -0.654592268, 0.5659285315,
  -0.405148252, 0.2134504027, -0.07088656362, 0.01090258867
])
/** x·(ln x − ψ(x)) in w = 1/x ≤ ½: 3e-9. */
const digammaFar = polynomial([
  0.5000000006, 0.08333321633, 3.382953254e-6, -0.008364983591, 8.488773124e-5, 0.004272160739,
  -0.002236946753
])
/** x·(x·ψ′(x) − 1) in w = 1/x ≤ ½: 2e-8. */
const trigammaFar = polynomial([
  0.5000000072, 0.166665271, 4.20643104e-5, -0.03377256976, 0.00178388104, 0.02294539008,
  -0.01368742815
])

/** The zero of ψ less 1, as a float32 and the rest. */
const digammaZero = 0.4616321449683623,
  digammaZeroHigh = Math.fround(digammaZero),
  digammaZeroLow = digammaZero - digammaZeroHigh

/**
 * sin πx and cos πx up to a common sign: whole turns are taken off, and quarters, before π is
 * multiplied.
 */
const turn = (x: Expr): { readonly sine: Expr; readonly cosine: Expr } => {
  const part = pipe(x, sub(round(x)))
  return {
    sine: sinExpr(pipe(part, mul(Math.PI))),
    cosine: sinExpr(pipe(constant(0.5), sub(abs(part)), mul(Math.PI)))
  }
}

const lgammaPositive = (x: Expr): Expr => {
  const w = reciprocal(x),
    fromOne = pipe(x, sub(1)),
    fromTwo = pipe(x, sub(2))
  const far = pipe(
    pipe(x, sub(0.5), mul(pipe(log(x), sub(1)))),
    add(0.5 * Math.log(2 * Math.PI) - 0.5),
    add(pipe(w, mul(stirling(w))))
  )
  return piecewise(
    x,
    [
      [0.5, pipe(x, mul(lgammaAtOne(x)), sub(log(x)))],
      [1.5, pipe(fromOne, mul(lgammaAtOne(fromOne)))],
      [3, pipe(fromTwo, mul(lgammaAtTwo(fromTwo)))]
    ],
    far
  )
}

/** ln |Γ(x)| = ln(π/|sin πx|) − ln Γ(1 − x) for x < 0. */
export const lgammaExpr = (x: Expr): Expr => {
  const negative = pipe(x, less(0))
  const positive = lgammaPositive(where(negative, pipe(constant(1), sub(x)), x))
  const reflected = pipe(constant(Math.log(Math.PI)), sub(log(abs(turn(x).sine))), sub(positive))
  const infinite = pipe(abs(x), equal(Infinity))
  return where(
    infinite,
    constant(Infinity),
    where(negative, where(pipe(x, equal(round(x))), constant(Infinity), reflected), positive)
  )
}

/** δ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, x ≥ 0: 6e-7 relative; NaN below. */
export const stirlingExpr = (x: Expr): Expr => {
  const w = reciprocal(x)
  const atZero = pipe(
    lgammaAtOne(x),
    add(1),
    mul(x),
    sub(pipe(log(x), mul(pipe(x, add(0.5))))),
    sub(0.5 * Math.log(2 * Math.PI))
  )
  const value = piecewise(
    x,
    [
      [0.25, atZero],
      [1, pipe(w, mul(stirlingNear(centred(0.625, 0.375)(x))))]
    ],
    pipe(w, mul(stirlingFar(w)))
  )
  return where(pipe(x, less(0)), constant(NaN), value)
}

const digammaPositive = (x: Expr): Expr => {
  const w = reciprocal(x)
  const nearZero = (t: Expr): Expr =>
    pipe(t, sub(digammaZeroHigh), sub(digammaZeroLow), mul(digammaAtZero(t)))
  return piecewise(
    x,
    [
      [1, pipe(nearZero(x), sub(w))],
      [2, nearZero(pipe(x, sub(1)))]
    ],
    pipe(log(x), sub(pipe(w, mul(digammaFar(w)))))
  )
}

/** ψ(x) = ψ(1 − x) − π/tan πx for x < 0; −∞ at 0. */
export const digammaExpr = (x: Expr): Expr => {
  const negative = pipe(x, less(0)),
    { sine, cosine } = turn(x)
  const positive = digammaPositive(where(negative, pipe(constant(1), sub(x)), x))
  const reflected = pipe(positive, sub(pipe(cosine, mul(Math.PI), div(sine))))
  return where(
    negative,
    where(pipe(sine, equal(0)), constant(NaN), reflected),
    where(pipe(x, equal(0)), constant(-Infinity), positive)
  )
}

/** ψ′(x) = 1/x² + 1/(x + 1)² + ψ′(x + 2) below 2. */
const trigammaPositive = (x: Expr): Expr => {
  const small = pipe(x, less(2)),
    w = reciprocal(where(small, pipe(x, add(2)), x))
  const far = pipe(w, add(pipe(w, mul(w), mul(trigammaFar(w)))))
  const near = pipe(square(reciprocal(x)), add(square(reciprocal(pipe(x, add(1))))))
  return where(small, pipe(near, add(far)), far)
}

/** ψ′(x) = π²/sin² πx − ψ′(1 − x) for x < 0. */
export const trigammaExpr = (x: Expr): Expr => {
  const negative = pipe(x, less(0))
  const positive = trigammaPositive(where(negative, pipe(constant(1), sub(x)), x))
  return where(
    negative,
    pipe(square(pipe(constant(Math.PI), div(turn(x).sine))), sub(positive)),
    positive
  )
}

// B₂ₖ/(2k)!, k = 1 … 5.
const bernoulliRatios = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160]
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
const power =
  (n: number) =>
  (x: Expr): Expr =>
    product(Array.from({ length: n }, () => x))

/**
 * ψ⁽ⁿ⁾(x)/((−1)ⁿ⁺¹ n!) = Σ_{k<m} (x + k)⁻ⁿ⁻¹ + the Euler–Maclaurin series at y = x + m, m = n + 8;
 * n ≥ 2 and x ≥ 0, NaN below.
 */
export const polygammaExpr =
  (n: number) =>
  (x: Expr): Expr => {
    if (n < 2) return n === 0 ? digammaExpr(x) : trigammaExpr(x)
    const m = n + 8,
      w = reciprocal(pipe(x, add(m)))
    const near = total(
      Array.from({ length: m }, (_, k) => power(n + 1)(reciprocal(pipe(x, add(k)))))
    )
    const corrections = bernoulliRatios.map((b, i) => (b * factorial(2 * i + n + 1)) / factorial(n))
    const inner = pipe(
      square(w),
      mul(polynomial(corrections)(square(w))),
      add(pipe(w, mul(0.5))),
      add(1 / n)
    )
    const sum = pipe(near, add(pipe(power(n)(w), mul(inner))))
    const value = pipe(sum, mul((n % 2 === 0 ? -1 : 1) * factorial(n)))
    return where(pipe(x, less(0)), constant(NaN), value)
  }
