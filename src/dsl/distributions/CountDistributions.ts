/**
 * The distributions of counts and of shares that a model is written with.
 *
 * @since 0.2.0
 */
import * as D from '../../distributions/Distribution.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { dist, type Dist, distInOrder, requireNamed } from '../Dist.ts'
import { misuse } from '../Misuse.ts'
import type { Count, Positive, Unit } from '../SupportTypes.ts'

/** Shapes that are given in both ways, which types do not see in JavaScript. */
const refuseTwoWays = (word: string, given: object): void => {
  requireNamed(word, given, `${word}({ …, mean, precision })`)
  if ('mean' in given && ('alpha' in given || 'beta' in given))
    misuse(
      '',
      `${word}: found a mean and a shape`,
      'they are two ways to give one law',
      'give alpha and beta, or mean and precision'
    )
}

/** A chance that is given twice, which types do not see in JavaScript. */
const refuseBoth = (word: string, given: object): void => {
  requireNamed(word, given, `${word}({ …, probability })`)
  if ('probability' in given && 'logits' in given)
    misuse(
      '',
      `${word}: found a probability and logits`,
      'each says the other: logits are ln(p/(1 − p))',
      'leave one of them out'
    )
}

// between 0 and 1

/** The shapes of a beta law, or its mean and precision, which is the sum of the shapes. */
export type Shapes<A extends string, B extends string> =
  | { readonly alpha: TensorLike<A, Positive>; readonly beta: TensorLike<B, Positive> }
  | { readonly mean: TensorLike<A, Unit>; readonly precision: TensorLike<B, Positive> }

/**
 * Density ∝ x^(alpha − 1)·(1 − x)^(beta − 1), mean alpha/(alpha + beta); or by its mean and precision
 * alpha + beta.
 *
 * @example
 * beta({ alpha: 2, beta: 5 })
 */
export const beta = <A extends string = never, B extends string = never>(
  given: Shapes<A, B>
): Dist<A | B, Unit> => {
  refuseTwoWays('beta', given)
  return 'mean' in given
    ? dist('beta', { mean: given.mean, precision: given.precision }, D.beta)
    : dist('beta', { alpha: given.alpha, beta: given.beta }, D.beta)
}

/**
 * Density alpha·beta·x^(alpha − 1)·(1 − x^alpha)^(beta − 1): like a beta law, with a smooth draw.
 *
 * @example
 * kumaraswamy({ alpha: 2, beta: 5 })
 */
export const kumaraswamy = <A extends string = never, B extends string = never>(given: {
  readonly alpha: TensorLike<A, Positive>
  readonly beta: TensorLike<B, Positive>
}): Dist<A | B, Unit> =>
  dist('kumaraswamy', { alpha: given.alpha, beta: given.beta }, D.kumaraswamy)

/**
 * A switch between 0 and 1 that is nearly one of them, above ½ with the odds e^logits: a bernoulli with a
 * smooth draw, the nearer the lower its temperature.
 *
 * @example
 * relaxedBernoulli({ logits: mu, temperature: 0.5 })
 */
export const relaxedBernoulli = <A extends string = never, B extends string = never>(given: {
  readonly logits: TensorLike<A>
  readonly temperature: TensorLike<B, Positive>
}): Dist<A | B, Unit> =>
  dist(
    'relaxedBernoulli',
    { logits: given.logits, temperature: given.temperature },
    D.relaxedBernoulli
  )

// counts

/**
 * A switch that is 0 with some probability, 1 with some, and between them otherwise: a relaxed bernoulli that
 * is stretched by `below` under 0 and by `above` over 1 and cut off there. As a latent it is inferred
 * by what it is cut from.
 *
 * @example
 * over(features)(hardConcrete({ logits: 0 }))
 */
export const hardConcrete = <
  A extends string = never,
  B extends string = never,
  C extends string = never,
  E extends string = never
>({
  logits,
  temperature = 2 / 3,
  below = 0.1,
  above = 0.1
}: {
  readonly logits: TensorLike<A>
  readonly temperature?: TensorLike<B, Positive>
  readonly below?: TensorLike<C, Positive>
  readonly above?: TensorLike<E, Positive>
}): Dist<A | B | C | E, Unit> =>
  dist('hardConcrete', { logits, temperature, below, above }, D.hardConcrete)

/** A probability by itself, or by its logits ln(p/(1 − p)). */
export type Chance<A extends string> =
  | { readonly probability: TensorLike<A, Unit> }
  | { readonly logits: TensorLike<A> }

/**
 * Counts with mean and variance `rate`; a rate e^η may be written as it is.
 *
 * @example
 * poisson(exp(mu))
 */
export const poisson = <A extends string = never>(rate: TensorLike<A, Positive>): Dist<A, Count> =>
  distInOrder('poisson', { rate }, (a) => D.poisson(a.rate))

/**
 * How many failures come before the first success.
 *
 * @example
 * geometric({ logits: mu })
 */
export const geometric = <A extends string = never>(given: Chance<A>): Dist<A, Count> => {
  refuseBoth('geometric', given)
  return 'logits' in given
    ? dist('geometric', { logits: given.logits }, D.geometric)
    : dist('geometric', { probability: given.probability }, D.geometric)
}

/**
 * How many of `total`, each with this chance: a number, or data declared as counts.
 *
 * @example
 * binomial({ total: 20, logits: mu })
 */
export const binomial = <A extends string = never, B extends string = never>(
  given: { readonly total: TensorLike<A, Count> } & Chance<B>
): Dist<A | B, Count> => {
  const { total } = given
  refuseBoth('binomial', given)
  return 'logits' in given
    ? dist('binomial', { total, logits: given.logits }, D.binomial)
    : dist('binomial', { total, probability: given.probability }, D.binomial)
}

/**
 * A binomial whose probability is a beta of these shapes: counts that spread more.
 *
 * @example
 * betaBinomial({ total: 20, alpha: 2, beta: tau })
 */
export const betaBinomial = <
  A extends string = never,
  B extends string = never,
  C extends string = never
>(
  given: { readonly total: TensorLike<A, Count> } & Shapes<B, C>
): Dist<A | B | C, Count> => {
  const { total } = given
  refuseTwoWays('betaBinomial', given)
  return 'mean' in given
    ? dist('betaBinomial', { total, mean: given.mean, precision: given.precision }, D.betaBinomial)
    : dist('betaBinomial', { total, alpha: given.alpha, beta: given.beta }, D.betaBinomial)
}

/**
 * Counts with variance mean + mean²/concentration; or how many failures come before so many
 * successes.
 *
 * @example
 * negativeBinomial({ mean: exp(mu), concentration: tau })
 */
export const negativeBinomial = <A extends string = never, B extends string = never>(
  given:
    | { readonly mean: TensorLike<A, Positive>; readonly concentration: TensorLike<B, Positive> }
    | ({ readonly successes: TensorLike<A, Positive> } & Chance<B>)
): Dist<A | B, Count> => {
  const word = 'negativeBinomial'
  requireNamed(word, given, `${word}({ mean, concentration })`)
  if ('mean' in given)
    return 'successes' in given
      ? misuse(
          '',
          `${word}: found a mean and successes`,
          'they are two ways to give one law',
          'give mean and concentration, or successes and the probability of one'
        )
      : dist(word, { mean: given.mean, concentration: given.concentration }, D.negativeBinomial)
  const { successes } = given
  refuseBoth(word, given)
  return 'logits' in given
    ? dist(word, { successes, logits: given.logits }, D.negativeBinomial)
    : dist(word, { successes, probability: given.probability }, D.negativeBinomial)
}
