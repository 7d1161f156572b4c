/**
 * The derivative of every elementwise operation, as expressions. The node itself is given too, so
 * that what it has computed is used again (exp, sqrt, sigmoid, tanh, …).
 *
 * Where an operation has no derivative one subgradient is chosen: |x|′(0) = 0, relu′(0) = 0, max
 * and min share equally between equal operands (so that max(x, x) has slope 1). Steps (sign, floor,
 * round, comparisons) have derivative 0.
 *
 * @since 0.1.0
 */
import { constant, type Expr, type MapOp, map, where, zip, type ZipOp } from '../Expr.ts'
import { one, zero } from '../Fold.ts'
import { minus, negate, over, plus, times } from '../rules/Smart.ts'
import {
  cos,
  dawson,
  digamma,
  equal,
  exp,
  expm1,
  less,
  lessEqual,
  log,
  logRatio,
  max,
  polygamma,
  reciprocal,
  sigmoid,
  sign,
  sin,
  square,
  tanh,
  trigamma
} from '../Words.ts'

/** dy/dx at y = op(x). */
export type MapDerivative = (x: Expr, y: Expr) => Expr | 'zero'
/** ∂z/∂x and ∂z/∂y at z = op(x, y). */
export interface ZipDerivative {
  readonly x: (x: Expr, y: Expr, z: Expr) => Expr | 'zero'
  readonly y: (x: Expr, y: Expr, z: Expr) => Expr | 'zero'
}

const none = (): 'zero' => 'zero'
const scaled =
  (k: number) =>
  (x: Expr): Expr =>
    times(constant(k), x)
/**
 * −√u·F(√u) at u = e^{−ln α}/2 (F: Dawson's function): the exact Jeffreys KL by ln α. It is −½ far
 * before √u leaves float32.
 */
const jeffreysSlope = (logAlpha: Expr): Expr => {
  const rootU = scaled(Math.SQRT1_2)(exp(scaled(-0.5)(max(-80)(logAlpha))))
  return negate(times(rootU, dawson(rootU)))
}
/**
 * φ(x)/Φ(x) at y = ln Φ(x). Below −8, where ln φ and y are large and near each other, by Laplace's
 * continued fraction t + 1/(t + 2/(t + …)), t = −x: ten terms are good to 1e-13 there.
 */
const normalHazard = (x: Expr, y: Expr): Expr => {
  const end = -8,
    t = max(-end)(negate(x))
  const tail = Array.from({ length: 10 }, (_, k) => 10 - k).reduce<Expr>(
    (rest, k) => plus(t, over(constant(k), rest)),
    t
  )
  const middle = exp(minus(scaled(-0.5)(square(x)), plus(y, constant(0.5 * Math.log(2 * Math.PI)))))
  return where(less(end)(x), tail, middle)
}

/**
 * eˣ E₂(x) = 1 − x y at y = eˣ E₁(x), without the difference from 6 on, where 1 and x y are near each other:
 * by its continued fraction 1/(x + 2 − 1·2/(x + 4 − 2·3/(x + 6 − …))): sixteen terms are good to 1e-13 there.
 */
const scaledExpint2 = (x: Expr, y: Expr): Expr => {
  const from = 6,
    terms = 16
  const far = max(from)(x)
  const fraction = Array.from({ length: terms }, (_, i) => terms - i).reduce<Expr>(
    (rest, k) => over(constant(k * (k + 1)), minus(plus(far, constant(2 * k + 2)), rest)),
    zero
  )
  return where(
    less(from)(x),
    minus(one, times(x, y)),
    reciprocal(minus(plus(far, constant(2)), fraction))
  )
}

export const mapDerivatives: { readonly [O in MapOp]: MapDerivative } = {
  neg: () => constant(-1),
  abs: (x) => sign(x),
  sign: none,
  exp: (_, y) => y,
  expm1: (x) => exp(x),
  log: (x) => reciprocal(x),
  log1p: (x) => reciprocal(plus(one, x)),
  sqrt: (_, y) => over(constant(0.5), y),
  square: (x) => scaled(2)(x),
  reciprocal: (_, y) => negate(square(y)),
  floor: none,
  round: none,
  sin: (x) => cos(x),
  cos: (x) => negate(sin(x)),
  tanh: (_, y) => minus(one, square(y)),
  sigmoid: (_, y) => times(y, minus(one, y)),
  softplus: (x) => sigmoid(x),
  relu: (x) => zip('less')(zero, x),
  erf: (x) => scaled(2 / Math.sqrt(Math.PI))(exp(negate(square(x)))),
  logNdtr: normalHazard,
  ndtri: (_, y) => scaled(Math.sqrt(2 * Math.PI))(exp(scaled(0.5)(square(y)))),
  lgamma: (x) => digamma(x),
  digamma: (x) => trigamma(x),
  trigamma: (x) => polygamma(2)(x),
  stirling: (x) => plus(minus(digamma(x), log(x)), over(constant(0.5), x)),
  excess: (x) => expm1(x),
  dawson: (x, y) => minus(one, scaled(2)(times(x, y))),
  expint1: (x) => negate(over(exp(negate(x)), x)),
  scaledExpint1: (x, y) => negate(over(scaledExpint2(x, y), x)),
  jeffreysKl: (x) => jeffreysSlope(x),
  stopGradient: none
}

/** 1 where a > b, ½ where they are equal, 0 elsewhere. */
const wins = (a: Expr, b: Expr): Expr => scaled(0.5)(plus(less(a)(b), lessEqual(a)(b)))
const step: ZipDerivative = { x: none, y: none }

export const zipDerivatives: { readonly [O in ZipOp]: ZipDerivative } = {
  add: { x: () => one, y: () => one },
  sub: { x: () => one, y: () => constant(-1) },
  mul: { x: (_, y) => y, y: (x) => x },
  div: { x: (_, y) => reciprocal(y), y: (_, y, z) => negate(over(z, y)) },
  pow: {
    x: (x, y) => {
      const slope = times(y, zip('pow')(x, minus(y, one)))
      // x⁰ is 1 everywhere, and 0·0⁻¹ is no number; an exponent that is a number is not asked
      return y._tag === 'Constant' && y.value !== 0 ? slope : where(equal(y)(zero), zero, slope)
    },
    y: (x, _, z) => where(zip('less')(zero, x), times(z, log(x)), zero)
  },
  max: { x: (x, y) => wins(x, y), y: (x, y) => wins(y, x) },
  min: { x: (x, y) => wins(y, x), y: (x, y) => wins(x, y) },
  equal: step,
  less: step,
  lessEqual: step,
  polygamma: {
    x: none,
    y: (n, x) => zip('polygamma')(plus(n, one), x)
  },
  logProduct: { x: (x) => reciprocal(x), y: (_, y) => reciprocal(y) },
  logRatio: { x: (x) => reciprocal(x), y: (_, y) => negate(reciprocal(y)) },
  deviance: { x: (x, y) => over(minus(x, y), x), y: (x, y) => logRatio(x)(y) },
  // −2x/(x² + y²) and (x² − y²)/(x² + y²)/y, no square of which leaves float32
  logCauchy: {
    x: (x, y) => over(constant(-2), plus(x, times(y, exp(logRatio(x)(y))))),
    y: (x, y) => over(tanh(logRatio(y)(x)), y)
  }
}

/**
 * d op / dx of a reduction, per element of x: 1 for a sum, softmax for log-sum-exp, an equal share
 * of the ties for max and min.
 */
export const extremum = (x: Expr, y: Expr, shares: (tied: Expr) => Expr): Expr => {
  const tied = zip('equal')(x, y)
  return over(tied, shares(tied))
}
export const softmax = (x: Expr, y: Expr): Expr => map('exp')(minus(x, y))
