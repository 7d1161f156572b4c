/**
 * The forms in which laws are monotone functions of a standard draw.
 *
 * - affine    u = (x − m)/s
 * - ofLogs    u = (ln x − m)/s, given as ln(x/e^m)/s
 * - ofPowers  u = (x/s)ᵏ, or of a falling one (s/x)ᵏ
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Expr } from '../../expr/Expr.ts'
import { add, div, exp, expm1, log, log1p, logRatio, mul, neg, sub } from '../../expr/Words.ts'
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
    gap: (x, y) =>
      rises
        ? pipe(at(x), mul(expm1(pipe(y, logRatio(x), mul(shape)))))
        : pipe(at(y), mul(expm1(pipe(y, logRatio(x), mul(shape))))),
    back: (u) => pipe(scale, mul(exp(pipe(log(u), div(turned))))),
    beyond: (x, t) => pipe(x, mul(exp(pipe(log1p(pipe(t, div(at(x)))), div(turned))))),
    logSlope: (x) => pipe(shape, logRatio(x), add(pipe(x, logRatio(scale), mul(turned))))
  }
}
