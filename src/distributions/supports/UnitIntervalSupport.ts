/**
 * The numbers between two ends l and h, which are expressions, l not below 0 and h not above 1: what is left of a
 * law of probabilities between ends, a probability still.
 *
 * - bijector  x = l + (h − l) sigmoid(u), ln |dx/du| = ln(h − l) − ln(1 + eᵘ) − ln(1 + e⁻ᵘ)
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { logistic } from './Bijector.ts'
import { drawnOnly, type SupportKind } from './SupportKind.ts'
import { kind as unit } from './UnitSupport.ts'

export interface UnitIntervalSupport {
  readonly _tag: 'UnitInterval'
  readonly low: Expr
  readonly high: Expr
}
export const unitInterval = (low: Expr, high: Expr): UnitIntervalSupport => ({
  _tag: 'UnitInterval',
  low,
  high
})

const one = 'a number in an interval between 0 and 1'

export const kind: SupportKind<UnitIntervalSupport> = {
  code: 15,
  one,
  many: 'numbers of an interval between 0 and 1',
  isNumeric: true,
  values: unit.values,
  holds: unit.holds,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: ({ low, high }) => logistic(low, high),
  bounds: (s) => s
}
