/**
 * The angle of a tangent, by the operations that there are.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from './Expr.ts'
import { add, cos, div, less, mul, reciprocal, sin, square, sub } from './Words.ts'

const one = constant(1)

/** So wrong is q/(1 + 0.28 q²) on [0, 1], 5e-3, that two steps leave 1e-23. */
const steps = 2

/**
 * arctan t, t ≥ 0. On [0, 1] by steps that turn the angle a by the tangent of what is left,
 * (t cos a − sin a)/(cos a + t sin a), each of which cubes the error; above, by that of 1/t.
 */
export const arctan = (t: Expr): Expr => {
  const isSteep = pipe(one, less(t))
  // neither branch divides by 0 where the other is taken
  const q = where(isSteep, reciprocal(where(isSteep, t, one)), where(isSteep, one, t))
  let a = pipe(q, div(pipe(square(q), mul(0.28), add(1))))
  for (let i = 0; i < steps; i++) {
    const [c, s] = [cos(a), sin(a)]
    a = pipe(a, add(pipe(q, mul(c), sub(s), div(pipe(q, mul(s), add(c))))))
  }
  return where(isSteep, pipe(constant(0.5 * Math.PI), sub(a)), a)
}
