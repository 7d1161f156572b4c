/**
 * The numbers between two ends l and h, which are expressions.
 *
 * - bijector  x = l + (h − l) sigmoid(u), ln |dx/du| = ln(h − l) − ln(1 + eᵘ) − ln(1 + e⁻ᵘ)
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { real as everywhere } from '../../expr/intervals/Interval.ts'
import { logistic } from './Bijector.ts'
import { drawnOnly, type SupportKind } from './SupportKind.ts'

export interface IntervalSupport {
  readonly _tag: 'Interval'
  readonly low: Expr
  readonly high: Expr
}
export const interval = (low: Expr, high: Expr): IntervalSupport => ({
  _tag: 'Interval',
  low,
  high
})

const one = 'a number in an interval'

export const kind: SupportKind<IntervalSupport> = {
  code: 3,
  one,
  many: 'numbers of an interval',
  isNumeric: true,
  values: everywhere,
  holds: () => true,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: ({ low, high }) => logistic(low, high),
  bounds: (s) => s
}
