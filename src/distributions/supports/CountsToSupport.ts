/**
 * The whole numbers from 0 to a total n, which is an expression: how many of n. Where data set an end to a
 * latent one, from there on.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { nonNegative } from '../../expr/intervals/Interval.ts'
import { drawnOnly, noBijector, type SupportKind } from './SupportKind.ts'

export interface CountsToSupport {
  readonly _tag: 'CountsTo'
  readonly total: Expr
  readonly from?: Expr
}
export const countsTo = (total: Expr, from?: Expr): CountsToSupport => ({
  _tag: 'CountsTo',
  total,
  ...(from === undefined ? {} : { from })
})

const one = 'a whole number from 0 to a total'

export const kind: SupportKind<CountsToSupport> = {
  code: 9,
  one,
  many: 'whole numbers from 0 to a total',
  isNumeric: true,
  values: nonNegative,
  holds: (x) => Number.isInteger(x) && x >= 0,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: noBijector,
  bounds: ({ total, from }) => ({ high: total, ...(from === undefined ? {} : { low: from }) })
}
