/**
 * Moments of x = location + scale · z from those of the standard z.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../expr/Expr.ts'
import { type ExprLike, mul, product, total } from '../expr/Words.ts'

const binomial = (n: number, k: number): number =>
  Array.from({ length: k }, (_, i) => i).reduce((c, i) => (c * (n - i)) / (i + 1), 1)
const times = (n: number, x: Expr): ReadonlyArray<Expr> => Array.from({ length: n }, () => x)

/** E xᵏ = Σⱼ C(k, j) mᵏ⁻ʲ sʲ E zʲ for every k that E zᵏ is given of; none of other k. */
export const affineMoment =
  (location: Expr, scale: Expr, standard: ReadonlyArray<ExprLike>) =>
  (k: number): Option<Expr> => {
    if (!Number.isInteger(k) || k < 0 || k >= standard.length) return none
    return some(
      total(
        standard.slice(0, k + 1).flatMap((moment, j) => {
          if (moment === 0) return []
          const powers = product([...times(k - j, location), ...times(j, scale)])
          return [pipe(k === 0 ? constant(1) : powers, mul(moment), mul(binomial(k, j)))]
        })
      )
    )
  }
