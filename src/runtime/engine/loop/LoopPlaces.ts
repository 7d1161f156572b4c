/**
 * Where the arrays of a loop kernel are.
 *
 * @since 0.1.0
 */
import type { ValueId } from '../../../ir/Plan.ts'
import type { Address } from '../emit/Emit.ts'

/**
 * Where things are: addresses of arrays in memory, the values of constants that are not, and which
 * results are wanted in memory.
 */
export interface LoopPlaces {
  readonly address: (id: ValueId) => Address
  readonly numberOf: (id: ValueId) => number | undefined
  readonly stored: (id: ValueId) => boolean
}
