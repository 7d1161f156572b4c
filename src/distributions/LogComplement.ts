/**
 * ln(1 − eˡ), l ≤ 0, by the one of two forms that subtracts nothing near: the log probability of what
 * has not the log probability l.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Expr, where } from '../expr/Expr.ts'
import { exp, expm1, less, log, log1p, neg } from '../expr/Words.ts'

export const logComplement = (l: Expr): Expr =>
  where(pipe(l, less(-Math.LN2)), log1p(neg(exp(l))), log(neg(expm1(l))))
