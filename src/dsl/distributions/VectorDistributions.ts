/**
 * The distributions of vectors, whose elements depend on each other.
 *
 * @since 0.2.0
 */
import * as D from '../../distributions/index.ts'
import { factsOf } from '../../distributions/supports/Support.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { axis, type Axis, mention } from '../Axis.ts'
import { axesOf, dist, type Dist, distOf, isDist, requireNamed } from '../Dist.ts'
import { misuse, showFound } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Count, Positive, Real, Scale, Unit } from '../SupportTypes.ts'
import { operand, type Tensor } from '../Tensor.ts'
import { refuseAlong, sizeOf } from './VectorArguments.ts'

// along a line

const alongLine = <A extends string>(
  word: string,
  along: Axis<string>,
  given: Readonly<Record<'location' | 'coefficient' | 'scale', unknown>>,
  start: unknown
): Dist<A, Real> => {
  requireNamed(word, along, `${word}({ scale, along: axis })`)
  const size = sizeOf(word, along)
  refuseAlong(word, 'coefficient', along, given.coefficient)
  const line = { along: along.name, size }
  const d: Dist<A, Real> =
    start === undefined
      ? dist(word, given, (a) => D.autoregressive({ ...a, ...line, start: a.scale }))
      : dist(word, { ...given, start }, (a) => D.autoregressive({ ...a, ...line }))
  const before = axis(D.beforeAxis(along.name), size)
  return { ...d, mentioned: mention(d.mentioned, [along, before]) }
}

/**
 * Each element keeps the part `coefficient` of what the one before it was off its `location` by, and
 * moves by a normal step of deviation `scale`; the first is off by a normal of deviation `start`, which is
 * `scale` where it is left out. Stationary at |coefficient| < 1 where start is scale/√(1 − coefficient²).
 *
 * @example
 * autoregressive({ location: mu, coefficient: 0.8, scale: tau, along: hidden })
 */
export const autoregressive = <
  K extends string,
  A extends string = never,
  B extends string = never,
  C extends string = never,
  E extends string = never
>({
  location,
  coefficient,
  scale,
  start,
  along
}: {
  readonly location: TensorLike<A>
  readonly coefficient: TensorLike<B>
  readonly scale: TensorLike<C, Scale>
  readonly start?: TensorLike<E, Scale>
  readonly along: Axis<K>
}): Dist<A | B | C | E | K, Real> =>
  alongLine('autoregressive', along, { location, coefficient, scale }, start)

/**
 * A walk along an axis by independent normal steps of deviation `scale`: Cov(x_r, x_t) = (1 + min(r, t)) ·
 * scale². The first element is a step from `location`, of deviation `start` where that is given.
 *
 * @example
 * gaussianRandomWalk({ scale: tau, along: hidden })
 */
export const gaussianRandomWalk = <
  K extends string,
  A extends string = never,
  C extends string = never,
  E extends string = never
>({
  location = 0,
  scale,
  start,
  along
}: {
  readonly location?: TensorLike<A>
  readonly scale: TensorLike<C, Scale>
  readonly start?: TensorLike<E, Scale>
  readonly along: Axis<K>
}): Dist<A | C | E | K, Real> =>
  alongLine('gaussianRandomWalk', along, { location, coefficient: 1, scale }, start)

// somewhere together

/**
 * Shares along an axis that sum to 1, with density ∝ Π x_k^(concentration_k − 1): one concentration for
 * each, or one for all.
 *
 * @example
 * dirichlet({ concentration: 2, along: hidden })
 */
export const dirichlet = <K extends string, A extends string = never>({
  concentration,
  along
}: {
  readonly concentration: TensorLike<A, Positive>
  readonly along: Axis<K>
}): Dist<A | K, Unit> => {
  requireNamed('dirichlet', along, 'dirichlet({ concentration, along: axis })')
  const size = sizeOf('dirichlet', along)
  if (size < 2)
    misuse(
      '',
      `dirichlet: '${along.name}' has one index`,
      'the share of one is 1',
      'give the axis two indices or more'
    )
  const d: Dist<A | K, Unit> = dist('dirichlet', { concentration }, (a) =>
    D.dirichlet({ ...a, along: along.name, size })
  )
  return { ...d, mentioned: mention(d.mentioned, [along, axis(D.freeAxis(along.name), size - 1)]) }
}

/**
 * Shares along an axis of which one is nearly all, that of each index with probability ∝ e^logits: a
 * categorical with a smooth draw, the nearer the lower its temperature.
 *
 * @example
 * gumbelSoftmax({ logits: v, temperature: 0.5, along: hidden })
 */
export const gumbelSoftmax = <A extends string, K extends A, B extends string = never>({
  logits,
  temperature,
  along
}: {
  readonly logits: Tensor<A>
  readonly temperature: TensorLike<B, Positive>
  readonly along: Axis<K>
}): Dist<A | B, Unit> => {
  requireNamed('gumbelSoftmax', along, 'gumbelSoftmax({ logits, temperature, along: axis })')
  requireAxes('gumbelSoftmax', [along.name], operand('gumbelSoftmax: logits', logits))
  refuseAlong('gumbelSoftmax', 'temperature', along, temperature)
  const size = sizeOf('gumbelSoftmax', along)
  if (size < 2)
    misuse(
      '',
      `gumbelSoftmax: '${along.name}' has one index`,
      'the share of one is 1',
      'give the axis two indices or more'
    )
  const d: Dist<A | B, Unit> = dist('gumbelSoftmax', { logits, temperature }, (a) =>
    D.gumbelSoftmax({ ...a, along: along.name, size })
  )
  return { ...d, mentioned: mention(d.mentioned, [along, axis(D.freeAxis(along.name), size - 1)]) }
}

/**
 * How many of `total` independent trials came to each index of an axis, with probabilities ∝ e^logits
 * along it: shares p have logits ln p.
 *
 * @example
 * multinomial({ total: 12, logits: v, along: hidden })
 */
export const multinomial = <A extends string, K extends A, B extends string = never>({
  total,
  logits,
  along
}: {
  readonly total: TensorLike<B, Count>
  readonly logits: Tensor<A>
  readonly along: Axis<K>
}): Dist<A | B, Count> => {
  requireNamed('multinomial', along, 'multinomial({ total, logits, along: axis })')
  const size = sizeOf('multinomial', along)
  requireAxes('multinomial', [along.name], operand('multinomial: logits', logits))
  refuseAlong('multinomial', 'total', along, total)
  const d: Dist<A | B, Count> = dist('multinomial', { total, logits }, (a) =>
    D.multinomial({ ...a, along: along.name, size })
  )
  return { ...d, mentioned: mention(d.mentioned, [along]) }
}

/**
 * As many independent draws of one law on the real line as an axis has indices, in order of size: what
 * cutpoints are.
 *
 * @example
 * ordered({ of: normal(0, 3), along: hidden })
 */
export const ordered = <K extends string, A extends string = never>({
  of,
  along
}: {
  readonly of: Dist<A, Real>
  readonly along: Axis<K>
}): Dist<A | K, Real> => {
  requireNamed('ordered', along, 'ordered({ of: normal(0, 3), along: axis })')
  const size = sizeOf('ordered', along)
  const found = isDist(of) ? D.family(of.distribution).support._tag : undefined
  if (found !== 'Real')
    return misuse(
      '',
      'ordered: expected a distribution on the real line, found ' +
        (found === undefined ? showFound(of) : `one of ${factsOf(found).many}`),
      'numbers of it are laid in order',
      'ordered({ of: normal(0, 3), along: axis })'
    )
  if (of.over.length > 0 || axesOf(of).includes(along.name))
    misuse(
      '',
      `ordered: its law is repeated, or differs along '${along.name}'`,
      'each element is one draw of the same law',
      'put over around it: over(groups)(ordered({ … }))'
    )
  const d: Dist<A | K, Real> = distOf('ordered', {}, [of], () =>
    D.ordered<D.Distribution>({ of: of.distribution, along: along.name, size })
  )
  return { ...d, mentioned: mention(d.mentioned, [along, axis(D.upToAxis(along.name), size)]) }
}
