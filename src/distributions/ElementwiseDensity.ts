/**
 * A log density with one value for each element of a draw, so that its sum over a site's axes is
 * the log density of the site.
 *
 * A vector with one density together shares it out evenly: Σ over k elements of ln p/k is ln p,
 * where the sum of ln p itself would count it k times.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Expr } from '../expr/Expr.ts'
import { count, div } from '../expr/Words.ts'
import type { Family } from './Family.ts'

/** ln p of each element of x, in nats. */
export const elementwiseDensity =
  ({ logDensity, jointly }: Pick<Family<unknown>, 'logDensity' | 'jointly'>) =>
  (x: Expr): Expr =>
    jointly.length === 0 ? logDensity(x) : pipe(logDensity(x), div(count(jointly)))
