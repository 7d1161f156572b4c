/**
 * The forms in which laws are monotone functions of a standard draw.
 *
 * - affine    u = (x − m)/s
 * - ofLogs    u = (ln x − m)/s, given as ln(x/e^m)/s
 * - ofPowers  u = (x/s)ᵏ, or of a falling one (s/x)ᵏ
 * - ofShapes  u = ln(x/s), or of a falling one ln(s/x)
 * - ofShares  u = logit x − logit m
 * - ofSinh    u = 2 arsinh((x − m)/s)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  exp,
  expm1,
  less,
  log,
  log1p,
  logRatio,
  max,
  mul,
  neg,
  reciprocal,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import type { Standard, StandardLaw } from './Standard.ts'

/** Of a positive scale. */
export const affine = (law: StandardLaw, location: Expr, scale: Expr): Standard => ({
  law,
  rises: true,
  at: (x) => pipe(x, sub(location), div(scale)),
  gap: (x, y) => pipe(y, sub(x), div(scale)),
  back: (u) => pipe(scale, mul(u), add(location)),
  beyond: (x, t) => pipe(scale, mul(t), add(x)),
  logSlope: () => neg(log(scale)),
  affine: { location, scale }
})

/** Of the logarithm: `at` says ln x − m, where that is not plain. */
export const ofLogs = (
  law: StandardLaw,
  scale: Expr,
  { at, back }: Pick<Standard, 'at' | 'back'>
): Standard => ({
  law,
  rises: true,
  at,
  gap: (x, y) => pipe(y, logRatio(x), div(scale)),
  back,
  beyond: (x, t) => pipe(x, mul(exp(pipe(t, mul(scale))))),
  logSlope: (x) => neg(pipe(log(x), add(log(scale))))
})

/** (x/s)ᵏ of the exponential law, or (s/x)ᵏ of a falling one. */
export const ofPowers = (shape: Expr, scale: Expr, rises: boolean): Standard => {
  const turned = rises ? shape : neg(shape)
  const at = (x: Expr): Expr => exp(pipe(x, logRatio(scale), mul(turned)))
  return {
    law: 'exponential',
    rises,
    at,
    // a share of the place that is further: of the nearer one, which may be too small for a number,
    // it would be a multiple too large for one
    gap: (x, y) => neg(pipe(at(rises ? y : x), mul(expm1(pipe(x, logRatio(y), mul(shape)))))),
    back: (u) => pipe(scale, mul(exp(pipe(log(u), div(turned))))),
    beyond: (x, t) => pipe(x, mul(exp(pipe(log1p(pipe(t, div(at(x)))), div(turned))))),
    logSlope: (x) => pipe(shape, logRatio(x), add(pipe(x, logRatio(scale), mul(turned)))),
    logs: {
      at: (x) => pipe(x, logRatio(scale), mul(turned)),
      apart: (x, y) => pipe(y, logRatio(x), mul(shape)),
      times: (x, l) => pipe(x, mul(exp(pipe(l, div(turned)))))
    }
  }
}

/** ln(y/x) = ln(1 + (y − x)/x), x ≤ y: of near values their difference is exact. */
const logOf = (x: Expr, y: Expr): Expr => log1p(pipe(y, sub(x), div(x)))

/** Of the logarithm by one shape: s is the value at the mode. */
export const ofShapes = (shape: Expr, scale: Expr, rises: boolean): Standard => {
  const turned = (u: Expr): Expr => (rises ? u : neg(u))
  return {
    law: 'logGamma',
    shapes: [shape],
    rises,
    at: (x) => (rises ? pipe(x, logRatio(scale)) : pipe(scale, logRatio(x))),
    gap: logOf,
    back: (u) => pipe(scale, mul(exp(turned(u)))),
    beyond: (x, t) => pipe(x, mul(exp(turned(t)))),
    logSlope: (x) => neg(log(x))
  }
}

/** The same of a ratio of two gammas of these shapes, the mode of whose logarithm is ln s. */
export const ofRatios = (alpha: Expr, beta: Expr, scale: Expr): Standard => ({
  ...ofShapes(alpha, scale, true),
  law: 'logitBeta',
  shapes: [alpha, beta]
})

/** Of a share by two shapes: m = α/(α + β). */
export const ofShares = (alpha: Expr, beta: Expr): Standard => {
  const rest = (x: Expr): Expr => pipe(constant(1), sub(x))
  const beyond = (x: Expr, t: Expr): Expr => {
    const grows = pipe(constant(0), less(t)),
      shrink = exp(neg(abs(t)))
    const [up, down] = [pipe(rest(x), mul(shrink)), pipe(x, mul(shrink))]
    return where(grows, pipe(x, div(pipe(x, add(up)))), pipe(down, div(pipe(rest(x), add(down)))))
  }
  return {
    law: 'logitBeta',
    shapes: [alpha, beta],
    rises: true,
    at: (x) => pipe(x, mul(beta), logRatio(pipe(rest(x), mul(alpha)))),
    gap: (x, y) => pipe(logOf(x, y), add(logOf(rest(y), rest(x)))),
    back: (u) => beyond(pipe(alpha, div(pipe(alpha, add(beta)))), u),
    beyond,
    logSlope: (x) => neg(pipe(log(x), add(log1p(neg(x)))))
  }
}

/** √(1 + v²), v² never out of range. */
const length = (v: Expr): Expr => {
  const size = pipe(abs(v), max(1))
  return pipe(sqrt(pipe(square(reciprocal(size)), add(square(pipe(v, div(size)))))), mul(size))
}

/** Of Student's t: s is its scale times √ν, and both shapes ν/2. */
export const ofSinh = (df: Expr, location: Expr, scale: Expr): Standard => {
  const half = pipe(df, mul(0.5)),
    unit = pipe(scale, mul(sqrt(df)))
  const place = (x: Expr): Expr => pipe(x, sub(location), div(unit))
  const at = (x: Expr): Expr => {
    const v = place(x)
    const isLeft = pipe(v, less(0)),
      size = where(isLeft, neg(v), v)
    // v + √(1 + v²) − 1
    const above = pipe(size, div(pipe(length(size), add(1))), add(1), mul(size))
    const found = pipe(log1p(above), mul(2))
    return where(isLeft, neg(found), found)
  }
  return {
    law: 'logitBeta',
    shapes: [half, half],
    rises: true,
    at,
    gap: (x, y) => {
      const [a, b] = [place(x), place(y)]
      const isLeft = pipe(a, add(b), less(0))
      // turned about 0 so that a + b ≥ 0
      const low = where(isLeft, neg(b), a),
        high = where(isLeft, neg(a), b)
      const [l, h] = [length(low), length(high)]
      const from = where(pipe(low, less(0)), reciprocal(pipe(l, sub(low))), pipe(l, add(low)))
      const rise = pipe(low, add(high), div(pipe(l, add(h))), add(1))
      return pipe(log1p(pipe(y, sub(x), div(unit), mul(rise), div(from))), mul(2))
    },
    back: (u) => pipe(sinhBeyond(constant(0), pipe(u, mul(0.5))), mul(unit), add(location)),
    beyond: (x, t) => pipe(sinhBeyond(place(x), pipe(t, mul(0.5))), mul(unit), add(x)),
    logSlope: (x) => pipe(constant(Math.LN2), sub(log(pipe(unit, mul(length(place(x)))))))
  }
}

/** sinh(arsinh v + t) − v = v (cosh t − 1) + √(1 + v²) sinh t */
const sinhBeyond = (v: Expr, t: Expr): Expr => {
  const size = abs(t),
    isBack = pipe(t, less(0))
  const rise = expm1(size),
    whole = pipe(rise, add(1))
  const sinh = pipe(rise, add(pipe(rise, div(whole))), mul(0.5)),
    cosh = pipe(square(rise), div(whole), mul(0.5))
  const side = pipe(length(v), mul(sinh))
  return pipe(v, mul(cosh), add(where(isBack, neg(side), side)))
}
