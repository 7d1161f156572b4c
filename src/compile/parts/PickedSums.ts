/**
 * Sums over rows that differ in nothing but which element each picks: how often each is picked is
 * counted once, by data alone.
 *
 *   Σ_rows x[c = y]  =  Σ_c x[c] · #{rows : y = c}
 *
 * @since 0.2.0
 */
import {
  contracted,
  equal,
  type Expr,
  fold,
  iota,
  meet,
  minus,
  plus,
  rebuild,
  summed,
  without
} from '../../expr/index.ts'

/** The sum of an expression over axes, each part of it over those that it has. */
const sumOf = (axes: ReadonlyArray<string>, x: Expr): Expr => {
  if (x._tag === 'Zip' && (x.op === 'sub' || x.op === 'add')) {
    const lacks = [x.x, x.y].some((part) => meet(axes, part.axes).length < axes.length)
    if (lacks) return (x.op === 'sub' ? minus : plus)(sumOf(axes, x.x), sumOf(axes, x.y))
  }
  if (x._tag === 'Gather') {
    const rows = without(x.x.axes)(meet(axes, x.index.axes))
    // a row beyond the axis picks nothing, and is counted nowhere
    const counts = summed(rows)(equal(x.index)(iota(x.axis)))
    const others = without(rows)(axes)
    if (rows.length > 0) return contracted([x.axis, ...others])(x.x, counts)
  }
  return summed(axes)(x)
}

/** The same values; sums over several rows are of those parts alone that vary with them. */
export const pickedSums = (): ((e: Expr) => Expr) =>
  fold<Expr>({
    ...rebuild,
    Reduce: ({ op, over, x }, e) => (op === 'sum' ? sumOf(over, x) : rebuild.Reduce({ ...e, x }, e))
  })
