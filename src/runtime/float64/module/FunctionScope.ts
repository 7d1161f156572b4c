/**
 * What is known while one function of a module is written: where arrays lie, and which single numbers
 * are in locals already.
 *
 * @since 0.2.0
 */
import type { ValueId } from '../../../ir/Plan.ts'
import { elements } from '../Float64Rules.ts'
import type { Fusion } from './Fusion.ts'
import type { Bytes } from './ModuleBytes.ts'
import { integer, type Local, one, openWriter, two, type Writer } from './ModuleCode.ts'
import type { Placement64 } from './Placement64.ts'

/** A single number: where it is to be had, the code that has to run before, what it is if it is constant. */
export interface KnownNumber {
  readonly value: Local
  readonly code: Bytes
  readonly constant?: number
}

export interface FunctionScope {
  readonly writer: Writer
  readonly fusion: Fusion
  readonly isNumber: (id: ValueId) => boolean
  /** Its code is to be placed where it runs in any case, not inside a loop. */
  readonly number: (id: ValueId) => KnownNumber
  /** This local has the number from now on. */
  readonly keep: (id: ValueId, value: Local) => void
  /** Two of a constant, in a local from the beginning of the function on. */
  readonly pairOf: (x: number) => Bytes
  /** What has to run first. */
  readonly beginning: () => Bytes
  readonly isPlaced: (id: ValueId) => boolean
  readonly address: (id: ValueId) => number
  /** Writes a single number to its place. */
  readonly storing: (id: ValueId, value: Local) => Bytes
}

export const functionScope = (fusion: Fusion, { addresses }: Placement64): FunctionScope => {
  const writer = openWriter()
  const numbers = new Map<ValueId, Local>()
  const pairs = new Map<number, Local>()
  const address = (id: ValueId): number => {
    const found = addresses.get(id)
    if (found === undefined) throw new Error(`internal: value ${id} has no place in memory`)
    return found
  }
  return {
    writer,
    fusion,
    isNumber: (id) => {
      const value = fusion.values[id]
      return value !== undefined && (value.constant !== undefined || elements(value.shape) === 1)
    },
    number: (id) => {
      const constant = fusion.values[id]?.constant
      if (constant !== undefined)
        return { value: { get: one.constant(constant), set: () => [] }, code: [], constant }
      const found = numbers.get(id)
      if (found !== undefined) return { value: found, code: [] }
      const value = writer.local('f64')
      numbers.set(id, value)
      return { value, code: value.set(one.load({ base: integer(0), offset: address(id) })) }
    },
    keep: (id, value) => {
      numbers.set(id, value)
    },
    pairOf: (x) => {
      const found = pairs.get(x) ?? writer.local('v128')
      pairs.set(x, found)
      return found.get
    },
    beginning: () => [...pairs].flatMap(([x, local]) => local.set(two.constant(x))),
    isPlaced: (id) => addresses.has(id),
    address,
    storing: (id, value) => one.store({ base: integer(0), offset: address(id) }, value.get)
  }
}
