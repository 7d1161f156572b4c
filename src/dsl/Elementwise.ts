/**
 * Functions of one tensor, elementwise; the axes stay. What is known of the sign stays known.
 *
 * @since 0.1.0
 */
import { isWithin, type SupportTag } from '../distributions/supports/Support.ts'
import { map, type MapOp } from '../expr/index.ts'
import {
  type Negative,
  type Positive,
  type Real,
  type Reciprocal,
  type Root,
  type Square,
  type Support
} from './SupportTypes.ts'
import * as S from './SupportTypes.ts'
import { misuse } from './Misuse.ts'
import { numeric, origin, type Tensor, tensor } from './Tensor.ts'

// constructors

const word =
  (op: MapOp, becomes: (s: SupportTag) => SupportTag) =>
  <A extends string, T extends Support>(x: Tensor<A, Real>): Tensor<A, T> => {
    const t = numeric(op, x)
    return tensor(map(op)(t.expr), becomes(t.support), t.mentioned)
  }

type Keeps<out T extends Support> = <A extends string>(x: Tensor<A>) => Tensor<A, T>
const toReal = (): SupportTag => 'Real'
const toPositive = (): SupportTag => 'Positive'
const same = (s: SupportTag): SupportTag => s

// to positive numbers

/**
 * eˣ, which is positive: a scale from any real number.
 *
 * @example
 * normal(0, exp(mu))
 */
export const exp: Keeps<Positive> = word('exp', toPositive)
/**
 * 1/(1 + e^{−x})
 *
 * @example
 * sigmoid(mu)
 */
export const sigmoid: Keeps<Positive> = word('sigmoid', toPositive)
/**
 * ln(1 + eˣ)
 *
 * @example
 * normal(0, softplus(mu))
 */
export const softplus: Keeps<Positive> = word('softplus', toPositive)

// to real numbers

/**
 * max(x, 0)
 *
 * @example
 * relu(x)
 */
export const relu: Keeps<Real> = word('relu', toReal)
/**
 * The hyperbolic tangent.
 *
 * @example
 * tanh(x)
 */
export const tanh: Keeps<Real> = word('tanh', toReal)
/**
 * The sine.
 *
 * @example
 * sin(x)
 */
export const sin: Keeps<Real> = word('sin', toReal)
/**
 * The cosine.
 *
 * @example
 * cos(x)
 */
export const cos: Keeps<Real> = word('cos', toReal)
/**
 * The error function.
 *
 * @example
 * erf(mu)
 */
export const erf: Keeps<Real> = word('erf', toReal)
/**
 * ln Φ(x), the log of the standard normal's distribution function.
 *
 * @example
 * logNdtr(mu)
 */
export const logNdtr: Keeps<Real> = word('logNdtr', toReal)
/**
 * ln x, of positive numbers.
 *
 * @example
 * log(tau)
 */
export const log = <A extends string>(x: Tensor<A, Positive>): Tensor<A> => {
  const t = numeric('log', x)
  if (!isWithin('Positive')(t.support))
    misuse(
      '',
      `log: expected positive numbers, found ${origin(t.expr)}`,
      'the logarithm of a number that is not above 0 is none',
      'declare it positive (positives, a scale, exp), or take log1p of its square'
    )
  return tensor(map('log')(t.expr), 'Real', t.mentioned)
}
/**
 * ln(1 + x)
 *
 * @example
 * log1p(tau)
 */
export const log1p: Keeps<Real> = word('log1p', toReal)
/**
 * eˣ − 1
 *
 * @example
 * expm1(mu)
 */
export const expm1: Keeps<Real> = word('expm1', toReal)
/**
 * x, with derivative 0.
 *
 * @example
 * stopGradient(mu)
 */
export const stopGradient = <A extends string, T extends Real>(x: Tensor<A, T>): Tensor<A, T> =>
  word('stopGradient', same)(x)

// by support

/**
 * −x
 *
 * @example
 * neg(mu)
 */
export const neg = <A extends string, T extends Real>(x: Tensor<A, T>): Tensor<A, Negative<T>> =>
  word('neg', S.negative)(x)
/**
 * |x|, positive where x is a scale.
 *
 * @example
 * abs(theta)
 */
export const abs = <A extends string, T extends Real>(x: Tensor<A, T>): Tensor<A, Square<T>> =>
  word('abs', S.square)(x)
/**
 * x², positive where x is a scale.
 *
 * @example
 * square(theta)
 */
export const square = <A extends string, T extends Real>(x: Tensor<A, T>): Tensor<A, Square<T>> =>
  word('square', S.square)(x)
/**
 * √x, positive where x is.
 *
 * @example
 * normal(0, sqrt(tau))
 */
export const sqrt = <A extends string, T extends Real>(x: Tensor<A, T>): Tensor<A, Root<T>> =>
  word('sqrt', S.root)(x)
/**
 * 1/x
 *
 * @example
 * normal(0, reciprocal(tau))
 */
export const reciprocal = <A extends string, T extends Real>(
  x: Tensor<A, T>
): Tensor<A, Reciprocal<T>> => word('reciprocal', S.reciprocal)(x)
