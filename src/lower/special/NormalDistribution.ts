/**
 * erf, ln Φ and Φ⁻¹ from exp, log and sqrt.
 *
 * Float32 error: 1e-6 relative for every float32 argument whose result is in float32's normal
 * range; exact at 0, ½, 1 and ±∞.
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
  exp,
  less,
  log,
  min,
  mul,
  neg,
  round,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import { log1pExpr, signExpr } from './Elementary.ts'
import { bilinear, polynomial } from './Horner.ts'

/** (t + 1)·e^{t²/2} Q(t) in s = 1 − 8/(t + 4), t ≥ 0, Q(t) = 1 − Φ(t): 9e-9. */
const scaledTail = polynomial([
  0.4720532025, -0.09670347619, 0.01399992119, 0.02860028233, -0.03220122241, 0.01793706101,
  -0.004987548936, -0.0002898238614, 0.0006648009035, -8.599175619e-5, -5.801647096e-5,
  1.308965502e-5
])
/** erf(x)/x in x², |x| ≤ 1: 2e-9. */
const erfNearZero = polynomial([
  1.128379167, -0.3761262667, 0.1128359472, -0.02685421201, 0.005189087423, -0.0008016864287,
  7.875875063e-5
])
/** Φ⁻¹(½ + q)/q in q²/0.09, |q| ≤ 0.3: 2e-8. */
const quantileNearHalf = polynomial([
  2.50662831, 0.2362407163, 0.04681153112, 0.01110829206, 0.003930704234, -0.0002315092084,
  0.000916015854
])
/** |Φ⁻¹(p)|/r, r = √(−2 ln p), in s = 1.5185 − 8.2963/(r + 1.5), 1e-45 ≤ p ≤ 0.2: 3e-9. */
const quantileInTail = polynomial([
  0.848048812, 0.2238611602, -0.1126129694, 0.03067564376, -0.008803176954, 0.002176874375,
  -0.0006240761067, 0.0001410780474, -4.234457365e-5, 6.779531869e-6, -5.638515074e-6
])

/** e^{t²/2} Q(t) for t ≥ 0: Mills' ratio times the density at 0. */
const scaledUpperTail = (t: Expr): Expr =>
  pipe(scaledTail(bilinear(1, 8, 4)(t)), div(pipe(t, add(1))))

/**
 * e^{−t²/2}, t ≥ 0, with the square of t in two parts, since half an ulp of t² is too much in the
 * exponent.
 */
const gaussian = (t: Expr): Expr => {
  const bounded = pipe(t, min(20))
  const coarse = pipe(round(pipe(bounded, mul(16))), mul(1 / 16))
  const rest = pipe(bounded, sub(coarse), mul(pipe(bounded, add(coarse))))
  return pipe(exp(pipe(square(coarse), mul(-0.5))), mul(exp(pipe(rest, mul(-0.5)))))
}

export const erfExpr = (x: Expr): Expr => {
  const a = abs(x),
    t = pipe(a, mul(Math.SQRT2))
  const far = pipe(
    signExpr(x),
    mul(
      pipe(
        constant(1),
        sub(pipe(scaledUpperTail(t), mul(2), mul(exp(neg(square(pipe(a, min(20))))))))
      )
    )
  )
  return where(pipe(a, less(1)), pipe(x, mul(erfNearZero(square(x)))), far)
}

export const logNdtrExpr = (x: Expr): Expr => {
  const t = abs(x),
    tail = scaledUpperTail(t)
  const above = log1pExpr(neg(pipe(gaussian(t), mul(tail))))
  return where(pipe(x, less(0)), pipe(log(tail), sub(pipe(t, mul(t), mul(0.5)))), above)
}

export const ndtriExpr = (p: Expr): Expr => {
  const q = pipe(p, sub(0.5)),
    opposite = pipe(constant(1), sub(p))
  const r = sqrt(pipe(log(pipe(p, min(opposite))), mul(-2)))
  const tail = pipe(
    signExpr(q),
    mul(r),
    mul(quantileInTail(bilinear(1.51851949591, 8.2963119346, 1.5)(r)))
  )
  const inside = where(
    pipe(abs(q), less(0.3)),
    pipe(q, mul(quantileNearHalf(pipe(square(q), mul(1 / 0.09))))),
    tail
  )
  const above = where(
    pipe(p, less(1)),
    inside,
    where(pipe(p, equal(1)), constant(Infinity), constant(NaN))
  )
  return where(
    pipe(constant(0), less(p)),
    above,
    where(pipe(p, equal(0)), constant(-Infinity), constant(NaN))
  )
}
