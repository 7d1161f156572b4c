/**
 * Σ cₖ xᵏ as an expression, by Horner's rule: what fitted medians are made of.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../expr/Expr.ts'
import { add, mul } from '../expr/Words.ts'

export const polynomialIn =
  (x: Expr) =>
  ([first = 0, ...rest]: ReadonlyArray<number>): Expr =>
    rest.length === 0 ? constant(first) : pipe(polynomialIn(x)(rest), mul(x), add(first))
