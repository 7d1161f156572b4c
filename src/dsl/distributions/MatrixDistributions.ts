/**
 * Vectors that vary together by a matrix, and the law of such a matrix.
 *
 * @since 0.2.0
 */
import * as D from '../../distributions/index.ts'
import { betweenAxis } from '../../expr/Matrices.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { axis, type Axis, mention } from '../Axis.ts'
import { dist, type Dist, requireNamed } from '../Dist.ts'
import { misuse } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Positive, Real, Scale } from '../SupportTypes.ts'
import { operand, type Tensor } from '../Tensor.ts'
import { refuseAlong, sizeOf } from './VectorArguments.ts'

/** Refuses the axis of rows as that of columns. */
const requireTwo = (
  word: string,
  along: Axis<string>,
  across: Axis<string>,
  size: number
): void => {
  if (across.name === along.name)
    misuse(
      '',
      `${word}: the axis '${along.name}' is given twice`,
      'an axis appears once in a tensor; a matrix needs two',
      `across: axis('${along.name}2', ${size})`
    )
}

/** Refuses an axis of columns that is not as long as that of rows, or that axis itself. */
const requireSquare = (
  word: string,
  along: Axis<string>,
  across: Axis<string>,
  size: number
): void => {
  if (across.size !== size)
    misuse(
      '',
      `${word}: '${along.name}' has ${size} indices and '${across.name}' ${across.size}`,
      'its matrix is square',
      `axis('${across.name}', ${size})`
    )
  requireTwo(word, along, across, size)
}

/** One of three ways to say how the elements of a vector vary together. */
export type CovarianceBy<M extends string> =
  | { readonly cholesky: Tensor<M> }
  | { readonly covariance: Tensor<M> }
  | { readonly precision: Tensor<M> }

/**
 * A normal vector along an axis. Its covariance is a matrix over `along` and `across`, an axis of the
 * same size: given itself, as its inverse, the `precision`, or by its Cholesky factor, the lower
 * triangular `cholesky` L of L Lᵀ. What lies above the diagonal is not read.
 *
 * @example
 * const others = axis('others', 3)
 * const factor = yield* data('factor', [features, others])
 * multivariateNormal({ mean: 0, cholesky: factor, along: features, across: others })
 */
export const multivariateNormal = <
  M extends string,
  K extends M,
  J extends M,
  A extends string = never
>(
  given: {
    readonly mean: TensorLike<A>
    readonly along: Axis<K>
    readonly across: Axis<J>
  } & CovarianceBy<M>
): Dist<A | K | Exclude<M, J>, Real> => {
  const word = 'multivariateNormal'
  requireNamed(word, given, 'multivariateNormal({ mean, cholesky, along: axis, across: other })')
  const { mean, along, across } = given
  const matrices = D.matricesBy.flatMap((by) => (by in given ? [by] : []))
  const [by = 'cholesky', ...more] = matrices
  if (matrices.length === 0 || more.length > 0)
    misuse(
      '',
      `multivariateNormal: found ${matrices.length === 0 ? 'no matrix' : matrices.join(' and ')}`,
      'one matrix says how the elements vary together',
      'give one of cholesky, covariance and precision'
    )
  const matrix =
    'cholesky' in given
      ? given.cholesky
      : 'covariance' in given
        ? given.covariance
        : given.precision
  requireAxes(word, [along.name, across.name], operand(`${word}: ${by}`, matrix))
  const size = sizeOf(word, along)
  requireSquare(word, along, across, size)
  refuseAlong(word, 'mean', across, mean)
  const d: Dist<A | K | Exclude<M, J>, Real> = dist(word, { mean, [by]: matrix }, (a) =>
    D.multivariateNormal({
      mean: a['mean'] ?? 0,
      by,
      matrix: operand(word, matrix).expr,
      along: along.name,
      across: across.name,
      size
    })
  )
  const between = axis(betweenAxis(across.name), size)
  return { ...d, mentioned: mention(d.mentioned, [along, across, between]) }
}

/**
 * A normal vector along an axis whose elements vary together through a few factors: its covariance is
 * F Fᵀ + S², F the `factor` over `along` and `across`, the axis of the factors, and S the diagonal of
 * `scale`, along the vector or one for all. It is factor analysis with its factors summed out, and never
 * makes the covariance.
 *
 * @example
 * const factors = axis('factors', 2)
 * const f = yield* draw('f', over(features, factors)(normal(0, 1)))
 * lowRankMultivariateNormal({ mean: 0, factor: f, scale: tau, along: features, across: factors })
 */
export const lowRankMultivariateNormal = <
  M extends string,
  K extends M,
  J extends M,
  A extends string = never,
  B extends string = never
>({
  mean,
  factor,
  scale,
  along,
  across
}: {
  readonly mean: TensorLike<A>
  readonly factor: Tensor<M>
  readonly scale: TensorLike<B, Scale>
  readonly along: Axis<K>
  readonly across: Axis<J>
}): Dist<A | B | K | Exclude<M, J>, Real> => {
  const word = 'lowRankMultivariateNormal'
  for (const given of [along, across])
    requireNamed(word, given, `${word}({ mean, factor, scale, along: axis, across: factors })`)
  requireAxes(word, [along.name, across.name], operand(`${word}: factor`, factor))
  const [size, rank] = [sizeOf(word, along), sizeOf(word, across)]
  requireTwo(word, along, across, rank)
  refuseAlong(word, 'mean', across, mean)
  refuseAlong(word, 'scale', across, scale)
  const d: Dist<A | B | K | Exclude<M, J>, Real> = dist(word, { mean, factor, scale }, (a) =>
    D.lowRankMultivariateNormal({ ...a, along: along.name, across: across.name, size, rank })
  )
  const inner = D.factorAxes(across.name).map((name) => axis(name, rank))
  return { ...d, mentioned: mention(d.mentioned, [along, across, ...inner]) }
}

/**
 * The Cholesky factor of a correlation matrix, over `along` and an axis of the same size: its rows have
 * length 1. At shape 1 all correlations are as probable, above it the nearer to none the more; each has
 * mean 0 and variance 1/(2·shape + size − 1). Multiplied by scales over `along` it is the factor of a
 * covariance, what `multivariateNormal` takes as its `cholesky`. Lewandowski, Kurowicka & Joe 2009.
 *
 * @example
 * const others = axis('others', 3)
 * const corr = yield* draw('corr', lkjCholesky({ shape: 2, along: features, across: others }))
 */
export const lkjCholesky = <K extends string, J extends string, A extends string = never>({
  shape,
  along,
  across
}: {
  readonly shape: TensorLike<A, Positive>
  readonly along: Axis<K>
  readonly across: Axis<J>
}): Dist<A | K | J, Real> => {
  const word = 'lkjCholesky'
  requireNamed(word, along, 'lkjCholesky({ shape, along: axis, across: other })')
  requireNamed(word, across, 'lkjCholesky({ shape, along: axis, across: other })')
  const size = sizeOf(word, along)
  requireSquare(word, along, across, size)
  if (size < 2)
    misuse(
      '',
      `lkjCholesky: '${along.name}' has one index`,
      'one effect has no correlations',
      'give the axis two indices or more'
    )
  for (const axis_ of [along, across]) refuseAlong(word, 'shape', axis_, shape)
  const d: Dist<A | K | J, Real> = dist(word, { shape }, (a) =>
    D.lkjCholesky({ ...a, along: along.name, across: across.name, size })
  )
  const own = [
    along,
    across,
    axis(D.upToAxis(across.name), size),
    axis(D.pairsAxis(along.name), D.pairCount(size))
  ]
  return { ...d, mentioned: mention(d.mentioned, own) }
}
