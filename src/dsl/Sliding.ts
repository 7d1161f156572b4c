/**
 * Windows that slide along an axis: what convolutions add up and poolings take the largest of.
 *
 *   y[at = i, place = j] = x[along = i·stride + j·dilation − before]      0 off the axis
 *
 * The number of windows is computed, and is the size of the axis `at`, which the next layer goes
 * on with: n' = ⌊(n + before + after − dilation·(size − 1) − 1)/stride⌋ + 1. Padding 'valid' is
 * none; 'same' gives n' = ⌈n/stride⌉ and has the odd zero behind (as TensorFlow's). Refused: a
 * window that does not fit, a stride that is no whole number ≥ 1, a plate.
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
import { misuse } from './Misuse.ts'
import { requireFresh } from './Layout.ts'
import { requireAxes } from './Reductions.ts'
import type { Real } from './SupportTypes.ts'
import { numeric, type Tensor, tensor, type Untyped } from './Tensor.ts'

// model

/** How windows lie: `size` places each, one every `stride` indices (1), its places `dilation` (1) apart. */
export interface WindowOptions {
  readonly size: number
  readonly stride?: number
  readonly dilation?: number
  /** Zeros at either end, 'valid' (none) or 'same' (as many windows as indices, at stride 1). */
  readonly padding?: number | 'valid' | 'same'
}

/**
 * Windows along an axis: `at` counts them, `place` the places in one. Places are named after their
 * number, so that filters of several sizes may lead to the same axis.
 */
export interface Sliding<out L extends string, out W extends string> {
  readonly along: Axis<L>
  readonly at: Axis<W>
  readonly place: Axis<`${W}-of-${number}`>
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly after: number
}

// constructors

const requireCount = (name: string, what: string, found: number, least: number): void => {
  if (!Number.isSafeInteger(found) || found < least)
    misuse(
      `windows '${name}'`,
      `expected a ${what} that is a whole number ≥ ${least}, found ${found}`,
      'windows are counted along their axis',
      `give ${what}: ${least === 0 ? 2 : least}`
    )
}

const ends = (n: number, reach: number, stride: number, padding: WindowOptions['padding']) => {
  if (padding !== 'same') {
    const both = padding === undefined || padding === 'valid' ? 0 : padding
    return { before: both, after: both }
  }
  const zeros = Math.max(0, (Math.ceil(n / stride) - 1) * stride + reach - n)
  return { before: Math.floor(zeros / 2), after: Math.ceil(zeros / 2) }
}

/**
 * Windows along an axis, counted by an axis of its own name, whose size is computed: `.at`. Under
 * the name of the axis itself they take its place, which asks for as many of them.
 *
 * @example
 * slide(features, 'windows', { size: 2, padding: 'same' })
 */
export const slide = <L extends string, const W extends string>(
  along: Axis<L>,
  at: W,
  { size, stride = 1, dilation = 1, padding = 'valid' }: WindowOptions
): Sliding<L, W> => {
  if (along.size === 'data')
    return misuse(
      `windows '${at}'`,
      `'${along.name}' is a plate`,
      'how many windows fit an axis must be known before the data',
      `axis('${along.name}', 28)`
    )
  requireCount(at, 'size', size, 1)
  requireCount(at, 'stride', stride, 1)
  requireCount(at, 'dilation', dilation, 1)
  if (typeof padding === 'number') requireCount(at, 'padding', padding, 0)
  const reach = dilation * (size - 1) + 1,
    { before, after } = ends(along.size, reach, stride, padding),
    room = along.size + before + after
  return room < reach
    ? misuse(
        `windows '${at}'`,
        `a window that reaches over ${reach} does not fit '${along.name}' of size ` +
          `${along.size}${before === 0 ? '' : ` with ${before} zeros at either end`}`,
        'windows lie on their axis and its padding, and one at least must fit',
        "make the window smaller, pad (padding: 'same'), or pool less before"
      )
    : {
        along,
        at: axis(at, Math.floor((room - reach) / stride) + 1),
        place: axis(`${at}-of-${size}`, size),
        stride,
        dilation,
        before,
        after
      }
}

// combinators

/** Of any windows. */
export type AnySliding = Sliding<string, string>
/** The names of the axes windows run along, and of those that count them. */
export type AlongOf<X extends ReadonlyArray<AnySliding>> = X[number]['along']['name']
export type CountedBy<X extends ReadonlyArray<AnySliding>> = X[number]['at']['name']
/** The names of the axes of the places in them. */
export type PlaceOf<X extends ReadonlyArray<AnySliding>> = X[number]['place']['name']

/** The axes of the places in windows: those of a filter. */
export const placesOf = <const X extends ReadonlyArray<AnySliding>>(
  windows: X
): ReadonlyArray<Axis<PlaceOf<X>>> => windows.map((w): Axis<PlaceOf<X>> => w.place)

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
  <A extends string>(
    x: Tensor<A | AlongOf<X> | NameOf<K>>
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
  <A extends string>(
    x: Tensor<A | I | AlongOf<X>>
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
  <A extends string>(
    x: Tensor<A | AlongOf<X>>
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
  <A extends string>(
    x: Tensor<A | AlongOf<X>>
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
