/**
 * Windows as the words that made them: what `slide`, `convolve`, `maxPool` and `meanPool` of the
 * language write as nodes, read back.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, windowCount } from '../../expr/index.ts'

// model

/** Windows along an axis by the arguments of `slide`. */
export interface Slid {
  readonly along: string
  readonly at: string
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly padding: number | 'same'
}

/** What is slid over, and how, innermost first; `places` are the axes of the places. */
export interface SlidOver {
  readonly x: Expr
  readonly windows: ReadonlyArray<Slid>
  readonly places: Axes
}

/** A pooling: the windows, and which word. */
export interface Pooled extends SlidOver {
  readonly word: 'maxPool' | 'meanPool'
}

type SizeOf = (axis: string) => number | 'data' | undefined

// constructors

const number = (e: Expr): number | undefined => (e._tag === 'Constant' ? e.value : undefined)

/** Of every `dilation`-th place from `skipped` on: index(place)·dilation + skipped. */
const strided = (
  e: Expr
): { readonly place: string; readonly dilation: number; readonly skipped: number } | undefined => {
  if (e._tag !== 'Zip' || e.op !== 'add' || e.x._tag !== 'Zip' || e.x.op !== 'mul') return undefined
  const [skipped, dilation] = [number(e.y), number(e.x.y)]
  return e.x.x._tag === 'Iota' && skipped !== undefined && dilation !== undefined
    ? { place: e.x.x.axis, dilation, skipped }
    : undefined
}

/** What no word writes by itself: windows on their way to a sum, an axis that makes room for them. */
export const isPartOfWord = (e: Expr): boolean =>
  e._tag === 'Unfold' ||
  (e._tag === 'Gather' && strided(e.index) !== undefined) ||
  (e._tag === 'Rename' && e.to === `${e.from}-under`)

/** The outermost windows of an expression. */
const outermost = (
  e: Expr,
  sizeOf: SizeOf
): { readonly slid: Slid; readonly place: string; readonly x: Expr } | undefined => {
  const every = e._tag === 'Gather' ? strided(e.index) : undefined
  const unfold = e._tag === 'Gather' && every !== undefined ? e.x : e
  if (unfold._tag !== 'Unfold') return undefined
  const { along: own, at, offset, stride, padding } = unfold.windows
  const isRenamed =
    unfold.x._tag === 'Rename' && unfold.x.to === own && own === `${unfold.x.from}-under`
  const along = isRenamed && unfold.x._tag === 'Rename' ? unfold.x.from : own
  const x = isRenamed && unfold.x._tag === 'Rename' ? unfold.x.x : unfold.x
  const place = every?.place ?? offset
  const size = every === undefined ? unfold.windows.size : sizeOf(place)
  if (typeof size !== 'number' || place !== `${at}-of-${size}`) return undefined
  const length = sizeOf(along),
    count = sizeOf(at)
  const dilation = every?.dilation ?? 1
  const before = padding - (every?.skipped ?? 0)
  // equal ends give the windows that there are; unequal ones are those of 'same'
  const reach = dilation * (size - 1) + 1
  const isEven =
    typeof length === 'number' &&
    windowCount({ ...unfold.windows, size: reach, padding: before }, length) === count
  return {
    slid: { along, at, size, stride, dilation, padding: isEven ? before : 'same' },
    place,
    x
  }
}

/** All windows of an expression; undefined where it has none. */
export const slidOver = (e: Expr, sizeOf: SizeOf): SlidOver | undefined => {
  const found = outermost(e, sizeOf)
  if (found === undefined) return undefined
  const inner = slidOver(found.x, sizeOf)
  return {
    x: inner?.x ?? found.x,
    windows: [...(inner?.windows ?? []), found.slid],
    places: [...(inner?.places ?? []), found.place]
  }
}

const isSame = (a: Axes, b: Axes): boolean => a.length === b.length && a.every((n, i) => n === b[i])

/** The largest over all places, or their sum over how many count. */
export const pooled = (e: Expr, sizeOf: SizeOf): Pooled | undefined => {
  const word = e._tag === 'Reduce' && e.op === 'max' ? 'maxPool' : 'meanPool'
  const reduced = e._tag === 'Zip' && e.op === 'div' ? e.x : e
  if (reduced._tag !== 'Reduce' || (word === 'meanPool' && reduced.op !== 'sum')) return undefined
  const all = word === 'maxPool' && reduced.x._tag === 'Where' ? reduced.x.x : reduced.x
  const over = slidOver(all, sizeOf)
  return over !== undefined && isSame(over.places, reduced.over) ? { ...over, word } : undefined
}

/** Axes of a mean: Σ over them, by how many there are. */
export const meanOf = (e: Expr): { readonly over: Axes; readonly x: Expr } | undefined => {
  if (e._tag !== 'Zip' || e.op !== 'div' || e.x._tag !== 'Reduce' || e.x.op !== 'sum')
    return undefined
  const counted: Array<string> = []
  let rest = e.y
  while (rest._tag === 'Zip' && rest.op === 'mul' && rest.y._tag === 'Size') {
    counted.unshift(rest.y.axis)
    rest = rest.x
  }
  if (rest._tag === 'Size') counted.unshift(rest.axis)
  return isSame(counted, e.x.over) ? { over: e.x.over, x: e.x.x } : undefined
}
