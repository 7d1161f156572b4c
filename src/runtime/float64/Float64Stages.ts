/**
 * How often each value of a plan changes: as often as the inputs that it depends on. A value of an
 * earlier stage that a later one reads keeps its array, so that the later one can run alone.
 *
 * @since 0.2.0
 */
import type { Plan, ValueId } from '../../ir/Plan.ts'
import { operands } from '../../lower/LastUses.ts'

/** Of what depends on no input. */
export const constantStage = -1

export interface Stages {
  /** By value, the stage in which it is computed. */
  readonly stages: ReadonlyArray<number>
  /** Does it have an array to itself: constants, inputs, what later stages read? */
  readonly staysOf: (id: ValueId) => boolean
  /** The instruction after which nothing reads it; outputs are read after all. */
  readonly endsOf: (id: ValueId) => number
}

/** `changing` names inputs of stage 1, 2, …; all others are of stage 0. */
export const stagesOf = (plan: Plan, changing: ReadonlyArray<ReadonlyArray<string>>): Stages => {
  const named = new Map(changing.flatMap((names, i) => names.map((name) => [name, i + 1] as const)))
  const inputs = new Map(plan.inputs.map(({ id, name }) => [id, named.get(name) ?? 0]))
  const ends = new Map(plan.lastUses.flatMap((ids, at) => ids.map((id) => [id, at] as const)))
  const stages: Array<number> = []
  const readLater = new Set<ValueId>()
  for (const { id, operation } of plan.instructions) {
    const read = operands(operation)
    const stage = inputs.get(id) ?? Math.max(constantStage, ...read.map((v) => stages[v] ?? 0))
    stages.push(stage)
    for (const v of read) if ((stages[v] ?? 0) < stage) readLater.add(v)
  }
  return {
    stages,
    staysOf: (id) => stages[id] === constantStage || inputs.has(id) || readLater.has(id),
    endsOf: (id) => ends.get(id) ?? Infinity
  }
}
