/**
 * A plan made ready to be run many times in float64, on one thread, at the sizes of a small model:
 * arrays are allocated once, places looked up once, and a run is a list of loops. What solvers
 * need that look for the bottom of a function: float32 has no digits left there.
 *
 * Whoever runs it fills `input(name)` and reads `output(name)`, which the next run overwrites. Noise
 * is not drawn: a plan that draws is refused as a mistake of ours.
 *
 * Inputs change one more often than the other: data never, parameters with every step, draws many
 * times a step. What depends only on the rarer ones is not computed again (`Float64Stages.ts`).
 *
 * @since 0.2.0
 */
import type { Plan, Shape, ValueId } from '../../ir/Plan.ts'
import { elements, type Float64Value, nothing, portsOf, type Work, workOf } from './Float64Rules.ts'
import { constantStage, stagesOf } from './Float64Stages.ts'
import { spreading } from './Float64Spread.ts'

// model

/** Arrays are row-major, in the shapes of the plan. */
export interface Float64Plan {
  readonly plan: Plan
  /** Undefined where the plan has no such input. */
  readonly input: (name: string) => Float64Array | undefined
  readonly output: (name: string) => Float64Array
  /** Computes what depends on the inputs of this stage and those after it; all unless said. */
  readonly run: (from?: number) => void
}

const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i])

// constructors

/** Where arrays come from: one that nobody reads any more, or a new one. */
interface Pool {
  readonly take: (length: number) => Float64Array
  readonly give: (values: Float64Array) => void
}

const pool = (): Pool => {
  const free = new Map<number, Array<Float64Array>>()
  return {
    take: (length) => free.get(length)?.pop() ?? new Float64Array(length),
    give: (values) => {
      const found = free.get(values.length)
      if (found === undefined) free.set(values.length, [values])
      else found.push(values)
    }
  }
}

/**
 * The plan with its arrays allocated and its constants computed. `changing` names inputs of stage 1,
 * 2, …: those that change more often than the ones before; all others are of stage 0.
 */
export const prepareFloat64 = (
  plan: Plan,
  changing: ReadonlyArray<ReadonlyArray<string>> = []
): Float64Plan => {
  const { stages, staysOf, endsOf } = stagesOf(plan, changing)
  const pools = [undefined, ...changing].map(pool)
  const arrays: Array<Float64Value> = []
  const stays = new Set<Float64Array>()
  const alive = new Map<Float64Array, number>()
  const work: ReadonlyArray<Array<Work>> = pools.map(() => [])
  const get = (id: ValueId): Float64Value => {
    const found = arrays[id]
    if (found === undefined) throw new Error(`internal: value ${id} is not made yet`)
    return found
  }
  for (const { id, shape, operation } of plan.instructions) {
    const stage = stages[id] ?? 0
    const rooms = pools[stage] ?? pool()
    const keeps = staysOf(id)
    const values =
      operation._tag === 'Reshape'
        ? get(operation.x).values
        : keeps
          ? new Float64Array(elements(shape))
          : rooms.take(elements(shape))
    const out: Float64Value = { shape, values }
    arrays.push(out)
    if (keeps) stays.add(values)
    const before: Array<Work> = []
    const borrowed: Array<Float64Array> = []
    const spread = (of: ValueId): Float64Array => {
      const from = get(of)
      if (sameShape(from.shape, shape)) return from.values
      const room = rooms.take(elements(shape))
      borrowed.push(room)
      before.push(spreading(from, shape, room))
      return room
    }
    const own = workOf(operation, out, get, spread)
    const all = own === nothing ? before : [...before, own]
    if (stage === constantStage) all.forEach((w) => w())
    else work[stage]?.push(...all)
    borrowed.forEach(rooms.give)
    // an array behind a reshape lives as long as either of the two
    alive.set(values, Math.max(endsOf(id), alive.get(values) ?? 0))
    for (const [array, until] of alive)
      if (until <= id) {
        alive.delete(array)
        if (!stays.has(array)) rooms.give(array)
      }
  }
  return {
    plan,
    ...portsOf(plan, (id) => get(id).values),
    run: (from = 0) => {
      for (let stage = from; stage < work.length; stage++) for (const w of work[stage] ?? []) w()
    }
  }
}
