/**
 * The numbers above an end e, or below it, which is an expression.
 *
 * - bijector  x = e + eᵘ above, x = e − eᵘ below, ln |dx/du| = u
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { real as everywhere } from '../../expr/intervals/Interval.ts'
import { upFrom, downFrom } from './Bijector.ts'
import { drawnOnly, type SupportKind } from './SupportKind.ts'

export interface HalfLineSupport {
  readonly _tag: 'HalfLine'
  readonly side: 'above' | 'below'
  readonly end: Expr
}
export const above = (end: Expr): HalfLineSupport => ({ _tag: 'HalfLine', side: 'above', end })
export const below = (end: Expr): HalfLineSupport => ({ _tag: 'HalfLine', side: 'below', end })

const one = 'a number on one side of an end'

export const kind: SupportKind<HalfLineSupport> = {
  code: 7,
  one,
  many: 'numbers on one side of an end',
  isNumeric: true,
  values: everywhere,
  holds: () => true,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: ({ side, end }) => (side === 'above' ? upFrom(end) : downFrom(end)),
  bounds: ({ side, end }) => (side === 'above' ? { low: end } : { high: end })
}
