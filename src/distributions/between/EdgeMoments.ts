/**
 * Moments between two places from the density f there, by parts: what is left of E uᵏ is an earlier
 * moment, and l^j f(l) − h^j f(h).
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { add, exp, mul, product, sub } from '../../expr/Words.ts'
import type { Place, Span } from './Standard.ts'

const most = 4

/** E uᵏ = earlier(k, moments before) + l^(k − lag) f(l) − h^(k − lag) f(h), k = 0 … 4. */
export const edgeMoments =
  (
    { low, high }: Span,
    logDensity: (p: Place) => Expr,
    earlier: (k: number, before: ReadonlyArray<Expr>) => Expr
  ) =>
  (lag: number): ReadonlyArray<Expr> => {
    const edge = (p: Place | undefined, power: number): Expr =>
      p === undefined
        ? constant(0)
        : pipe(product(Array.from({ length: power }, () => p.u)), mul(exp(logDensity(p))))
    return Array.from({ length: most }, (_, i) => i + 1).reduce<ReadonlyArray<Expr>>(
      (before, k) => [
        ...before,
        pipe(earlier(k, before), add(edge(low, k - lag)), sub(edge(high, k - lag)))
      ],
      [constant(1)]
    )
  }
