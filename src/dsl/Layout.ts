/**
 * Axes under other names and in other groups: the values stay as they are.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { factsOf } from '../distributions/supports/Support.ts'
import {
  equal as equalExpr,
  gather as gatherExpr,
  iota,
  merge as mergeExpr,
  rename as renameExpr,
  spread,
  split as splitExpr,
  where as whereExpr
} from '../expr/index.ts'
import type { AxisSize } from '../ir/Graph.ts'
import { type Axis, axis, mention, type NameOf } from './Axis.ts'
import { misuse } from './Misuse.ts'
import { requireAxes } from './Reductions.ts'
import type { TensorLike } from './Arithmetic.ts'
import * as S from './SupportTypes.ts'
import type { Category, Real, Support } from './SupportTypes.ts'
import { type Having, numeric, operand, type Tensor, tensor } from './Tensor.ts'

// combinators

const showSizes = (axes: ReadonlyArray<AxisSize>): string =>
  axes.map((a) => `${a.name} (${a.size})`).join(' × ')

const sizeOf = (axes: ReadonlyArray<AxisSize>): number | 'data' =>
  axes.length === 1
    ? (axes[0]?.size ?? 1)
    : axes.reduce((n, a) => n * (a.size === 'data' ? NaN : a.size), 1)

const requireSize = (
  word: string,
  from: ReadonlyArray<AxisSize>,
  to: ReadonlyArray<AxisSize>
): void => {
  if (sizeOf(from) !== sizeOf(to))
    misuse(
      '',
      `${word}: ${showSizes(from)} and ${showSizes(to)} do not have the same number of indices`,
      'the values stay as they are, only their axes change; the size of a plate is not known yet',
      'make the sizes agree'
    )
}

/** Refuses axes that are there already. */
export const requireFresh = (
  word: string,
  to: ReadonlyArray<string>,
  rest: ReadonlyArray<string>
): void => {
  const there = to.filter((n) => rest.includes(n))
  if (there.length > 0)
    misuse(
      '',
      `${word}: the tensor already has the axis '${there.join("', '")}'`,
      'an axis appears once in a tensor',
      'rename to an axis it does not have'
    )
}

const others = (all: ReadonlyArray<string>, gone: ReadonlyArray<string>): ReadonlyArray<string> =>
  all.filter((n) => !gone.includes(n))

/**
 * The axis `from` under the name `to`, of the same size: what a covariance needs, since an axis
 * appears once per tensor.
 *
 * @example
 * pipe(theta, rename(schools, axis('others', 8)))
 */
export const rename =
  <F extends string, T extends string>(from: Axis<F>, to: Axis<T>) =>
  <A extends string, S extends Support, N extends string>(
    x: Tensor<A, S, N> & Having<F, A, N>
  ): Tensor<Exclude<A, F> | T, S> => {
    const t = operand('rename', x)
    requireAxes('rename', [from.name], t)
    requireSize('rename', [from], [to])
    requireFresh('rename', [to.name], others(t.expr.axes, [from.name]))
    return tensor(
      renameExpr(from.name, to.name)(t.expr),
      t.support,
      mention(t.mentioned, [from, to])
    )
  }

/**
 * Several axes as one, row-major: flatten, with the product as an axis of its own name.
 *
 * @example
 * pipe(v, merge([features, hidden], axis('flat', 12)))
 */
export const merge =
  <const X extends ReadonlyArray<Axis<string>>, T extends string>(from: X, to: Axis<T>) =>
  <A extends string, S extends Support, N extends string>(
    x: Tensor<A, S, N> & Having<NameOf<X>, A, N>
  ): Tensor<Exclude<A, NameOf<X>> | T, S> => {
    const t = operand('merge', x)
    const names = from.map((a) => a.name)
    requireAxes('merge', names, t)
    requireSize('merge', from, [to])
    requireFresh('merge', [to.name], others(t.expr.axes, names))
    return tensor(mergeExpr(names, to.name)(t.expr), t.support, mention(t.mentioned, [...from, to]))
  }

/**
 * An axis for the product of several, of the size that `merge` asks for: what a dense layer takes
 * from the maps of a convolution.
 *
 * @example
 * pipe(v, merge([features, hidden], productAxis('flat', [features, hidden])))
 */
export const productAxis = <const N extends string>(
  name: N,
  parts: ReadonlyArray<Axis<string>>
): Axis<N> => {
  const unsized = parts.find((p) => p.size === 'data')
  return unsized === undefined
    ? axis(
        name,
        parts.reduce((n, p) => n * (p.size === 'data' ? NaN : p.size), 1)
      )
    : misuse(
        `axis '${name}'`,
        `'${unsized.name}' is a plate`,
        'the size of a product must be known before the data',
        'leave the plate out: its rows stay apart'
      )
}

/**
 * One axis as several, row-major: the inverse of `merge`.
 *
 * @example
 * pipe(theta, split(schools, [axis('towns', 2), axis('places', 4)]))
 */
export const split =
  <F extends string, const X extends ReadonlyArray<Axis<string>>>(from: Axis<F>, to: X) =>
  <A extends string, S extends Support, N extends string>(
    x: Tensor<A, S, N> & Having<F, A, N>
  ): Tensor<Exclude<A, F> | NameOf<X>, S> => {
    const t = operand('split', x)
    const names = to.map((a) => a.name)
    requireAxes('split', [from.name], t)
    requireSize('split', [from], to)
    requireFresh('split', names, others(t.expr.axes, [from.name]))
    const isItself = names.length === 1 && names[0] === from.name
    return tensor(
      isItself ? t.expr : splitExpr(from.name, names)(t.expr),
      t.support,
      mention(t.mentioned, [from, ...to])
    )
  }

/**
 * As many tensors or numbers as the axis k has indices, side by side along it: `stack(kinds)([0, gap])`.
 *
 * @example
 * stack(axis('ends', 2))([0, mu])
 */
export const stack =
  <K extends string>(k: Axis<K>) =>
  <A extends string = never, S extends Real = Real>(
    xs: ReadonlyArray<TensorLike<A, S>>
  ): Tensor<A | K, S> => {
    const all = xs.map((x) => numeric('stack', x))
    const [first] = all
    if (first === undefined || all.length !== k.size)
      return misuse(
        '',
        `stack: found ${all.length} values along '${k.name}' of size ${k.size}`,
        'each index has its value',
        'give as many as the axis has indices'
      )
    requireFresh(
      'stack',
      [k.name],
      all.flatMap((t) => t.expr.axes)
    )
    const supports = new Set(all.map((t) => t.support))
    // of one value alone nothing else has the axis
    return tensor(
      pipe(
        all
          .map((t) => t.expr)
          .reduceRight((rest, x, i) => whereExpr(pipe(iota(k.name), equalExpr(i)), x, rest)),
        spread([k.name])
      ),
      supports.size === 1 ? first.support : all.map((t) => t.support).reduce(S.both),
      mention(
        all.reduce<ReadonlyArray<AxisSize>>((seen, t) => mention(seen, t.mentioned), []),
        [k]
      )
    )
  }

/**
 * x at the positions `index` along the axis k: `pipe(effect, gather(school)(schoolOfPupil))`.
 *
 * @example
 * pipe(theta, gather(schools)(member))
 */
export const gather =
  <K extends string>(k: Axis<K>) =>
  <I extends string>(index: Tensor<I, Category<K>>) =>
  <A extends string, S extends Support, N extends string>(
    x: Tensor<A, S, N> & Having<K, A, N>
  ): Tensor<Exclude<A, K> | I, S> => {
    const [t, i] = [operand('gather', x), operand('gather', index)]
    requireAxes('gather', [k.name], t)
    if (factsOf(i.support).isNumeric)
      misuse(
        '',
        `gather: expected an index of '${k.name}', found other values`,
        'positions along an axis are whole numbers from 0 to its size less 1',
        `declare the index with data(…, indicesOf(${k.name})) or as a categorical site`
      )
    requireFresh('gather', [k.name], i.expr.axes)
    return tensor(
      gatherExpr(k.name, i.expr)(t.expr),
      t.support,
      mention(mention(t.mentioned, i.mentioned), [k])
    )
  }
