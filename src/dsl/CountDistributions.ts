/**
 * The distributions of counts that a model is written with.
 *
 * @since 0.2.0
 */
import * as D from '../distributions/Distribution.ts'
import type { TensorLike } from './Arithmetic.ts'
import { dist, type Dist } from './Dist.ts'
import { misuse } from './Misuse.ts'
import type { Count, Positive, Unit } from './SupportTypes.ts'

/** A chance that is given twice, which types do not see in JavaScript. */
const refuseBoth = (word: string, given: object): void => {
  if ('probability' in given && 'logits' in given)
    misuse(
      '',
      `${word}: found a probability and logits`,
      'each says the other: logits are ln(p/(1 − p))',
      'leave one of them out'
    )
}

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
  dist('poisson', { rate }, (a) => D.poisson(a.rate))

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
