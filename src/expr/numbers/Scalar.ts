/**
 * What each elementwise operation computes, in float64: the meaning that every executor
 * approximates.
 *
 * Everything not said here is IEEE 754's: NaN in, NaN out; exp(−∞) = 0, log(0) = −∞, log(x < 0) =
 * NaN, 1/0 = ±∞, ∞ − ∞ = NaN. The sign of a zero result is not part of the meaning.
 *
 * @since 0.1.0
 */
import stdErf from '@stdlib/math-base-special-erf'
import type { MapOp, ZipOp } from '../Expr.ts'
import { deviance, excess, logCauchy, logProduct, logRatio, stirling } from './Deviances.ts'
import {
  dawson,
  digamma,
  expint1,
  jeffreysKl,
  lgamma,
  logNdtr,
  ndtri,
  polygamma,
  scaledExpint1,
  trigamma
} from './SpecialFunctions.ts'

/** To the nearest integer, ties to the even one: 0.5 → 0, 1.5 → 2, −2.5 → −2. */
export const roundTiesToEven = (x: number): number => {
  const nearest = Math.round(x)
  return nearest - x === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest
}
/** 1/(1 + e⁻ˣ) without overflow and without loss in the left tail. */
const sigmoid = (x: number): number => {
  const e = Math.exp(-Math.abs(x))
  return x < 0 ? e / (1 + e) : 1 / (1 + e)
}
/** ln(1 + eˣ) without overflow and without loss in the left tail. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
const truth = (b: boolean): number => (b ? 1 : 0)

export const scalarMap: { readonly [O in MapOp]: (x: number) => number } = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  floor: Math.floor,
  round: roundTiesToEven,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid,
  softplus,
  relu: (x) => Math.max(0, x),
  erf: stdErf,
  logNdtr,
  ndtri,
  lgamma,
  digamma,
  trigamma,
  stirling,
  excess,
  dawson,
  expint1,
  scaledExpint1,
  jeffreysKl,
  stopGradient: (x) => x
}

/**
 * Comparisons with NaN are false. `pow` is JavaScript's: pow(x, 0) = 1 even of NaN, pow(x < 0, not
 * an integer) = NaN; at pow(1, NaN) and pow(±1, ±∞) executors may differ (NaN or 1).
 */
export const scalarZip: { readonly [O in ZipOp]: (x: number, y: number) => number } = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  pow: (x, y) => x ** y,
  max: (x, y) => Math.max(x, y),
  min: (x, y) => Math.min(x, y),
  equal: (x, y) => truth(x === y),
  less: (x, y) => truth(x < y),
  lessEqual: (x, y) => truth(x <= y),
  polygamma,
  logProduct,
  logRatio,
  deviance,
  logCauchy
}
