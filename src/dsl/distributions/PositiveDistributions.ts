/**
 * The distributions of positive numbers that a model is written with.
 *
 * @since 0.1.0
 */
import * as D from '../../distributions/Distribution.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { dist, type Dist, distInOrder, requireNamed } from '../Dist.ts'
import { misuse } from '../Misuse.ts'
import type { Positive } from '../SupportTypes.ts'

/**
 * |x| for x ~ N(0, scale²)
 *
 * @example
 * halfNormal(1)
 */
export const halfNormal = <A extends string = never>(
  scale: TensorLike<A, Positive>
): Dist<A, Positive> => distInOrder('halfNormal', { scale }, (a) => D.halfNormal(a.scale))

/**
 * C⁺(0, scale): density 2/(π·scale·(1 + (x/scale)²)).
 *
 * @example
 * halfCauchy(5)
 */
export const halfCauchy = <A extends string = never>(
  scale: TensorLike<A, Positive>
): Dist<A, Positive> => distInOrder('halfCauchy', { scale }, (a) => D.halfCauchy(a.scale))

/**
 * |x| for x ~ studentT({ df, location: 0, scale }): the half-Cauchy at one degree of freedom.
 *
 * @example
 * halfStudentT({ df: 3, scale: 2.5 })
 */
export const halfStudentT = <A extends string = never, B extends string = never>({
  df,
  scale
}: {
  readonly df: TensorLike<A, Positive>
  readonly scale: TensorLike<B, Positive>
}): Dist<A | B, Positive> => dist('halfStudentT', { df, scale }, D.halfStudentT)

/**
 * eˣ for x ~ N(location, scale²)
 *
 * @example
 * logNormal(0, 1)
 */
export const logNormal = <A extends string = never, B extends string = never>(
  location: TensorLike<A>,
  scale: TensorLike<B, Positive>
): Dist<A | B, Positive> =>
  distInOrder('logNormal', { location, scale }, (a) => D.logNormal(a.location, a.scale))

/**
 * By rate, density ∝ x^(shape − 1)·e^(−rate·x) with mean shape/rate, or by scale = 1/rate.
 *
 * @example
 * gamma({ shape: 2, rate: 0.5 })
 */
export const gamma = <A extends string = never, B extends string = never>(
  given:
    | { readonly shape: TensorLike<A, Positive>; readonly rate: TensorLike<B, Positive> }
    | { readonly shape: TensorLike<A, Positive>; readonly scale: TensorLike<B, Positive> }
): Dist<A | B, Positive> => {
  requireNamed('gamma', given, 'gamma({ shape, rate })')
  return 'rate' in given && 'scale' in given
    ? misuse(
        '',
        'gamma: found a rate and a scale',
        'each is the reciprocal of the other: one of them says it all',
        'leave one of them out'
      )
    : 'rate' in given
      ? dist('gamma', { shape: given.shape, rate: given.rate }, D.gamma)
      : dist('gamma', { shape: given.shape, scale: given.scale }, D.gamma)
}

/**
 * Density ∝ x^(−shape − 1)·e^(−scale/x); 1/x ~ gamma({ shape, rate: scale }).
 *
 * @example
 * inverseGamma({ shape: 2, scale: 1 })
 */
export const inverseGamma = <A extends string = never, B extends string = never>({
  shape,
  scale
}: {
  readonly shape: TensorLike<A, Positive>
  readonly scale: TensorLike<B, Positive>
}): Dist<A | B, Positive> => dist('inverseGamma', { shape, scale }, D.inverseGamma)

/**
 * Density rate·e^(−rate·x).
 *
 * @example
 * exponential(0.5)
 */
export const exponential = <A extends string = never>(
  rate: TensorLike<A, Positive>
): Dist<A, Positive> => distInOrder('exponential', { rate }, (a) => D.exponential(a.rate))

/**
 * Density ∝ x^(shape − 1)·e^(−(x/scale)^shape): the exponential at shape 1.
 *
 * @example
 * weibull({ shape: 2, scale: 10 })
 */
export const weibull = <A extends string = never, B extends string = never>({
  shape,
  scale
}: {
  readonly shape: TensorLike<A, Positive>
  readonly scale: TensorLike<B, Positive>
}): Dist<A | B, Positive> => dist('weibull', { shape, scale }, D.weibull)

/**
 * The law of large maxima: 1/x ~ weibull({ shape, scale: 1/scale }).
 *
 * @example
 * frechet({ shape: 3, scale: 1 })
 */
export const frechet = <A extends string = never, B extends string = never>({
  shape,
  scale
}: {
  readonly shape: TensorLike<A, Positive>
  readonly scale: TensorLike<B, Positive>
}): Dist<A | B, Positive> => dist('frechet', { shape, scale }, D.frechet)

/**
 * x ≤ t with probability 1/(1 + (t/scale)^(−shape)): ln x is logistic.
 *
 * @example
 * logLogistic({ shape: 3, scale: 10 })
 */
export const logLogistic = <A extends string = never, B extends string = never>({
  shape,
  scale
}: {
  readonly shape: TensorLike<A, Positive>
  readonly scale: TensorLike<B, Positive>
}): Dist<A | B, Positive> => dist('logLogistic', { shape, scale }, D.logLogistic)

/**
 * A ratio of gammas: density ∝ r^(alpha − 1)·(1 + r)^(−alpha − beta), r = x/scale. alpha says how
 * much mass lies near 0, beta how heavy the tail is; a half-Cauchy squared has ½ and ½.
 *
 * @example
 * betaPrime({ alpha: 0.5, beta: 0.5, scale: 1 })
 */
export const betaPrime = <
  A extends string = never,
  B extends string = never,
  C extends string = never
>({
  alpha,
  beta,
  scale
}: {
  readonly alpha: TensorLike<A, Positive>
  readonly beta: TensorLike<B, Positive>
  readonly scale: TensorLike<C, Positive>
}): Dist<A | B | C, Positive> => dist('betaPrime', { alpha, beta, scale }, D.betaPrime)

/**
 * When a walk with drift first reaches a level: variance mean³/shape.
 *
 * @example
 * inverseGaussian({ mean: 2, shape: 5 })
 */
export const inverseGaussian = <A extends string = never, B extends string = never>({
  mean,
  shape
}: {
  readonly mean: TensorLike<A, Positive>
  readonly shape: TensorLike<B, Positive>
}): Dist<A | B, Positive> => dist('inverseGaussian', { mean, shape }, D.inverseGaussian)
