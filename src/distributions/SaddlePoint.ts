/**
 * What log densities of gammas, counts and shares are made of: deviances of a mean that may leave
 * float32, and what remains of factorials beside them. Nothing large is subtracted from anything
 * large.
 *
 * - source  Loader (2000), Fast and accurate computation of binomial probabilities
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../expr/Expr.ts'
import {
  add,
  deviance,
  equal,
  log,
  logRatio,
  max,
  min,
  mul,
  neg,
  relu,
  stirling,
  sub
} from '../expr/Words.ts'

/** A positive number with its logarithm, which is one where the number is none of float32. */
export interface Mean {
  readonly value: Expr
  readonly log: Expr
}

/** The share of n; `logged` stands for n in the logarithm, where n may be 0. */
export const partOf = (n: Expr, share: Mean, logged: Expr = n): Mean => ({
  value: pipe(n, mul(share.value)),
  log: pipe(log(logged), add(share.log))
})

/** A mean below it is taken apart, so that neither it nor its inverse need be a float32. */
const least = 2 ** -10

/** e − (m − y − y ln(m/y)), data last in e: what is taken off is never negative, and m at y = 0. */
export const lessDeviance =
  (y: Expr, m: Mean) =>
  (e: Expr): Expr =>
    pipe(
      e,
      sub(pipe(m.value, max(least), deviance(y))),
      add(relu(pipe(constant(least), sub(m.value)))),
      add(pipe(m.log, sub(Math.log(least)), min(0), mul(y)))
    )

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI)

/** −½ ln 2πx − δ(x), what ln(xˣe⁻ˣ/x!) is, for counts x; 0 at x = 0. */
export const minusLogFactorial = (x: Expr): Expr => {
  const some = pipe(x, max(1))
  return where(
    pipe(x, equal(0)),
    constant(0),
    neg(pipe(log(some), mul(0.5), add(halfLogTwoPi), add(stirling(some))))
  )
}

/**
 * δ(n) − δ(x) − δ(n − x) + ½ ln(n/(2πx(n − x))): of the binomial coefficient n over x what is not
 * in deviances; 0 at both ends.
 */
export const minusLogChoices = (n: Expr, x: Expr): Expr => {
  const rest = pipe(n, sub(x)),
    some = pipe(x, max(1)),
    others = pipe(rest, max(1))
  const isEnd = pipe(x, min(rest), equal(0))
  const sizes = pipe(n, max(1), logRatio(some), sub(log(others)), mul(0.5))
  return where(
    isEnd,
    constant(0),
    pipe(
      stirling(pipe(n, max(1))),
      sub(stirling(some)),
      sub(stirling(others)),
      add(sizes),
      sub(halfLogTwoPi)
    )
  )
}
