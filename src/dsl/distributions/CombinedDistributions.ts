/**
 * The distributions that are made of others: mixtures, counts with more or fewer zeros, and what is
 * left between two ends.
 *
 * @since 0.2.0
 */
import { isNone } from 'fp-ts/lib/Option.js'
import * as D from '../../distributions/Distribution.ts'
import { endsOf, factsOf } from '../../distributions/supports/Support.ts'
import { print } from '../../expr/print/Print.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { type Axis, mention } from '../Axis.ts'
import { type Dist, distOf, isDist, requireNamed, type UntypedDist } from '../Dist.ts'
import { misuse, showFound } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Count, Positive, Real, Support, Unit } from '../SupportTypes.ts'
import { operand, type Tensor } from '../Tensor.ts'

// model

/** The axes, and the support, of a distribution or of each of several. */
type AxesIn<D> = D extends { readonly _axes?: infer A extends string | undefined }
  ? Exclude<A, undefined>
  : never
type SupportIn<D> = D extends { readonly _support?: infer S extends Support | undefined }
  ? Exclude<S, undefined>
  : never

/** The probability of a structural zero by itself, or by its logits ln(p/(1 − p)). */
export type StructuralZero<A extends string> =
  | { readonly structuralZero: TensorLike<A, Unit> }
  | { readonly structuralZeroLogits: TensorLike<A> }

// what parts must be: types say most of it, and are erased when a model file is run

const part = (word: string, x: unknown): UntypedDist =>
  !isDist(x)
    ? misuse(
        '',
        `${word}: expected a distribution, found ${showFound(x)}`,
        'it is made of distributions, not of their draws',
        `${word}({ …, of: poisson(3) })`
      )
    : x.over.length > 0
      ? misuse(
          '',
          `${word}: found a distribution that is repeated over ${x.over.join(', ')}`,
          'its parts are of one draw each',
          `over(axis)(${word}({ … }))`
        )
      : x

const countsPart = (word: string, x: unknown): UntypedDist => {
  const d = part(word, x)
  const { support } = D.family(d.distribution)
  return support._tag === 'Counts' || support._tag === 'CountsTo'
    ? d
    : misuse(
        '',
        `${word}: expected a distribution of counts, found one of ${factsOf(support._tag).many}`,
        'beside a density, which is 0 at every point, one zero would weigh everything',
        `${word}({ …, of: poisson(3) })`
      )
}

/** Components of several supports, or ends. */
const supportProblems = (
  parts: ReadonlyArray<UntypedDist>,
  along: string
): ReadonlyArray<Problem> => {
  const supports = parts.map((p) => D.family(p.distribution).support)
  const words = new Set(supports.map((s) => factsOf(s._tag).many))
  const ends = supports.map(endsOf)
  const atoms = parts.map((p) => (D.family(p.distribution).atoms ?? []).map(({ at }) => at))
  const refuse = (what: string, advice: string): ReadonlyArray<Problem> => [
    problem(
      '',
      `mixture: ${what}`,
      'its values lie in one support, and every component has a density there',
      advice
    )
  ]
  return words.size > 1
    ? refuse(`its components are of ${[...words].join(', of ')}`, 'mix laws of one support')
    : new Set(ends.map((of) => of.map((end) => print(end)).join())).size > 1
      ? refuse('its components end at different values', 'give them the same ends')
      : ends.flat().some((end) => end.axes.includes(along))
        ? refuse(`its components end at values along '${along}'`, 'give them the same ends')
        : new Set(atoms.map((at) => at.join())).size > 1
          ? refuse(
              `at ${[...new Set(atoms.flat())].join(' and ')} some of its components have a mass, and others none`,
              'mix laws that have the same, or choose by a switch that is multiplied'
            )
          : []
}

// mixtures

/**
 * One of the distributions `of`, with probabilities ∝ e^logits along an axis, which of them unknown:
 * one whose arguments lie over that axis, or a list of as many as it has indices. The density is that
 * of the mixture, without the choice; logits ln w are weights w.
 *
 * @example
 * mixture({ logits: v, along: hidden, of: normal(v, tau) })
 */
export const mixture = <A extends string, K extends A, const P extends UntypedDist>({
  logits,
  along,
  of
}: {
  readonly logits: Tensor<A>
  readonly along: Axis<K>
  readonly of: P | ReadonlyArray<P>
}): Dist<Exclude<A | AxesIn<P>, K>, SupportIn<P>> => {
  requireNamed('mixture', along, 'mixture({ logits, along: axis, of: … })')
  requireAxes('mixture', [along.name], operand('mixture: logits', logits))
  const given: ReadonlyArray<unknown> = Array.isArray(of) ? of : [of]
  const parts = given.map((x) => part('mixture', x))
  if (parts.length === 0 || (parts.length > 1 && parts.length !== along.size))
    return misuse(
      '',
      `mixture: found ${parts.length} distributions along '${along.name}' of size ${along.size}`,
      'each index has its component',
      'give one whose arguments lie over the axis, or as many as it has indices'
    )
  const wrong = supportProblems(parts, along.name)
  const d: Dist<Exclude<A | AxesIn<P>, K>, SupportIn<P>> = distOf(
    'mixture',
    { logits },
    parts,
    (a) =>
      D.mixture<D.Distribution>({
        logits: a.logits,
        along: along.name,
        of: parts.map((p) => p.distribution)
      })
  )
  return {
    ...d,
    mentioned: mention(d.mentioned, [along]),
    problems: [...d.problems, ...wrong]
  }
}

// zeros

const ofZeros = <A extends string, B extends string>(
  word: string,
  given: StructuralZero<A> & { readonly of: Dist<B, Count> },
  make: (a: D.CountsWithZeros<D.Distribution>) => D.Distribution
): Dist<A | B, Count> => {
  requireNamed(word, given, `${word}({ structuralZero, of: poisson(3) })`)
  if ('structuralZero' in given && 'structuralZeroLogits' in given)
    misuse(
      '',
      `${word}: found structuralZero and structuralZeroLogits`,
      'each says the other: logits are ln(p/(1 − p))',
      'leave one of them out'
    )
  const d = countsPart(word, given.of)
  const of = d.distribution
  return 'structuralZero' in given
    ? distOf(word, { structuralZero: given.structuralZero }, [d], (a) => make({ ...a, of }))
    : distOf(word, { structuralZeroLogits: given.structuralZeroLogits }, [d], (a) =>
        make({ ...a, of })
      )
}

/**
 * 0 with the probability of a structural zero, else a draw of `of`, which may be 0 as well.
 *
 * @example
 * zeroInflated({ structuralZero: 0.2, of: poisson(exp(mu)) })
 */
export const zeroInflated = <A extends string = never, B extends string = never>(
  given: StructuralZero<A> & { readonly of: Dist<B, Count> }
): Dist<A | B, Count> => ofZeros('zeroInflated', given, D.zeroInflated)

/**
 * 0 with the probability of a structural zero, else a draw of `of` that is not 0.
 *
 * @example
 * hurdle({ structuralZeroLogits: mu, of: poisson(tau) })
 */
export const hurdle = <A extends string = never, B extends string = never>(
  given: StructuralZero<A> & { readonly of: Dist<B, Count> }
): Dist<A | B, Count> => ofZeros('hurdle', given, D.hurdle)

// ends

/** The axes of an end, which may be missing. */
type AxesOfEnd<E> = E extends Tensor<infer A> ? A : never

/** Is a number that is written down not below 0? Of one that is not written down nothing is known. */
type IsFromZero<E> = E extends number
  ? number extends E
    ? false
    : `${E}` extends `-${string}`
      ? false
      : true
  : false

/** Positive values remain so, and so are those above an end that is not below 0. */
type WithEnds<S, L> = S extends Unit
  ? Unit
  : S extends Positive
    ? Positive
    : IsFromZero<L> extends true
      ? Positive
      : Real

type End = number | Tensor<string>

/** A lower end, an upper one, or both. */
export interface Ends<L extends End, H extends End> {
  readonly low?: L
  readonly high?: H
}

const uncut =
  'normal, halfNormal, logNormal, logistic, logLogistic, exponential, weibull, frechet, gumbel, ' +
  'laplace, cauchy, halfCauchy, studentT, halfStudentT, gamma, inverseGamma, beta, betaPrime'

/** Ends as they were given, types erased. */
interface Given {
  readonly low: unknown
  readonly high: unknown
}

const endProblems = (word: string, { low, high }: Given): ReadonlyArray<Problem> =>
  typeof low === 'number' && typeof high === 'number' && low >= high
    ? [
        problem(
          '',
          `${word}: there is nothing between ${low} and ${high}`,
          'the lower end lies below the upper one',
          'exchange the ends'
        )
      ]
    : []

/**
 * The distribution `of` between two ends, above `low` or below `high`, and nowhere else: its density
 * there, divided by the probability of being there. With a `low` of 0 or more its values are positive.
 *
 * @example
 * truncated({ low: 0, high: 10, of: normal(mu, tau) })
 */
export const truncated = <
  A extends string,
  S extends Real,
  const L extends End = never,
  const H extends End = never
>({
  low,
  high,
  of
}: Ends<L, H> & { readonly of: Dist<A, S> }): Dist<
  A | AxesOfEnd<L> | AxesOfEnd<H>,
  WithEnds<S, L>
> => {
  const word = 'truncated'
  const d = part(word, of)
  const { tag, standard } = D.family(d.distribution)
  if (isNone(standard))
    misuse(
      '',
      `${word}: expected a law that is a function of a normal, a logistic, an exponential, a Laplace, a Cauchy, ` +
        `a gamma or a beta draw, found ${tag}`,
      'what it has between two ends is not known to us in a form that is exact in its tails',
      `truncate one of ${uncut}`
    )
  const ends: Readonly<Record<string, unknown>> = {
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high })
  }
  if (Object.keys(ends).length === 0)
    misuse(
      '',
      `${word}: found neither low nor high`,
      'without ends it is the distribution itself',
      `${word}({ low: 0, of: normal(0, 1) })`
    )
  const made: Dist<A | AxesOfEnd<L> | AxesOfEnd<H>, WithEnds<S, L>> = distOf(word, ends, [d], (a) =>
    D.truncated<D.Distribution>({ low: a['low'], high: a['high'], of: d.distribution })
  )
  return { ...made, problems: [...made.problems, ...endProblems(word, { low, high })] }
}

/**
 * The same, of a distribution that stands first.
 *
 * @example
 * pipe(normal(mu, tau), truncate({ low: 0 }))
 */
export const truncate =
  <const L extends End = never, const H extends End = never>(ends: Ends<L, H>) =>
  <A extends string, S extends Real>(
    of: Dist<A, S>
  ): Dist<A | AxesOfEnd<L> | AxesOfEnd<H>, WithEnds<S, L>> =>
    truncated<A, S, L, H>({ ...ends, of })
