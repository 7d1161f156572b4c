/**
 * What log densities are made of instead of differences of large terms: eˣ − 1 − x, ln(x·y),
 * ln(x/y), the deviance x − y − y ln(x/y) and ln(y/(x² + y²)).
 *
 * Float32 error: excess and deviance 1e-6 relative everywhere; the logarithms an ulp of the result
 * and 1e-6, over all positive float32: what is squared or divided is a root of the arguments.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  expm1,
  less,
  log,
  max,
  min,
  mul,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import { log1pExpr } from './Elementary.ts'
import { polynomial } from './Horner.ts'

/** (eˣ − 1 − x)/x², |x| ≤ 1: 6e-9. */
const excessNear = polynomial([
  0.4999999978, 0.1666666665, 0.0416667366, 0.008333339676, 0.001388539691, 0.0001983810197,
  2.535851224e-5, 2.806280258e-6
])
/** (artanh v − v)/v³ in v² ≤ 0.36: 8e-9. */
const artanhCubic = polynomial([
  0.3333333313, 0.2000007303, 0.1428151034, 0.1120216461, 0.08138693687, 0.1295690093,
  -0.08657713997, 0.2629362351
])

export const excessExpr = (x: Expr): Expr =>
  where(
    pipe(abs(x), less(1)),
    pipe(square(x), mul(excessNear(x))),
    where(pipe(x, less(Infinity)), pipe(expm1(x), sub(x)), x)
  )

/** 2 ln(√x √y) and 2 ln(√x/√y): products and quotients of two roots are normal float32. */
export const logProductExpr = (x: Expr, y: Expr): Expr =>
  pipe(log(pipe(sqrt(x), mul(sqrt(y)))), mul(2))
export const logRatioExpr = (x: Expr, y: Expr): Expr =>
  pipe(log(pipe(sqrt(x), div(sqrt(y)))), mul(2))

/**
 * With v = (x − y)/(x + y), where ln(x/y) is 2 artanh v, the linear terms cancel on paper: v (x − y)
 * − 2y (artanh v − v). Taken for x between y/4 and 4y.
 */
export const devianceExpr = (x: Expr, y: Expr): Expr => {
  const difference = pipe(x, sub(y)),
    v = pipe(difference, div(pipe(x, add(y))))
  const s = square(v)
  const near = pipe(v, mul(pipe(difference, sub(pipe(y, mul(s), mul(artanhCubic(s)), mul(2))))))
  const far = pipe(difference, sub(pipe(y, mul(logRatioExpr(x, y)))))
  return where(
    pipe(abs(v), less(0.6)),
    near,
    where(pipe(constant(0), less(y)), where(pipe(x, less(Infinity)), far, x), x)
  )
}

/** With the larger m and the smaller n of x and y: 4 ln(y^¼/√m) − ln(1 + (n/m)²). */
export const logCauchyExpr = (x: Expr, y: Expr): Expr => {
  const larger = pipe(x, max(y)),
    smaller = pipe(x, min(y))
  return pipe(
    log(pipe(sqrt(sqrt(y)), div(sqrt(larger)))),
    mul(4),
    sub(log1pExpr(square(pipe(smaller, div(larger)))))
  )
}
