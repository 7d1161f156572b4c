/**
 * What `stack`, `cumulativeSum`, `oneHot`, `identity` and `diagonal` build, known again: all speak of the
 * index of an axis, for which the language has no word; and what `softmax` does.
 *
 * @since 0.2.0
 */
import type { Axes, Expr } from '../../expr/index.ts'

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

/** What is read at the index of an axis, or compared with it. */
export type Picked =
  | { readonly word: 'oneHot'; readonly axis: string; readonly index: Expr }
  | { readonly word: 'identity'; readonly rows: string; readonly columns: string }
  | {
      readonly word: 'diagonal'
      readonly rows: string
      readonly columns: string
      readonly x: Expr
    }

/** The name of what an expression has the values of, in another layout. */
const carries = (e: Expr): string | undefined => {
  switch (e._tag) {
    case 'Ref':
      return e.name
    case 'Rename':
    case 'Merge':
    case 'Split':
    case 'Gather':
      return carries(e.x)
    default:
      return undefined
  }
}

export const picked = (e: Expr, isIndex: (name: string) => boolean): Picked | undefined => {
  if (e._tag === 'Gather')
    return e.index._tag === 'Iota' && e.x.axes.includes(e.index.axis)
      ? { word: 'diagonal', rows: e.index.axis, columns: e.axis, x: e.x }
      : undefined
  if (e._tag !== 'Zip' || e.op !== 'equal') return undefined
  const [at, other] = e.x._tag === 'Iota' ? [e.x, e.y] : [e.y, e.x]
  if (at._tag !== 'Iota') return undefined
  if (other._tag === 'Iota') return { word: 'identity', rows: at.axis, columns: other.axis }
  return isIndex(carries(other) ?? '') ? { word: 'oneHot', axis: at.axis, index: other } : undefined
}

/** x − ln Σ eˣ, and e to it. */
export const shares = (
  e: Expr
): { readonly word: string; readonly over: Axes; readonly x: Expr } | undefined => {
  const log = e._tag === 'Map' && e.op === 'exp' ? e.x : e
  if (log._tag !== 'Zip' || log.op !== 'sub' || log.y._tag !== 'Reduce') return undefined
  const { op, over, x } = log.y
  return op === 'logSumExp' && x === log.x && over.length > 0
    ? { word: log === e ? 'logSoftmax' : 'softmax', over, x }
    : undefined
}
