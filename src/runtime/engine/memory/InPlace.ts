/**
 * New state that can be written where the old lies.
 *
 * @since 0.1.0
 */
import type { Plan, ValueId } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import type { Kernel, Schedule } from '../Kernel.ts'
import { aligned, reads, sourcesOf } from '../loop/Operands.ts'
import type { Views } from './Views.ts'

/** For each output, the consumed input of its name. */
export const replacedInputs = ({ inputs, outputs }: Plan): ReadonlyArray<number | undefined> => {
  const consumed = new Map(
    inputs.flatMap((i, index) => (i.consumed ? [[i.name, index] as const] : []))
  )
  return outputs.map((o) => consumed.get(o.name))
}

/** Arrays that a loop reads elsewhere than at the place that it computes. */
const readElsewhere =
  (views: Views) =>
  (k: Kernel): ReadonlySet<ValueId> =>
    new Set(
      k._tag !== 'Loop'
        ? []
        : [...k.body, ...k.reductions].flatMap((i) =>
            sourcesOf(views, i).flatMap((s) => (aligned(views, k.space, s) ? [] : [s.base]))
          )
    )

/** For each array, the kernels that read it. */
const readersOf = ({ kernels, views }: Schedule): ReadonlyMap<ValueId, ReadonlyArray<number>> => {
  const readers = new Map<ValueId, Array<number>>()
  kernels.forEach((k, at) => {
    for (const v of new Set(reads(views, k))) readers.set(v, [...(readers.get(v) ?? []), at])
  })
  return readers
}

/**
 * Names of outputs that may take the place of the input they replace: a loop makes them, whoever
 * else reads the input has done so by then, and no output is that input itself. Also those that are
 * the input unchanged. `primary`: which output is where a value is made.
 */
export const outputsInPlace = (
  schedule: Schedule,
  primary: ReadonlyMap<ValueId, number>
): ReadonlySet<string> => {
  const { plan, kernels, views } = schedule
  const loops = new Map(
    kernels.flatMap((k, at) => (k._tag === 'Loop' ? k.body.map((i) => [i.id, at] as const) : []))
  )
  const readers = readersOf(schedule),
    elsewhere = kernels.map(readElsewhere(views))
  const outputRoots = new Set(plan.outputs.map((o) => views.root(o.id)))
  const replaced = replacedInputs(plan)
  return new Set(
    plan.outputs.flatMap((o, index) => {
      const input = plan.inputs[replaced[index] ?? -1]
      const id = views.root(o.id),
        at = loops.get(id)
      if (input === undefined || elements(input.shape) !== elements(o.shape)) return []
      if (id === input.id) return [o.name]
      const isRead = (by: number, maker: number): boolean =>
        by < maker || (by === maker && elsewhere[by]?.has(input.id) !== true)
      const fits =
        at !== undefined &&
        primary.get(id) === index &&
        !outputRoots.has(input.id) &&
        (readers.get(input.id) ?? []).every((by) => isRead(by, at))
      return fits ? [o.name] : []
    })
  )
}
