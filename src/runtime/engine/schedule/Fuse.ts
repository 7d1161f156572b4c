/**
 * A plan to kernels: elementwise instructions of one space are computed together with the
 * reductions of their results.
 *
 * @since 0.1.0
 */
import type { Plan, ValueId } from '../../../ir/Plan.ts'
import { type Chain, type Draft, drafts, insert, kernelOf, remove } from '../emit/Draft.ts'
import { made, type Schedule } from '../Kernel.ts'
import { merge } from './Merge.ts'
import { reads } from '../loop/Operands.ts'
import { place } from '../memory/Placement.ts'
import { type Views, viewsOf } from '../memory/Views.ts'

// ---------------------------------------------------------------------------
// state
// ---------------------------------------------------------------------------

/**
 * Loops that make outputs alone run after whatever reads the inputs they replace, so that they can
 * write in their place.
 */
const defer = (plan: Plan, chain: Chain, views: Views): void => {
  const { root } = views
  const consumed = new Map(
    plan.inputs.flatMap((i) => (i.consumed ? [[i.name, i.id] as const] : []))
  )
  const replaces = new Map(
    plan.outputs.flatMap((o) => {
      const id = consumed.get(o.name)
      return id === undefined ? [] : [[root(o.id), id] as const]
    })
  )
  const lastReader = new Map<ValueId, Draft>()
  for (const d of drafts(chain)) for (const v of reads(views, kernelOf(d))) lastReader.set(v, d)
  for (const d of drafts(chain)) {
    if (d.kernel !== undefined || made(kernelOf(d)).some((id) => lastReader.has(id))) continue
    const limit = d.body.reduce<Draft | undefined>((last, i) => {
      const reader = lastReader.get(replaces.get(i.id) ?? -1)
      return reader !== undefined && reader.rank > (last?.rank ?? d.rank) ? reader : last
    }, undefined)
    if (limit === undefined) continue
    remove(chain, d)
    insert(chain, d, limit.after)
  }
}

// ---------------------------------------------------------------------------
// schedule
// ---------------------------------------------------------------------------

/** The kernels of a plan in the order in which they run. */
export const schedule = (plan: Plan): Schedule => {
  const views = viewsOf(plan)
  const chain = place(plan, views)
  merge(chain, views)
  defer(plan, chain, views)
  return { plan, kernels: drafts(chain).map(kernelOf), views }
}
