/**
 * What is the same in every run of a plan, computed once by the reference executor.
 *
 * @since 0.1.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Plan, ValueId } from '../../ir/Plan.ts'
import { finish } from '../../lower/Liveness.ts'
import { makeReferenceExecutor } from '../ReferenceExecutor.ts'

/** Values of some constants of a plan, row-major. */
export const constantArrays = (plan: Plan, ids: ReadonlyArray<ValueId>): ReadonlyMap<ValueId, Float64Array> => {
  if (ids.length === 0) return new Map()
  const outputs = ids.map((id) => ({ name: `${id}`, id, shape: plan.instructions[id]?.shape ?? [], axes: [] }))
  const prepared = makeReferenceExecutor().prepare(finish(plan.instructions, [], outputs))
  if (isLeft(prepared)) throw new Error(`internal: ${prepared.left.what}`)
  const values = prepared.right.run(new Map(), { seed: 0, step: 0 })
  return new Map(ids.map((id) => [id, values.get(`${id}`)?.values ?? new Float64Array()]))
}
