/**
 * What is the same in every run of a plan, computed once by the reference executor.
 *
 * @since 0.1.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Plan, ValueId } from '../../../ir/Plan.ts'
import { finish } from '../../../lower/LastUses.ts'
import { makeReferenceExecutor } from '../../reference/ReferenceExecutor.ts'
import { floats } from './Arrays.ts'
import type { Heap } from './Heap.ts'
import type { Storage } from './Storage.ts'

/** Values of some constants of a plan, row-major. */
const constantArrays = (
  plan: Plan,
  ids: ReadonlyArray<ValueId>
): ReadonlyMap<string, Float64Array> => {
  const outputs = ids.map((id) => ({
    name: `${id}`,
    id,
    shape: plan.instructions[id]?.shape ?? [],
    axes: []
  }))
  const prepared = makeReferenceExecutor().prepare(finish(plan.instructions, [], outputs))
  if (isLeft(prepared)) throw new Error(`internal: ${prepared.left.what}`)
  return new Map(
    [...prepared.right.run(new Map(), { seed: 0, step: 0 })].map(([name, { values }]) => [
      name,
      values
    ])
  )
}

/** Writes the constants of a plan to where they belong, behind `address`. */
export const writeConstants = (
  heap: Heap,
  address: number,
  plan: Plan,
  { constants }: Storage
): void => {
  const values = constantArrays(
    plan,
    constants.map((c) => c.id)
  )
  for (const { id, offset } of constants) {
    const array = values.get(`${id}`)
    if (array === undefined) throw new Error(`internal: constant ${id} has no value`)
    floats(heap, address + offset, array.length).set(array)
  }
}
