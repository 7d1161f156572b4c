/**
 * The whole numbers from 0: as many values as there are, and numbers to calculate with.
 *
 * @since 0.2.0
 */
import { nonNegative } from '../../expr/intervals/Interval.ts'
import { drawnOnly, noBijector, type SupportKind, unbounded } from './SupportKind.ts'

export interface CountsSupport {
  readonly _tag: 'Counts'
}
export const counts: CountsSupport = { _tag: 'Counts' }

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
  bounds: unbounded
}
