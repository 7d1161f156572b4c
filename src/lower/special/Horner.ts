/**
 * The pieces that approximations are made of. Coefficients were fitted here by interpolation at
 * Chebyshev points in 40 digits; each is stated with what it approximates, where, and to what
 * relative error. Arguments are scaled to about [−1, 1], so that float32 evaluation keeps 24 bits.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { add, div, less, mul, sub } from '../../expr/Words.ts'

/** Σ cₖ sᵏ, by Horner's rule. */
export const polynomial =
  (coefficients: ReadonlyArray<number>) =>
  (s: Expr): Expr =>
    coefficients.reduceRight<Expr | undefined>(
      (sum, c) => (sum === undefined ? constant(c) : pipe(sum, mul(s), add(c))),
      undefined
    ) ?? constant(0)

/** (x − centre)/halfWidth. */
export const centred =
  (centre: number, halfWidth: number) =>
  (x: Expr): Expr =>
    pipe(x, sub(centre), mul(1 / halfWidth))

/** a − b/(x + c), which takes a half-line to an interval. */
export const bilinear =
  (a: number, b: number, c: number) =>
  (x: Expr): Expr =>
    pipe(constant(a), sub(pipe(constant(b), div(pipe(x, add(c))))))

/** Pieces by upper end: the first whose end is above x, else the last; with NaN the last. */
export const piecewise = (
  x: Expr,
  pieces: ReadonlyArray<readonly [end: number, value: Expr]>,
  last: Expr
): Expr =>
  pieces.reduceRight<Expr>((rest, [end, value]) => where(pipe(x, less(end)), value, rest), last)
