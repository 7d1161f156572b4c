/**
 * The distributions a model is written with. An argument is a number or a tensor; a draw has the
 * axes of its arguments. A scale is `Positive` or `Signed`: a plain real does not compile, since
 * its sign is not known.
 *
 * @since 0.1.0
 */
import * as D from '../../distributions/Distribution.ts'
import type { Axis } from '../Axis.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { dist, type Dist, distInOrder, requireNamed } from '../Dist.ts'
import { mention } from '../Axis.ts'
import { misuse } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Binary, Category, Positive, Real, Scale, Signed, Unit } from '../SupportTypes.ts'
import { operand, type Tensor } from '../Tensor.ts'

// on the real line

/**
 * N(location, scale²)
 *
 * @example
 * normal(mu, tau)
 */
export const normal = <A extends string = never, B extends string = never>(
  location: TensorLike<A>,
  scale: TensorLike<B, Scale>
): Dist<A | B, Real> =>
  distInOrder('normal', { location, scale }, (a) => D.normal(a.location, a.scale))

/**
 * location + scale · t with `df` degrees of freedom: a normal with heavy tails.
 *
 * @example
 * studentT({ df: 4, location: mu, scale: tau })
 */
export const studentT = <
  A extends string = never,
  B extends string = never,
  C extends string = never
>({
  df,
  location,
  scale
}: {
  readonly df: TensorLike<A, Positive>
  readonly location: TensorLike<B>
  readonly scale: TensorLike<C, Scale>
}): Dist<A | B | C, Real> => dist('studentT', { df, location, scale }, D.studentT)

/**
 * Density 1/(π·scale·(1 + ((x − location)/scale)²)): Student's t with one degree of freedom.
 *
 * @example
 * cauchy(0, 2.5)
 */
export const cauchy = <A extends string = never, B extends string = never>(
  location: TensorLike<A>,
  scale: TensorLike<B, Scale>
): Dist<A | B, Real> =>
  distInOrder('cauchy', { location, scale }, (a) => D.cauchy(a.location, a.scale))

/**
 * Density e^(−|x − location|/scale)/(2·scale), whose variance is 2·scale².
 *
 * @example
 * over(features)(laplace(0, 1))
 */
export const laplace = <A extends string = never, B extends string = never>(
  location: TensorLike<A>,
  scale: TensorLike<B, Scale>
): Dist<A | B, Real> =>
  distInOrder('laplace', { location, scale }, (a) => D.laplace(a.location, a.scale))

/**
 * x ≤ t with probability 1/(1 + e^(−(t − location)/scale)).
 *
 * @example
 * logistic(mu, tau)
 */
export const logistic = <A extends string = never, B extends string = never>(
  location: TensorLike<A>,
  scale: TensorLike<B, Scale>
): Dist<A | B, Real> =>
  distInOrder('logistic', { location, scale }, (a) => D.logistic(a.location, a.scale))

/**
 * The law of maxima: x ≤ t with probability exp(−e^(−(t − location)/scale)).
 *
 * @example
 * gumbel(mu, tau)
 */
export const gumbel = <A extends string = never, B extends string = never>(
  location: TensorLike<A>,
  scale: TensorLike<B, Positive>
): Dist<A | B, Real> =>
  distInOrder('gumbel', { location, scale }, (a) => D.gumbel(a.location, a.scale))

/**
 * Density 2·φ(z)·Φ(shape·z)/scale, z = (x − location)/scale: a normal that leans to the side of
 * `shape`, itself at shape 0.
 *
 * @example
 * skewNormal({ location: mu, scale: tau, shape: 4 })
 */
export const skewNormal = <
  A extends string = never,
  B extends string = never,
  C extends string = never
>({
  location,
  scale,
  shape
}: {
  readonly location: TensorLike<A>
  readonly scale: TensorLike<B, Positive>
  readonly shape: TensorLike<C>
}): Dist<A | B | C, Real> => dist('skewNormal', { location, scale, shape }, D.skewNormal)

/**
 * Density ∝ x^(−shape − 1) above the minimum.
 *
 * @example
 * pareto({ minimum: 1, shape: 2.5 })
 */
export const pareto = <A extends string = never, B extends string = never>({
  minimum,
  shape
}: {
  readonly minimum: TensorLike<A, Positive>
  readonly shape: TensorLike<B, Positive>
}): Dist<A | B, Positive> => dist('pareto', { minimum, shape }, D.pareto)

/**
 * p(z) ∝ 1/|z| on ℝ∖{0}, improper: normal-Jeffreys when it is a scale.
 *
 * @example
 * over(features)(logUniform)
 */
export const logUniform: Dist<never, Signed> = dist('logUniform', {}, () => D.logUniform)

/**
 * −ln p(z) = `nats` of a gate that is not 0: no law of probability, and improper. With the guide
 * `hardConcrete` it costs that times the probability of being open.
 *
 * @example
 * over(features)(l0Penalty(0.1))
 */
export const l0Penalty = <A extends string = never>(nats: TensorLike<A, Positive>): Dist<A, Unit> =>
  distInOrder('l0Penalty', { nats }, (a) => D.l0Penalty(a.nats))

/**
 * Density 1/(high − low) on [low, high]. Data under ends that are latent narrow where these lie.
 *
 * @example
 * uniform(0, 1)
 */
export const uniform = <A extends string = never, B extends string = never>(
  low: TensorLike<A>,
  high: TensorLike<B>
): Dist<A | B, Real> =>
  typeof low === 'number' && typeof high === 'number' && low >= high
    ? misuse(
        '',
        `uniform: low must be below high, found ${low} and ${high}`,
        'the interval is empty',
        'exchange them, or widen the interval'
      )
    : distInOrder('uniform', { low, high }, (a) => D.uniform(a.low, a.high))

// on the positive numbers

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

// on the circle

/**
 * Density ∝ e^(concentration·cos(x − location)) of an angle x in radians, between −π and π: a normal of
 * variance 1/concentration on the circle, where π and −π are one.
 *
 * @example
 * vonMises(mu, 4)
 */
export const vonMises = <A extends string = never, B extends string = never>(
  location: TensorLike<A>,
  concentration: TensorLike<B, Positive>
): Dist<A | B, Real> =>
  distInOrder('vonMises', { location, concentration }, (a) =>
    D.vonMises(a.location, a.concentration)
  )

// discrete

/**
 * 1 with probability 1/(1 + e^(−logits)).
 *
 * @example
 * bernoulli({ logits: mu })
 */
export const bernoulli = <A extends string = never>({
  logits
}: {
  readonly logits: TensorLike<A>
}): Dist<A, Binary> => dist('bernoulli', { logits }, D.bernoulli)

/**
 * An index of `along` with probabilities ∝ e^logits.
 *
 * @example
 * categorical({ logits: v, along: hidden })
 */
export const categorical = <A extends string, K extends A>({
  logits,
  along
}: {
  readonly logits: Tensor<A>
  readonly along: Axis<K>
}): Dist<Exclude<A, K>, Category<K>> => {
  requireNamed('categorical', along, 'categorical({ logits, along: axis })')
  requireAxes('categorical', [along.name], operand('categorical: logits', logits))
  const d: Dist<Exclude<A, K>, Category<K>> = dist('categorical', { logits }, (a) =>
    D.categorical({ logits: a.logits, along: along.name })
  )
  return { ...d, mentioned: mention(d.mentioned, [along]) }
}
