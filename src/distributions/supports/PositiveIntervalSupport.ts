/**
 * The numbers between two ends l and h, which are expressions, l not below 0: an interval whose values
 * are known to be positive.
 *
 * - bijector  x = l + (h − l) sigmoid(u), ln |dx/du| = ln(h − l) − ln(1 + eᵘ) − ln(1 + e⁻ᵘ)
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { positive as aboveZero } from '../../expr/intervals/Interval.ts'
import { logistic } from './Bijector.ts'
import { drawnOnly, type SupportKind } from './SupportKind.ts'

export interface PositiveIntervalSupport {
  readonly _tag: 'PositiveInterval'
  readonly low: Expr
  readonly high: Expr
}
export const positiveInterval = (low: Expr, high: Expr): PositiveIntervalSupport => ({
  _tag: 'PositiveInterval',
  low,
  high
})

const one = 'a number in an interval above 0'

export const kind: SupportKind<PositiveIntervalSupport> = {
  code: 10,
  one,
  many: 'numbers of an interval above 0',
  isNumeric: true,
  values: aboveZero,
  holds: (x) => x > 0,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: ({ low, high }) => logistic(low, high),
  bounds: (s) => s
}
