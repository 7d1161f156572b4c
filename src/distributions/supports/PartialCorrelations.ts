/**
 * Cholesky factors of correlation matrices by canonical partial correlations, which are independent of
 * each other and fill ℝ by their inverse hyperbolic tangents.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, contract, type Expr, gather, iota, rename, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  equal,
  exp,
  floor,
  less,
  lessEqual,
  log1p,
  mul,
  softplus,
  sqrt,
  square,
  sub,
  sumOver,
  tanh
} from '../../expr/Words.ts'
import { upToAxis, type VectorBijector } from './VectorBijector.ts'

/** The axis of pairs of a row and a column below the diagonal, row by row. */
export const pairsAxis = (along: string): string => `${along}_pairs`

export const pairCount = (size: number): number => (size * (size - 1)) / 2

/** Σ of what stands in the same row at the columns before, of a matrix over the two axes. */
export const sumBefore =
  (across: string) =>
  (x: Expr): Expr => {
    const upTo = upToAxis(across)
    return contract([upTo])(rename(across, upTo)(x), pipe(iota(upTo), less(iota(across))))
  }

/** ln √(1 − tanh² u), which is even and falls as −|u| */
const logSech = (u: Expr): Expr => pipe(u, add(Math.LN2), sub(softplus(pipe(u, mul(2)))))

/** The inverse of sinh, without a difference. */
const asinh = (x: Expr): Expr => {
  const size = log1p(
    pipe(abs(x), add(pipe(square(x), div(pipe(sqrt(pipe(square(x), add(1))), add(1))))))
  )
  return where(pipe(x, less(0)), pipe(size, mul(-1)), size)
}

export const partialCorrelationsOf = (
  along: string,
  across: string,
  size: number
): VectorBijector => {
  const [i, k] = [iota(along), iota(across)]
  const pairs = pairsAxis(along),
    isBelow = pipe(k, less(i))
  const before = sumBefore(across)
  const halfProduct = (row: Expr): Expr => pipe(row, mul(pipe(row, sub(1))), mul(0.5))
  /** Of each place its pair; above the diagonal and on it none, which is read as 0. */
  const spread = gather(pairs, where(isBelow, pipe(halfProduct(i), add(k)), constant(-1)))
  const rowOf = floor(pipe(sqrt(pipe(iota(pairs), mul(8), add(1))), add(1), mul(0.5)))
  const columnOf = pipe(iota(pairs), sub(halfProduct(rowOf)))
  return {
    of: [along, across],
    coordinates: [{ name: pairs, size: pairCount(size) }],
    forward: (u) => {
      const placed = spread(u)
      const rest = exp(before(logSech(placed)))
      return where(
        isBelow,
        pipe(tanh(placed), mul(rest)),
        where(pipe(k, equal(i)), rest, constant(0))
      )
    },
    inverse: (l) => {
      const own = where(pipe(k, lessEqual(i)), l, constant(0))
      const upTo = upToAxis(across)
      // what is left of a row of length 1 behind each column: sinh u is L_ik over it
      const behind = sqrt(
        contract([upTo])(rename(across, upTo)(square(own)), pipe(iota(across), less(iota(upTo))))
      )
      const u = asinh(pipe(own, div(where(isBelow, behind, constant(1)))))
      return pipe(u, gather(across, columnOf), gather(along, rowOf))
    },
    logJacobian: (u) => {
      const own = logSech(spread(u))
      return pipe(
        where(isBelow, pipe(own, mul(2), add(before(own))), constant(0)),
        sumOver([along, across])
      )
    }
  }
}
