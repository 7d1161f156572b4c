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
 * The horseshoe as one law: a normal of deviation λ·scale with λ ~ C⁺(0, 1) summed out. Its density has a
 * pole at 0 and the tails of a Cauchy. It has no scale of its own that could prune: the prior
 * `horseshoe` has.
 *
 * @example
 * over(features)(marginalHorseshoe(tau))
 */
export const marginalHorseshoe = <A extends string = never>(
  scale: TensorLike<A, Scale>
): Dist<A, Real> => distInOrder('marginalHorseshoe', { scale }, (a) => D.marginalHorseshoe(a.scale))

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
