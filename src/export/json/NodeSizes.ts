/**
 * Sizes of axes as the nodes of a model that is read say them: each axis has one.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, windowCount } from '../../expr/index.ts'

/** By axis; that of a plate is not known yet. What nodes say is added as they are read. */
export type Sizes = Map<string, number | 'data'>

/** Notes that an axis has a size; false where it has another. */
export const agree = (sizes: Sizes, axis: string, n: number | 'data'): boolean => {
  const known = sizes.get(axis)
  if (Number.isNaN(n)) return false
  if (known === undefined) sizes.set(axis, n)
  return known === undefined || known === n
}

const product = (sizes: Sizes, axes: Axes): number =>
  axes.reduce((n, a) => {
    const s = sizes.get(a)
    return typeof s === 'number' ? n * s : NaN
  }, 1)

/** Do the sizes of what a node makes agree with those that its axes have? */
export const sizesAgree = (e: Expr, sizes: Sizes): boolean => {
  const sizeOf = (axis: string): number | 'data' => sizes.get(axis) ?? 'data'
  switch (e._tag) {
    case 'Rename':
      return agree(sizes, e.to, sizeOf(e.from))
    case 'Merge': {
      const n = e.from.length === 1 ? sizeOf(e.from[0] ?? '') : product(sizes, e.from)
      return agree(sizes, e.to, n)
    }
    case 'Split':
      return e.to.length === 1
        ? agree(sizes, e.to[0] ?? '', sizeOf(e.from))
        : product(sizes, e.to) === sizeOf(e.from)
    case 'Unfold': {
      const { along, at, offset, size: n } = e.windows
      const length = sizeOf(along),
        windows = length === 'data' ? NaN : windowCount(e.windows, length)
      return windows >= 1 && agree(sizes, at, windows) && agree(sizes, offset, n)
    }
    case 'Fold': {
      const { along, at, offset, size: n } = e.windows
      const length = sizeOf(along)
      return (
        length !== 'data' && sizeOf(at) === windowCount(e.windows, length) && sizeOf(offset) === n
      )
    }
    default:
      return true
  }
}
