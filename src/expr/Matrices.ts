/**
 * Square matrices over two named axes, of a size that is known, by the operations that there are: as
 * many steps as the logarithm of the size where blocks halve, as many as the size where each column
 * asks for the one before.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, contract, type Expr, gather, iota, rename, where } from './Expr.ts'
import { add, div, equal, floor, less, lessEqual, mul, reciprocal, sqrt, sub } from './Words.ts'

// model

/** The axis of rows and of columns, a third of the same size for products, and that size. */
export interface Square {
  readonly rows: string
  readonly columns: string
  readonly between: string
  readonly size: number
}

/** The axis between those of two matrices in a product. */
export const betweenAxis = (columns: string): string => `${columns}_between`

// combinators

const zero = constant(0)

/** A · B */
const product =
  ({ rows, columns, between }: Square) =>
  (a: Expr, b: Expr): Expr =>
    contract([between])(rename(columns, between)(a), rename(rows, between)(b))

/** Aᵀ */
export const transpose =
  ({ rows, columns, between }: Square) =>
  (a: Expr): Expr =>
    pipe(a, rename(rows, between), rename(columns, rows), rename(between, columns))

/** What lies on and below the diagonal, 0 above. */
export const lower =
  ({ rows, columns }: Square) =>
  (a: Expr): Expr =>
    where(pipe(iota(columns), lessEqual(iota(rows))), a, zero)

/** The diagonal, over the axis of rows. */
export const diagonal =
  ({ rows, columns }: Square) =>
  (a: Expr): Expr =>
    pipe(a, gather(columns, iota(rows)))

/** Which block of so many indices each index of the axis lies in. */
const blockOf = (axis: string, length: number): Expr => floor(pipe(iota(axis), div(length)))

/**
 * L⁻¹ of a lower triangular L. The inverse M of the blocks of some length along the diagonal gives that
 * of those of twice the length, M − M C M, where C is what L has below them in these. ∞ or NaN where
 * the diagonal has a 0.
 */
export const inverseOfLower =
  (s: Square) =>
  (l: Expr): Expr => {
    const { rows, columns, size } = s
    const times = product(s)
    let inverse = where(pipe(iota(rows), equal(iota(columns))), reciprocal(diagonal(s)(l)), zero)
    for (let length = 1; length < size; length *= 2) {
      const isTogether = pipe(blockOf(rows, 2 * length), equal(blockOf(columns, 2 * length)))
      const isBelow = pipe(blockOf(columns, length), less(blockOf(rows, length)))
      const between = where(pipe(isTogether, mul(isBelow)), l, zero)
      inverse = pipe(inverse, sub(times(times(inverse, between), inverse)))
    }
    return inverse
  }

/**
 * What solves by a lower triangular L: Σ over rows of it · b is the x over columns of L x = b, Σ over
 * columns of it · b the x over rows of Lᵀ x = b.
 */
export const inverseFor =
  (s: Square) =>
  (l: Expr): Expr =>
    transpose(s)(inverseOfLower(s)(l))

/**
 * The lower L of A = L Lᵀ, column by column, of a symmetric A of which what lies on and below the
 * diagonal is read; NaN from the first column on at which A is not positive definite.
 */
export const cholesky =
  (s: Square) =>
  (a: Expr): Expr => {
    const { rows, columns, size } = s
    let rest = lower(s)(a)
    let factor: Expr = zero
    for (let j = 0; j < size; j++) {
      const at = constant(j)
      const column = pipe(rest, gather(columns, at)),
        pivot = pipe(column, gather(rows, at))
      const scaled = pipe(column, div(sqrt(pivot)))
      // of the first column every row is on the diagonal or below
      const found = j === 0 ? scaled : where(pipe(at, lessEqual(iota(rows))), scaled, zero)
      const own = where(pipe(iota(columns), equal(at)), found, zero)
      factor = j === 0 ? own : pipe(factor, add(own))
      rest = pipe(rest, sub(pipe(found, mul(rename(rows, columns)(found)))))
    }
    return factor
  }
