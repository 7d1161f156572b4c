/**
 * The numbers above an end e that is not below 0, which is an expression: they are known to be
 * positive.
 *
 * - bijector  x = e + eᵘ, ln |dx/du| = u
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { positive as aboveZero } from '../../expr/intervals/Interval.ts'
import { upFrom } from './Bijector.ts'
import { drawnOnly, type SupportKind } from './SupportKind.ts'

export interface PositiveHalfLineSupport {
  readonly _tag: 'PositiveHalfLine'
  readonly end: Expr
}
export const positiveAbove = (end: Expr): PositiveHalfLineSupport => ({
  _tag: 'PositiveHalfLine',
  end
})

const one = 'a number above an end above 0'

export const kind: SupportKind<PositiveHalfLineSupport> = {
  code: 11,
  one,
  many: 'numbers above an end above 0',
  isNumeric: true,
  values: aboveZero,
  holds: (x) => x > 0,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: ({ end }) => upFrom(end),
  bounds: ({ end }) => ({ low: end })
}
