/**
 * Shares of what lies along axes, and the categories that they are shares of.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { factsOf } from '../../distributions/supports/Support.ts'
import { equal, exp, type Expr, iota, reduce, sub } from '../../expr/index.ts'
import { type Axis, mention, type NameOf } from '../Axis.ts'
import { requireFresh } from '../Layout.ts'
import { misuse } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Binary, Category, Real, Unit } from '../SupportTypes.ts'
import { type Having, numeric, operand, type Tensor, tensor, type Untyped } from '../Tensor.ts'

// constructors

/** x − ln Σ eˣ: no larger than 0, and finite where x is, however far its elements lie apart. */
const logShares = (word: string, over: ReadonlyArray<Axis<string>>, x: object) => {
  const t: Untyped = numeric(word, x)
  const names = over.map((a) => a.name)
  requireAxes(word, names, t)
  if (names.length === 0)
    return misuse(
      '',
      `${word}: expected an axis, found none`,
      'shares are of what lies along an axis',
      `${word}(features)(x)`
    )
  const expr: Expr = pipe(t.expr, sub(reduce('logSumExp', names)(t.expr)))
  return { expr, mentioned: mention(t.mentioned, over) }
}

// combinators

/**
 * eˣ / Σ eˣ over axes, without overflow: shares that sum to 1, the axes stay. A number added to all
 * changes nothing. ∂p_i/∂x_j = p_i (δ_ij − p_j).
 *
 * @example
 * softmax(hidden)(v)
 */
export const softmax =
  <const X extends ReadonlyArray<Axis<string>>>(...over: X) =>
  <A extends string, N extends string>(
    x: Tensor<A, Real, N> & Having<NameOf<X>, A, N>
  ): Tensor<A, Unit> => {
    const { expr, mentioned } = logShares('softmax', over, x)
    return tensor(exp(expr), 'Unit', mentioned)
  }

/**
 * ln softmax: x − ln Σ eˣ over axes. Finite where the share itself is too small for a number.
 *
 * @example
 * logSoftmax(hidden)(v)
 */
export const logSoftmax =
  <const X extends ReadonlyArray<Axis<string>>>(...over: X) =>
  <A extends string, N extends string>(
    x: Tensor<A, Real, N> & Having<NameOf<X>, A, N>
  ): Tensor<A> => {
    const { expr, mentioned } = logShares('logSoftmax', over, x)
    return tensor(expr, 'Real', mentioned)
  }

/**
 * A category as numbers along its axis k, which is new: 1 at its index, 0 elsewhere. Σ over k of its
 * product with x is `gather(k)` of x.
 *
 * @example
 * oneHot(schools)(member)
 */
export const oneHot =
  <K extends string>(k: Axis<K>) =>
  <I extends string>(index: Tensor<I, Category<K>>): Tensor<I | K, Binary> => {
    const i = operand('oneHot', index)
    if (factsOf(i.support).isNumeric)
      misuse(
        '',
        `oneHot: expected an index of '${k.name}', found other values`,
        'positions along an axis are whole numbers from 0 to its size less 1',
        `declare the index with data(…, indicesOf(${k.name})) or as a categorical site`
      )
    requireFresh('oneHot', [k.name], i.expr.axes)
    return tensor(pipe(iota(k.name), equal(i.expr)), 'Binary', mention(i.mentioned, [k]))
  }
