/**
 * Contractions that are products of vectors and matrices.
 *
 * @since 0.2.0
 */
import { type Axes, meet } from '../../expr/Expr.ts'
import { level, type Piece, piece } from '../../expr/print/Notation.ts'
import { inside } from './StanOperations.ts'
import { type StanValue, transposed } from './StanValues.ts'

const product = inside(level.product),
  power = inside(level.power)

/** A matrix with its rows along one axis; of a vector, a column. */
const oriented = ({ axes, whole }: StanValue, rows: string): string => {
  const text = whole ?? piece('')
  return power(axes.length === 2 && axes[0] !== rows ? transposed(text) : text)
}

/** Σ x · y over all axes. */
const scalarProduct = (x: Piece, y: Piece, rank: number): Piece =>
  rank === 1
    ? piece(`dot_product(${x.text}, ${y.text})`)
    : piece(`sum(${product(x)} .* ${power(y)})`)

/** None where the contraction over these axes is no product that Stan has. */
export const matrixProduct = (
  over: Axes,
  axes: Axes,
  x: StanValue,
  y: StanValue
): Piece | undefined => {
  if (x.whole === undefined || y.whole === undefined) return undefined
  const shared = meet(x.axes, y.axes)
  const [rank] = [x.axes.length]
  const isAll = shared.length === rank && shared.length === y.axes.length
  if (axes.length === 0 && isAll && (rank === 1 || x.axes.join() === y.axes.join()))
    return scalarProduct(x.whole, y.whole, rank)
  const [k, ...more] = over
  const [row, column] = axes
  if (k === undefined || more.length > 0 || shared.join() !== k || row === undefined)
    return undefined
  const [left, right] = x.axes.includes(row) ? [x, y] : [y, x]
  return left.axes.length === 2 && right.axes.length === (column === undefined ? 1 : 2)
    ? piece(`${oriented(left, row)} * ${oriented(right, k)}`, level.product)
    : undefined
}
