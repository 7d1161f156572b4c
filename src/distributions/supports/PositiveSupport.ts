/**
 * The numbers above 0.
 *
 * - bijector  x = eᵘ, ln |dx/du| = u
 *
 * @since 0.2.0
 */
import { isPositive, positive as aboveZero } from '../../expr/intervals/Interval.ts'
import { exponential } from './Bijector.ts'
import { type SupportKind, unbounded } from './SupportKind.ts'

export interface PositiveSupport {
  readonly _tag: 'Positive'
}
export const positive: PositiveSupport = { _tag: 'Positive' }

export const kind: SupportKind<PositiveSupport> = {
  code: 1,
  one: 'a positive number',
  many: 'positive numbers',
  isNumeric: true,
  values: aboveZero,
  holds: (x) => x > 0,
  proof: {
    suffices: isPositive,
    admits: (x) => x > 0,
    asked: 'positive',
    argument: 'a positive number',
    number: 'a number above 0',
    advice: 'make it positive (exp, softplus), or draw it from a positive distribution'
  },
  outcomes: undefined,
  bijector: () => exponential,
  bounds: unbounded
}
