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
import { type Axis, axis } from './Axis.ts'
import { misuse } from './Misuse.ts'

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
