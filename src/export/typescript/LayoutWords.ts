/**
 * What `stack` and `cumulativeSum` build, known again: both speak of the index of an axis, for which the
 * language has no word.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/index.ts'

const isIndex = (e: Expr, axis: string): boolean => e._tag === 'Iota' && e.axis === axis

/** Tensors side by side along an axis: each where the index is its place, the last elsewhere. */
export const stacked = (
  e: Expr,
  sizeOf: (axis: string) => number | 'data' | undefined
): { readonly axis: string; readonly values: ReadonlyArray<Expr> } | undefined => {
  if (e._tag !== 'Where' || e.condition._tag !== 'Zip' || e.condition.x._tag !== 'Iota')
    return undefined
  const { axis } = e.condition.x
  const values: Array<Expr> = []
  let rest: Expr = e
  for (let i = 0; i + 1 < Number(sizeOf(axis)); i += 1) {
    if (rest._tag !== 'Where' || rest.condition._tag !== 'Zip') return undefined
    const { op, x, y } = rest.condition
    const isPlace = op === 'equal' && isIndex(x, axis) && y._tag === 'Constant' && y.value === i
    if (!isPlace) return undefined
    values.push(rest.x)
    rest = rest.y
  }
  const all = [...values, rest]
  return values.length > 0 && all.every((x) => !x.axes.includes(axis))
    ? { axis, values: all }
    : undefined
}

/** The sum over every index up to each. */
export const cumulated = (e: Expr): { readonly axis: string; readonly x: Expr } | undefined => {
  if (e._tag !== 'Contract' || e.x._tag !== 'Rename' || e.y._tag !== 'Zip') return undefined
  const { from, to, x } = e.x
  const isUpTo =
    e.over.join() === to &&
    to === `${from}_upTo` &&
    e.y.op === 'lessEqual' &&
    isIndex(e.y.x, to) &&
    isIndex(e.y.y, from)
  return isUpTo ? { axis: from, x } : undefined
}
