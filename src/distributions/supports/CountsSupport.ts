/**
 * The whole numbers from 0: as many values as there are, and numbers to calculate with. Where data set an end
 * to a latent one, from there on.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { nonNegative } from '../../expr/intervals/Interval.ts'
import { drawnOnly, noBijector, type SupportKind } from './SupportKind.ts'

export interface CountsSupport {
  readonly _tag: 'Counts'
  readonly from?: Expr
}
export const counts: CountsSupport = { _tag: 'Counts' }
export const countsFrom = (from: Expr): CountsSupport => ({ _tag: 'Counts', from })

const one = 'a whole number from 0'
const holds = (x: number): boolean => Number.isInteger(x) && x >= 0

export const kind: SupportKind<CountsSupport> = {
  code: 6,
  one,
  many: 'whole numbers from 0',
  isNumeric: true,
  values: nonNegative,
  holds,
  proof: drawnOnly(one, holds),
  outcomes: undefined,
  bijector: noBijector,
  bounds: ({ from }) => (from === undefined ? undefined : { low: from })
}
