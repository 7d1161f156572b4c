/**
 * The numbers between 0 and 1: probabilities and shares, neither 0 nor 1.
 *
 * - bijector  x = sigmoid(u), ln |dx/du| = −ln(1 + eᵘ) − ln(1 + e⁻ᵘ)
 *
 * @since 0.2.0
 */
import { constant } from '../../expr/Expr.ts'
import { interval, isPositive } from '../../expr/intervals/Interval.ts'
import { unitLogistic } from './Bijector.ts'
import type { SupportKind } from './SupportKind.ts'

export interface UnitSupport {
  readonly _tag: 'Unit'
}
export const unit: UnitSupport = { _tag: 'Unit' }

const one = 'a number between 0 and 1'
const ends = { low: constant(0), high: constant(1) }
const holds = (x: number): boolean => x > 0 && x < 1

export const kind: SupportKind<UnitSupport> = {
  code: 8,
  one,
  many: 'numbers between 0 and 1',
  isNumeric: true,
  // the greatest number below 1, since intervals have closed ends
  values: interval(0, 1 - 2 ** -53, false),
  holds,
  proof: {
    suffices: (x) => isPositive(x) && x.high < 1,
    admits: holds,
    asked: 'between 0 and 1',
    argument: one,
    number: one,
    advice: 'draw it from a distribution of the unit interval (beta), or give its logits'
  },
  outcomes: undefined,
  bijector: () => unitLogistic,
  bounds: () => ends
}
