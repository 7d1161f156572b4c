/**
 * sign, sin, cos and log1p where executors keep 1e-7 absolute only: tfjs's wasm kernels lose small
 * arguments (sin 1e-3 to 2e-4, log1p 1e-3 to 5e-5 relative; the sign of 1e-30 is 0).
 *
 * Float32 error: sign none; log1p 1e-6 relative everywhere; sin and cos 3e-7 relative for |x| ≤
 * 1e4, near their zeros an ulp of x.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  add,
  div,
  equal,
  floor,
  less,
  log,
  mul,
  neg,
  round,
  square,
  sub
} from '../../expr/Words.ts'
import { polynomial } from './Horner.ts'

/** 0 of 0 and NaN of NaN are the argument itself. */
export const signExpr = (x: Expr): Expr =>
  where(pipe(constant(0), less(x)), constant(1), where(pipe(x, less(0)), constant(-1), x))

/** x·ln(u)/(u − 1) at u = 1 + x as it is rounded: the errors of both factors cancel (Kahan). */
export const log1pExpr = (x: Expr): Expr => {
  const u = pipe(x, add(1))
  const value = pipe(log(u), mul(pipe(x, div(pipe(u, sub(1))))))
  return where(pipe(u, equal(1)), x, where(pipe(u, equal(Infinity)), constant(Infinity), value))
}

/** (sin r − r)/r³ and (cos r − 1 + r²/2)/r⁴ in r², |r| ≤ π/4: 2e-10 and 6e-8. */
const sineCore = polynomial([-0.1666666666, 0.008333331785, -0.0001984003887, 2.724378141e-6])
const cosineCore = polynomial([0.04166666454, -0.001388827933, 2.454287111e-5])

/**
 * π/2 in parts of 11 bits, whose products with a count of quarter turns below 2¹³ are exact in
 * float32.
 */
const quarterTurn = [
  1.5703125, 0.0004837512969970703125, 7.5495336204767227173e-8, 2.56334415159e-12
]

/** sin(x + quarters·π/2). */
const sineShifted =
  (quarters: number) =>
  (x: Expr): Expr => {
    const turns = round(pipe(x, mul(2 / Math.PI)))
    const r = quarterTurn.reduce((rest, part) => pipe(rest, sub(pipe(turns, mul(part)))), x)
    const s = square(r),
      q = pipe(turns, add(quarters))
    const sine = pipe(r, add(pipe(r, mul(s), mul(sineCore(s)))))
    const cosine = pipe(
      constant(1),
      sub(pipe(s, mul(0.5))),
      add(pipe(square(s), mul(cosineCore(s))))
    )
    const inQuarters = pipe(q, sub(pipe(floor(pipe(q, mul(0.25))), mul(4))))
    const odd = pipe(inQuarters, sub(pipe(floor(pipe(inQuarters, mul(0.5))), mul(2))))
    const value = where(odd, cosine, sine)
    return where(pipe(inQuarters, less(2)), value, neg(value))
  }

export const sinExpr = sineShifted(0)
export const cosExpr = sineShifted(1)
