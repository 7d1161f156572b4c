/**
 * Sums over axes. An axis that is not there does not compile, and is refused when types are erased.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Axes,
  contract as contractExpr,
  count,
  div,
  type Expr,
  iota,
  lessEqual,
  reduce,
  rename
} from '../expr/index.ts'
import { type Axis, mention, type NameOf, repeated } from './Axis.ts'
import { misuse } from './Misuse.ts'
import { type Both, type Real, type Root } from './SupportTypes.ts'
import * as S from './SupportTypes.ts'
import { type Having, numeric, type Tensor, tensor, type Untyped } from './Tensor.ts'

// combinators

const showAxes = (axes: Axes): string => `[${axes.join(', ')}]`

/** Refuses an axis that x lacks. */
export const requireAxes = (word: string, axes: Axes, x: Untyped): void => {
  const absent = axes.filter((a) => !x.expr.axes.includes(a))
  if (absent.length > 0)
    misuse(
      '',
      `${word}: expected the axis '${absent.join("', '")}', found a tensor over ${showAxes(x.expr.axes)}`,
      'only an axis that a tensor has can be taken from it',
      'use one of its axes, or the tensor that has this one'
    )
  if (repeated(axes).length > 0)
    misuse(
      '',
      `${word}: the axis '${repeated(axes).join("', '")}' is given twice`,
      'an axis appears once in a tensor',
      'give each axis once'
    )
}

const word = (
  name: string,
  f: (over: Axes) => (x: Expr) => Expr,
  over: ReadonlyArray<Axis<string>>,
  x: object
) => {
  const t = numeric(name, x)
  const names = over.map((a) => a.name)
  requireAxes(name, names, t)
  return {
    expr: f(names)(t.expr),
    support: S.root(t.support),
    mentioned: mention(t.mentioned, over)
  }
}

// destructors

/**
 * Σ over the axis k of x · w: both have it, the result does not.
 *
 * @example
 * pipe(x, contract(features)(w))
 */
export const contract =
  <K extends string>(k: Axis<K>) =>
  <B extends string, U extends Real, M extends string>(w: Tensor<B, U, M> & Having<K, B, M>) =>
  <A extends string, T extends Real, N extends string>(
    x: Tensor<A, T, N> & Having<K, A, N>
  ): Tensor<Exclude<A | B, K>, Both<T, U>> => {
    const [a, b] = [numeric('contract', x), numeric('contract', w)]
    for (const t of [a, b]) requireAxes('contract', [k.name], t)
    return tensor(
      contractExpr([k.name])(a.expr, b.expr),
      S.both(a.support, b.support),
      mention(mention(a.mentioned, b.mentioned), [k])
    )
  }

/**
 * Σ over axes; a sum of positive numbers is positive.
 *
 * @example
 * sumOver(features)(x)
 */
export const sumOver =
  <const X extends ReadonlyArray<Axis<string>>>(...over: X) =>
  <A extends string, T extends Real, N extends string>(
    x: Tensor<A, T, N> & Having<NameOf<X>, A, N>
  ): Tensor<Exclude<A, NameOf<X>>, Root<T>> => {
    const { expr, support, mentioned } = word('sumOver', (axes) => reduce('sum', axes), over, x)
    return tensor(expr, support, mentioned)
  }

/**
 * Σ of the elements up to and with each index of the axis k: of positive ones it rises, as cutpoints do.
 *
 * @example
 * pipe(v, cumulativeSum(hidden))
 */
export const cumulativeSum =
  <K extends string>(k: Axis<K>) =>
  <A extends string, T extends Real, N extends string>(
    x: Tensor<A, T, N> & Having<K, A, N>
  ): Tensor<A, Root<T>> => {
    const t = numeric('cumulativeSum', x)
    requireAxes('cumulativeSum', [k.name], t)
    const upTo = { name: `${k.name}_upTo`, size: k.size }
    if (k.size === 'data' || t.expr.axes.includes(upTo.name))
      return misuse(
        '',
        `cumulativeSum: '${k.name}' ${k.size === 'data' ? 'is a plate' : `is there with '${upTo.name}'`}`,
        'its elements are in an order of their own, and their number is known before the data',
        "give it an axis of a size: axis('cuts', 3)"
      )
    return tensor(
      contractExpr([upTo.name])(
        rename(k.name, upTo.name)(t.expr),
        pipe(iota(upTo.name), lessEqual(iota(k.name)))
      ),
      S.root(t.support),
      mention(t.mentioned, [k, upTo])
    )
  }

/**
 * The arithmetic mean over axes.
 *
 * @example
 * meanOver(schools)(theta)
 */
export const meanOver =
  <const X extends ReadonlyArray<Axis<string>>>(...over: X) =>
  <A extends string, T extends Real, N extends string>(
    x: Tensor<A, T, N> & Having<NameOf<X>, A, N>
  ): Tensor<Exclude<A, NameOf<X>>, Root<T>> => {
    const mean =
      (axes: Axes) =>
      (e: Expr): Expr =>
        pipe(reduce('sum', axes)(e), div(count(axes)))
    const { expr, support, mentioned } = word('meanOver', mean, over, x)
    return tensor(expr, support, mentioned)
  }

/**
 * ln Σ eˣ over axes, without overflow.
 *
 * @example
 * logSumExp(hidden)(v)
 */
export const logSumExp =
  <const X extends ReadonlyArray<Axis<string>>>(...over: X) =>
  <A extends string, N extends string>(
    x: Tensor<A, Real, N> & Having<NameOf<X>, A, N>
  ): Tensor<Exclude<A, NameOf<X>>> => {
    const { expr, mentioned } = word('logSumExp', (axes) => reduce('logSumExp', axes), over, x)
    return tensor(expr, 'Real', mentioned)
  }

/**
 * The largest over axes.
 *
 * @example
 * maxOver(hidden)(v)
 */
export const maxOver =
  <const X extends ReadonlyArray<Axis<string>>>(...over: X) =>
  <A extends string, T extends Real, N extends string>(
    x: Tensor<A, T, N> & Having<NameOf<X>, A, N>
  ): Tensor<Exclude<A, NameOf<X>>, Root<T>> => {
    const { expr, support, mentioned } = word('maxOver', (axes) => reduce('max', axes), over, x)
    return tensor(expr, support, mentioned)
  }
