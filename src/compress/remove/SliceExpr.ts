/**
 * Expressions that are to be evaluated at smaller sizes: what they say about sizes becomes
 * constant, their arrays are sliced.
 */
import { constant, constants, type Expr, fold, type NodeOf, rebuild } from '../../expr/index.ts'
import { indexOver, type Kept } from './Elements.ts'

/**
 * The number of indices of an axis stays what it was: a mean over removed zeros still divides by
 * all.
 */
export const sizesAsConstants = (sizes: ReadonlyMap<string, number>): ((e: Expr) => Expr) =>
  fold<Expr>({
    ...rebuild,
    Size: (_, e) => {
      const size = sizes.get(e.axis)
      return size === undefined ? e : constant(size)
    }
  })

/** A constant array at the kept indices of its axes; the very same if it keeps all. */
export const sliceConstants =
  (kept: Kept) =>
  (e: NodeOf<'Constants'>): Expr => {
    if (!e.axes.some((a) => kept.has(a))) return e
    const alive = e.values.map(() => true)
    for (const axis of e.axes) {
      const indices = kept.get(axis)
      const keeps = new Set(indices === undefined ? [] : Array.from(indices))
      if (indices !== undefined)
        indexOver([axis])(e).forEach((i, k) => {
          if (!keeps.has(i)) alive[k] = false
        })
    }
    return constants(
      e.axes,
      e.axes.map((a, d) => kept.get(a)?.length ?? e.sizes[d] ?? 0),
      e.values.filter((_, k) => alive[k] === true)
    )
  }
