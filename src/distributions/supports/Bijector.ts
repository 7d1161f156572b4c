/**
 * Smooth bijections from the real line.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { add, exp, log, log1p, mul, neg, sigmoid, softplus, sub } from '../../expr/Words.ts'

/** x = forward(u) for u ∈ ℝ, u = inverse(x), and ln |dx/du| as a function of u. */
export interface Bijector {
  readonly forward: (u: Expr) => Expr
  readonly inverse: (x: Expr) => Expr
  readonly logJacobian: (u: Expr) => Expr
}

/** x = u */
export const identity: Bijector = {
  forward: (u) => u,
  inverse: (x) => x,
  logJacobian: () => constant(0)
}

/** x = eᵘ > 0 */
export const exponential: Bijector = { forward: exp, inverse: log, logJacobian: (u) => u }

/** x = low + (high − low) sigmoid(u) */
export const logistic = (low: Expr, high: Expr): Bijector => ({
  forward: (u) => pipe(sigmoid(u), mul(pipe(high, sub(low))), add(low)),
  inverse: (x) => pipe(log(pipe(x, sub(low))), sub(log(pipe(high, sub(x))))),
  logJacobian: (u) => pipe(log(pipe(high, sub(low))), sub(softplus(u)), sub(softplus(neg(u))))
})

/** ln(x/(1 − x)), 0 < x < 1; the inverse of `sigmoid`. */
export const logit = (x: Expr): Expr => pipe(log(x), sub(log1p(neg(x))))

/** x = sigmoid(u), between 0 and 1: ln x = −ln(1 + e⁻ᵘ) and ln(1 − x) = −ln(1 + eᵘ) */
export const unitLogistic: Bijector = {
  forward: sigmoid,
  inverse: logit,
  logJacobian: (u) => neg(pipe(softplus(u), add(softplus(neg(u)))))
}

/** x = e + eᵘ */
export const upFrom = (end: Expr): Bijector => ({
  forward: (u) => pipe(exp(u), add(end)),
  inverse: (x) => log(pipe(x, sub(end))),
  logJacobian: (u) => u
})

/** x = e − eᵘ */
export const downFrom = (end: Expr): Bijector => ({
  forward: (u) => pipe(end, sub(exp(u))),
  inverse: (x) => log(pipe(end, sub(x))),
  logJacobian: (u) => u
})
