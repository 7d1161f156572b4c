/**
 * What is done with windows: `convolve` adds up their places times a filter's, `maxPool` takes the
 * largest, `meanPool` the mean of those that lie on the axis.
 *
 * @since 0.2.0
 */
import {
  contract as contractExpr,
  add as addExpr,
  constant,
  type Expr,
  gather,
  iota,
  less,
  merge,
  mul as mulExpr,
  reduce,
  rename,
  split,
  sub as subExpr,
  unfoldWindows,
  where,
  div
} from '../expr/index.ts'
import { pipe } from 'fp-ts/lib/function.js'
import { type Axis, axis, mention, type NameOf } from './Axis.ts'
import { requireFresh } from './Layout.ts'
import { requireAxes } from './Reductions.ts'
import type { AlongOf, AnySliding, CountedBy, PlaceOf } from './Sliding.ts'
import type { Real } from './SupportTypes.ts'
import { type Having, numeric, type Tensor, tensor, type Untyped } from './Tensor.ts'

// combinators

const sizeOf = (a: Axis<string>): number => (a.size === 'data' ? NaN : a.size)

/** The position along the axis of each place of each window, from −before on. */
const positionOf = ({ at, place, stride, dilation, before }: AnySliding): Expr =>
  pipe(
    iota(at.name),
    mulExpr(stride),
    addExpr(pipe(iota(place.name), mulExpr(dilation))),
    subExpr(before)
  )

/**
 * One node for windows without gaps and with equal ends. Others are every `dilation`-th place of
 * longer ones, from the first that counts.
 */
const unfolded =
  (w: AnySliding) =>
  (x: Expr): Expr => {
    const own = w.along.name === w.at.name ? `${w.along.name}-under` : w.along.name,
      places = sizeOf(w.place),
      padding = Math.max(w.before, w.after),
      skipped = padding - w.before,
      isPlain = (w.dilation === 1 || places === 1) && skipped === 0
    const reach = isPlain ? places : w.dilation * (places - 1) + 1 + skipped
    const windows = {
      along: own,
      at: w.at.name,
      offset: `${w.at.name}-of-${reach}`,
      size: reach,
      stride: w.stride,
      padding
    }
    const all = pipe(x, rename(w.along.name, own), unfoldWindows(windows))
    return isPlain
      ? all
      : gather(windows.offset, pipe(iota(w.place.name), mulExpr(w.dilation), addExpr(skipped)))(all)
  }

const checked = (word: string, windows: ReadonlyArray<AnySliding>, x: unknown): Untyped => {
  const t = numeric(word, x)
  requireAxes(
    word,
    windows.map((w) => w.along.name),
    t
  )
  return t
}

const mentions = (windows: ReadonlyArray<AnySliding>): ReadonlyArray<Axis<string>> =>
  windows.flatMap((w) => [w.along, w.at, w.place])

/** x over its windows and the places in them. */
const windowsOf = (windows: ReadonlyArray<AnySliding>, x: Expr): Expr =>
  windows.reduce((e, w) => unfolded(w)(e), x)

/** 1 where a place lies on the axis, over windows and places; undefined where all do. */
const onAxis = (windows: ReadonlyArray<AnySliding>): Expr | undefined =>
  windows
    .filter((w) => w.before + w.after > 0)
    .map((w) => {
      const p = positionOf(w)
      return mulExpr(pipe(p, less(sizeOf(w.along))))(pipe(constant(-1), less(p)))
    })
    .reduce<Expr | undefined>((all, e) => (all === undefined ? e : mulExpr(e)(all)), undefined)

const pooled = (
  word: string,
  windows: ReadonlyArray<AnySliding>,
  x: unknown,
  f: (e: Expr, places: ReadonlyArray<string>, isOn: Expr | undefined) => Expr
): readonly [Expr, Untyped['mentioned']] => {
  const t = checked(word, windows, x)
  return [
    f(
      windowsOf(windows, t.expr),
      windows.map((w) => w.place.name),
      onAxis(windows)
    ),
    mention(t.mentioned, mentions(windows))
  ]
}

// destructors

/**
 * Σ over the windows' places and the axes of x · w: a convolution, as networks say it (no kernel is
 * turned around). w is over the windows' `place` axes and over each of `over`.
 *
 * @example
 * (w: Tensor<string>) => pipe(v, convolve([slide(features, 'windows', { size: 2 })], [hidden], w))
 */
export const convolve =
  <
    const X extends ReadonlyArray<AnySliding>,
    const K extends ReadonlyArray<Axis<string>>,
    B extends string
  >(
    windows: X,
    over: K,
    w: Tensor<B>
  ) =>
  <A extends string, N extends string>(
    x: Tensor<A, Real, N> & Having<AlongOf<X> | NameOf<K>, A, N>
  ): Tensor<
    Exclude<A, AlongOf<X> | NameOf<K>> | CountedBy<X> | Exclude<B, NameOf<K> | PlaceOf<X>>
  > => {
    const t = checked('convolve', windows, x),
      kernel = numeric('convolve', w),
      summed = over.map((k) => k.name),
      places = windows.map((s) => s.place.name)
    requireAxes('convolve', summed, t)
    requireAxes('convolve', [...places, ...summed], kernel)
    return tensor(
      contractExpr([...places, ...summed])(windowsOf(windows, t.expr), kernel.expr),
      'Real',
      mention(mention(t.mentioned, kernel.mentioned), [...mentions(windows), ...over])
    )
  }

/**
 * The same for each group of maps: `from` is `groups` × `part`, `to` is `groups` × as many as there
 * are; w is over the windows' places, over `part` and over `to`.
 */
export const convolveInGroups =
  <const X extends ReadonlyArray<AnySliding>, I extends string, O extends string>(
    windows: X,
    { groups, part }: { readonly groups: Axis<string>; readonly part: Axis<string> },
    from: Axis<I>,
    to: Axis<O>,
    w: Untyped
  ) =>
  <A extends string, N extends string>(
    x: Tensor<A, Real, N> & Having<I | AlongOf<X>, A, N>
  ): Tensor<Exclude<A, I | AlongOf<X>> | CountedBy<X> | O> => {
    const t = checked('convolve', windows, x)
    requireAxes('convolve', [from.name], t)
    requireFresh('convolve', [groups.name], t.expr.axes)
    const toPart = axis(`${to.name}-of-one`, sizeOf(to) / sizeOf(groups)),
      places = windows.map((s) => s.place.name)
    const maps = pipe(t.expr, split(from.name, [groups.name, part.name])),
      filters = pipe(w.expr, split(to.name, [groups.name, toPart.name]))
    const each = contractExpr([...places, part.name])(windowsOf(windows, maps), filters)
    return tensor(
      pipe(each, merge([groups.name, toPart.name], to.name)),
      'Real',
      mention(mention(t.mentioned, w.mentioned), [
        ...mentions(windows),
        groups,
        from,
        part,
        to,
        toPart
      ])
    )
  }

/** Less than any number that float32 calculates with. */
const lowest = -3e38

/**
 * The largest of each window; places beyond the edge do not count.
 *
 * @example
 * maxPool(slide(features, 'pooled', { size: 2, stride: 2, padding: 'same' }))(v)
 */
export const maxPool =
  <const X extends ReadonlyArray<AnySliding>>(...windows: X) =>
  <A extends string, N extends string>(
    x: Tensor<A, Real, N> & Having<AlongOf<X>, A, N>
  ): Tensor<Exclude<A, AlongOf<X>> | CountedBy<X>, Real> => {
    const [e, mentioned] = pooled('maxPool', windows, x, (all, places, isOn) =>
      reduce('max', places)(isOn === undefined ? all : where(isOn, all, constant(lowest)))
    )
    return tensor(e, 'Real', mentioned)
  }

/**
 * The mean of each window over its places on the axis.
 *
 * @example
 * meanPool(slide(features, 'pooled', { size: 2, stride: 2, padding: 'same' }))(v)
 */
export const meanPool =
  <const X extends ReadonlyArray<AnySliding>>(...windows: X) =>
  <A extends string, N extends string>(
    x: Tensor<A, Real, N> & Having<AlongOf<X>, A, N>
  ): Tensor<Exclude<A, AlongOf<X>> | CountedBy<X>, Real> => {
    const [e, mentioned] = pooled('meanPool', windows, x, (all, places, isOn) => {
      const most = windows.reduce((n, w) => n * sizeOf(w.place), 1)
      const absent = places.filter((p) => isOn?.axes.includes(p) !== true)
      const each = windows
        .filter((w) => absent.includes(w.place.name))
        .reduce((n, w) => n * sizeOf(w.place), 1)
      const onPlaces = places.filter((p) => !absent.includes(p))
      return pipe(
        all,
        reduce('sum', places),
        div(isOn === undefined ? most : pipe(isOn, reduce('sum', onPlaces), mulExpr(each)))
      )
    })
    return tensor(e, 'Real', mentioned)
  }
