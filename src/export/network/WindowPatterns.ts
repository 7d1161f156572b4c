/**
 * Contractions that are convolutions, and maxima that are poolings: what formats have operations for.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, meet, type NodeOf, without } from '../../expr/Expr.ts'
import type { Windows } from '../../expr/Windows.ts'
import type { Convolved, PairOf } from './ArrayWriter.ts'

/** x under windows along two axes: what lies under both, and what its axes are called there. */
export interface UnderWindows {
  readonly base: Expr
  readonly windows: PairOf<Windows>
  /** In the order in which they happen. */
  readonly renames: ReadonlyArray<readonly [from: string, to: string]>
}

/** Windows along an axis that earlier ones have made are no two axes of one image. */
const areApart = (a: Windows, b: Windows): boolean =>
  new Set([a.along, a.at, a.offset, b.along, b.at, b.offset]).size === 6

const peeled = (
  e: Expr,
  windows: ReadonlyArray<Windows> = [],
  renames: UnderWindows['renames'] = []
): UnderWindows | undefined => {
  if (e._tag === 'Unfold' && windows.length < 2)
    return peeled(e.x, [e.windows, ...windows], renames)
  // an axis is renamed under the windows as well as between them
  const isOutside = e._tag === 'Rename' && windows.every((w) => ![w.at, w.offset].includes(e.from))
  if (e._tag === 'Rename' && isOutside && windows.length > 0)
    return peeled(e.x, windows, [[e.from, e.to], ...renames])
  const [a, b] = windows
  return a !== undefined && b !== undefined && areApart(a, b)
    ? { base: e, windows: [a, b], renames }
    : undefined
}

const renamedAxes = ({ base, renames }: UnderWindows): Axes =>
  renames.reduce<Axes>((axes, [from, to]) => axes.map((a) => (a === from ? to : a)), base.axes)

/** A convolution with the image and the filters that it is of. */
export interface ConvolutionFound {
  readonly image: UnderWindows
  readonly filters: Expr
  readonly how: Convolved
}

const convolved = (over: Axes, x: Expr, filters: Expr): ConvolutionFound | undefined => {
  const image = peeled(x)
  if (image === undefined) return undefined
  const { windows } = image,
    axes = renamedAxes(image)
  const offsets = windows.map((w) => w.offset),
    places = windows.flatMap((w) => [w.along, w.at])
  const channels = without(offsets)(over)
  const isOne =
    [...offsets, ...channels].every((a) => filters.axes.includes(a)) &&
    offsets.every((a) => over.includes(a)) &&
    channels.every((a) => axes.includes(a)) &&
    new Set(axes).size === axes.length &&
    meet(filters.axes, [...places, ...without(channels)(axes)]).length === 0
  return isOne
    ? { image, filters, how: { windows, channels, maps: without(over)(filters.axes) } }
    : undefined
}

export const convolutionOf = (e: NodeOf<'Contract'>): ConvolutionFound | undefined =>
  convolved(e.over, e.x, e.y) ?? convolved(e.over, e.y, e.x)

/** Of windows that lie on the image: in a padded one zeros would count. */
export const poolingOf = (e: NodeOf<'Reduce'>): UnderWindows | undefined => {
  const image = e.op === 'max' ? peeled(e.x) : undefined
  if (image === undefined) return undefined
  const offsets = image.windows.map((w) => w.offset)
  const isOne =
    e.over.length === 2 &&
    offsets.every((a) => e.over.includes(a)) &&
    image.windows.every((w) => w.padding === 0)
  return isOne ? image : undefined
}
