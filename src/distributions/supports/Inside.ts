/**
 * Values of an interval as float32 has them: one that rounds to an end is moved inside by about one
 * part in 2²², so that ln(x − l) and ln(h − x) of a density are finite. Where it is moved, its
 * gradient is 0.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { boundsOf, type Support } from './Support.ts'
import type { Expr } from '../../expr/Expr.ts'
import { abs, add, max, min, mul, sub } from '../../expr/Words.ts'

/** Twice the spacing of float32 numbers, relative to their size. */
const spacing = 2 ** -22
/** The least normal float32: what an end at 0 is moved by. */
const least = 2 ** -126

const step = (end: Expr): Expr => pipe(abs(end), mul(spacing), add(least))

/** Of a support without ends, x itself. */
export const inside =
  (support: Support) =>
  (x: Expr): Expr => {
    const { low, high } = boundsOf(support) ?? {}
    const above = low === undefined ? x : pipe(x, max(pipe(low, add(step(low)))))
    return high === undefined ? above : pipe(above, min(pipe(high, sub(step(high)))))
  }
