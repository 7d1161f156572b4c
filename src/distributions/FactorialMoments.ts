/**
 * Moments of counts from their factorial moments E x(x − 1)…(x − j + 1), which have one product
 * each.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../expr/Expr.ts'
import { mul, total } from '../expr/Words.ts'

/** Stirling numbers of the second kind: xᵏ = Σ S(k, j) x(x − 1)…(x − j + 1), j from 1. */
const stirlingNumbers: ReadonlyArray<ReadonlyArray<number>> = [
  [],
  [1],
  [1, 1],
  [1, 3, 1],
  [1, 7, 6, 1]
]

/** E xᵏ for k = 0 … 4. */
export const momentOfCounts =
  (factorial: (j: number) => Expr) =>
  (k: number): Option<Expr> => {
    const weights = stirlingNumbers[k]
    return weights === undefined
      ? none
      : k === 0
        ? some(constant(1))
        : some(total(weights.map((weight, i) => pipe(factorial(i + 1), mul(weight)))))
  }

/** Π of f(0) … f(j − 1). */
export const rising = (j: number, f: (i: number) => Expr): Expr =>
  Array.from({ length: j }, (_, i) => f(i)).reduce((product, x) => mul(x)(product))
