/**
 * Densities that fall on both sides of one mode, at place 0, told from any place beyond it outwards: no
 * logarithms of densities are subtracted, and all terms are of one sign.
 *
 * - logGamma   u = ln(x/a) of a gamma x of shape a and unit scale, ln f = −a(eᵘ − 1 − u) + …. From a
 *              place r with y = a eʳ upwards ln f falls by y(eᵗ − 1 − t) + (y − a) t, downwards by
 *              y(e⁻ᵗ − 1 + t) + (a − y) t
 * - logitBeta  u = logit x − ln(α/β) of a beta x. From a place at which x is p upwards, with n = α + β
 *              and L = ln(1 + p(eᵗ − 1)), by n(L − p t) + (n p − α) t, where L − p t is p e(t − L) +
 *              (1 − p) e(−L), e(v) = eᵛ − 1 − v; downwards by the same of 1 − x
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  excess,
  exp,
  expm1,
  less,
  lessEqual,
  log,
  log1p,
  max,
  min,
  mul,
  neg,
  sqrt,
  sub
} from '../../expr/Words.ts'

// model

/** From a place outwards. */
export interface Tail {
  /** How much less ln f is at a distance t ≥ 0. */
  readonly fall: (t: Expr) => Expr
  /** A distance at which it has fallen by `most` at least, and not by many times as much. */
  readonly reach: Expr
}

/** From places so far beyond the mode, on either side of it. */
export interface Tails {
  readonly up: (past: Expr) => Tail
  readonly down: (past: Expr) => Tail
}

/** What is left beyond e⁻⁴⁰ of the density is nothing in float64. */
export const most = 40
/** Beyond, eˣ is out of float32's range. */
const largest = 80

// constructors

/**
 * At least the positive root of A t² + b t = 2 `most`, and at most twice as much; no square of b, which
 * may be large.
 */
const rootAbove = (a: Expr, b: Expr): Expr => {
  const [size, root] = [abs(b), sqrt(pipe(a, mul(8 * most)))]
  return where(
    pipe(b, less(0)),
    pipe(size, add(pipe(root, mul(0.5))), div(a)),
    pipe(constant(4 * most), div(pipe(size, add(pipe(size, max(root))))))
  )
}

/** The lesser of two reaches; the second holds where `shape` times it is not above `most`. */
const nearer = (shape: Expr, linear: Expr, steep: Expr): Expr =>
  where(pipe(shape, mul(steep), lessEqual(most)), pipe(linear, min(steep)), linear)

/** @category instances */
export const logGammaTails = (shape: Expr): Tails => ({
  up: (past) => {
    const y = pipe(shape, mul(exp(past))),
      slope = pipe(shape, mul(expm1(past)))
    const steep = log1p(pipe(constant(2 * most), div(y)))
    return {
      fall: (t) => pipe(y, mul(excess(t)), add(pipe(slope, mul(t)))),
      reach: nearer(shape, rootAbove(y, pipe(slope, mul(2))), steep)
    }
  },
  down: (past) => {
    const y = pipe(shape, mul(exp(neg(past)))),
      slope = neg(pipe(shape, mul(expm1(neg(past)))))
    return {
      fall: (t) => pipe(y, mul(excess(neg(t))), add(pipe(slope, mul(t)))),
      reach: rootAbove(shape, pipe(slope, mul(2), sub(most)))
    }
  }
})

const upOf =
  (alpha: Expr, beta: Expr) =>
  (past: Expr): Tail => {
    const n = pipe(alpha, add(beta))
    const [mode, rest] = [pipe(alpha, div(n)), pipe(beta, div(n))]
    const whole = pipe(rest, mul(exp(neg(past))), add(mode))
    const p = pipe(mode, div(whole)),
      q = pipe(rest, mul(exp(neg(past))), div(whole))
    const slope = neg(pipe(alpha, mul(rest), mul(expm1(neg(past))), div(whole)))
    const perUnit = pipe(constant(2 * most), div(n))
    const steep = pipe(
      log1p(pipe(expm1(pipe(perUnit, min(largest))), div(p))),
      add(pipe(perUnit, sub(largest), max(0)))
    )
    return {
      fall: (t) => {
        const part = neg(expm1(neg(t)))
        const odds = pipe(q, mul(exp(neg(t))), add(p))
        const change = neg(pipe(p, mul(part), div(odds)))
        const above = log1p(pipe(q, mul(part), div(odds))),
          below = where(
            pipe(constant(-0.5), less(change)),
            log1p(change),
            neg(pipe(t, add(log(odds))))
          )
        return pipe(
          p,
          mul(excess(above)),
          add(pipe(q, mul(excess(below)))),
          mul(n),
          add(pipe(slope, mul(t)))
        )
      },
      reach: nearer(
        alpha,
        rootAbove(pipe(p, mul(beta)), pipe(slope, mul(2), sub(pipe(p, mul(most))))),
        steep
      )
    }
  }

/** @category instances */
export const logitBetaTails = (alpha: Expr, beta: Expr): Tails => ({
  up: upOf(alpha, beta),
  down: upOf(beta, alpha)
})
