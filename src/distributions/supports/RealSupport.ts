/**
 * ℝ: every number.
 *
 * - bijector  x = u, ln |dx/du| = 0
 *
 * @since 0.2.0
 */
import { real as everywhere } from '../../expr/intervals/Interval.ts'
import { identity } from './Bijector.ts'
import { type SupportKind, unbounded } from './SupportKind.ts'

export interface RealSupport {
  readonly _tag: 'Real'
}
export const real: RealSupport = { _tag: 'Real' }

export const kind: SupportKind<RealSupport> = {
  code: 0,
  one: 'a real number',
  many: 'real numbers',
  isNumeric: true,
  values: everywhere,
  holds: () => true,
  proof: undefined,
  outcomes: undefined,
  bijector: () => identity,
  bounds: unbounded
}
