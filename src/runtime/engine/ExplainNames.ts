/**
 * Which inputs and outputs of a plan a kernel has to do with, so that a person can tell what it is
 * for.
 *
 * @since 0.1.0
 */
import type { Shape, ValueId } from '../../ir/Plan.ts'
import { elements } from '../../lower/AxisLayout.ts'
import { made, type Schedule } from './Kernel.ts'
import { reads } from './loop/Operands.ts'

/**
 * Names of scalars say nothing, and moments go with their parameters: those have a colon in their
 * names.
 */
const isTelling = (name: string, shape: Shape): boolean =>
  !name.includes(':') && elements(shape) > 1

/**
 * Names of the plan that each kernel has to do with: its own, or those that its results go to, or
 * those that its operands come from.
 */
export const namesOf = ({
  plan,
  kernels,
  views
}: Schedule): ReadonlyArray<ReadonlyArray<string>> => {
  const inputs = new Map(
    plan.inputs.map((i) => [i.id, isTelling(i.name, i.shape) ? [i.name] : []] as const)
  )
  const outputs = new Map<ValueId, Array<string>>()
  for (const o of plan.outputs)
    outputs.set(views.root(o.id), [
      ...(outputs.get(views.root(o.id)) ?? []),
      ...(isTelling(o.name, o.shape) ? [o.name] : [])
    ])
  const read = kernels.map((k) => [...new Set(reads(views, k).map(views.root))])
  const taken = read.map((ids) => ids.flatMap((id) => inputs.get(id) ?? []))
  const given = kernels.map((k) => made(k).flatMap((id) => outputs.get(id) ?? []))
  const makers = new Map(kernels.flatMap((k, at) => made(k).map((id) => [id, at] as const)))
  const around = kernels.map(() => ({ after: new Array<string>(), before: new Array<string>() }))
  read.forEach((ids, at) =>
    ids.forEach((id) => {
      const maker = makers.get(id)
      if (maker === undefined) return
      around[maker]?.after.push(...(given[at] ?? []))
      around[at]?.before.push(...(taken[maker] ?? []))
    })
  )
  return kernels.map((_, at) => {
    const { after = [], before = [] } = around[at] ?? {}
    const found = [[...(taken[at] ?? []), ...(given[at] ?? [])], after, before].find(
      (names) => names.length > 0
    )
    return [...new Set(found ?? [])]
  })
}
