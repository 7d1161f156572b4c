/**
 * What a plan keeps and how long: dead instructions left out, last uses found.
 *
 * @since 0.1.0
 */
import type { Instruction, Operation, Plan, PlanInput, ValueId } from '../ir/Plan.ts'

/** The values an operation reads. */
export const operands = (o: Operation): ReadonlyArray<ValueId> => {
  switch (o._tag) {
    case 'Input':
    case 'Noise':
    case 'Fill':
    case 'Literal':
    case 'Range':
      return []
    case 'Map':
    case 'Reduce':
    case 'Transpose':
    case 'Reshape':
    case 'Unfold':
    case 'Fold':
      return [o.x]
    case 'Zip':
    case 'MatMul':
      return [o.x, o.y]
    case 'Where':
      return [o.condition, o.x, o.y]
  }
}

const renamed = (o: Operation, at: (id: ValueId) => ValueId): Operation => {
  switch (o._tag) {
    case 'Input':
    case 'Noise':
    case 'Fill':
    case 'Literal':
    case 'Range':
      return o
    case 'Map':
    case 'Reduce':
    case 'Transpose':
    case 'Reshape':
    case 'Unfold':
    case 'Fold':
      return { ...o, x: at(o.x) }
    case 'Zip':
    case 'MatMul':
      return { ...o, x: at(o.x), y: at(o.y) }
    case 'Where':
      return { ...o, condition: at(o.condition), x: at(o.x), y: at(o.y) }
  }
}

/**
 * For each instruction, the values that nothing after it reads; outputs are read at the end. A
 * value nobody reads ends where it is made.
 */
const findLastUses = (
  instructions: ReadonlyArray<Instruction>,
  outputs: ReadonlySet<ValueId>
): ReadonlyArray<ReadonlyArray<ValueId>> => {
  const last = new Map<ValueId, ValueId>()
  for (const i of instructions) for (const v of [i.id, ...operands(i.operation)]) last.set(v, i.id)
  const found: ReadonlyArray<Array<ValueId>> = instructions.map(() => [])
  for (const [v, at] of last) if (!outputs.has(v)) found[at]?.push(v)
  return found
}

/** Instructions whose value is the same in every run: they read constants alone. */
export const constantValues = (plan: Plan): ReadonlyArray<boolean> => {
  const constant: Array<boolean> = []
  for (const { operation } of plan.instructions) {
    constant.push(
      operation._tag !== 'Input' &&
        operation._tag !== 'Noise' &&
        operands(operation).every((v) => constant[v] === true)
    )
  }
  return constant
}

/** Inputs stay even where no output needs them: their buffers are the run's to release. */
export const finish = (
  instructions: ReadonlyArray<Instruction>,
  inputs: ReadonlyArray<PlanInput>,
  outputs: Plan['outputs']
): Plan => {
  const needed = new Set<ValueId>([...inputs.map((i) => i.id), ...outputs.map((o) => o.id)])
  for (const i of [...instructions].reverse())
    if (needed.has(i.id)) for (const v of operands(i.operation)) needed.add(v)
  const kept = instructions.filter((i) => needed.has(i.id))
  const position = new Map(kept.map((i, at) => [i.id, at]))
  const at = (id: ValueId): ValueId => {
    const found = position.get(id)
    if (found === undefined) throw new Error(`internal: value ${id} is used but not made`)
    return found
  }
  const renumbered = kept.map((i) => ({ ...i, id: at(i.id), operation: renamed(i.operation, at) }))
  const results = outputs.map((o) => ({ ...o, id: at(o.id) }))
  return {
    instructions: renumbered,
    inputs: inputs.map((i) => ({ ...i, id: at(i.id) })),
    outputs: results,
    lastUses: findLastUses(renumbered, new Set(results.map((o) => o.id)))
  }
}
