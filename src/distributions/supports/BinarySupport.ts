/**
 * 0 or 1.
 *
 * @since 0.2.0
 */
import { interval } from '../../expr/intervals/Interval.ts'
import { drawnOnly, noBijector, type SupportKind, unbounded } from './SupportKind.ts'

export interface BinarySupport {
  readonly _tag: 'Binary'
}
export const binary: BinarySupport = { _tag: 'Binary' }

const holds = (x: number): boolean => x === 0 || x === 1

export const kind: SupportKind<BinarySupport> = {
  code: 4,
  one: '0 or 1',
  many: '0 or 1',
  isNumeric: true,
  values: interval(0, 1),
  holds,
  proof: drawnOnly('0 or 1', holds),
  outcomes: () => 2,
  bijector: noBijector,
  bounds: unbounded
}
