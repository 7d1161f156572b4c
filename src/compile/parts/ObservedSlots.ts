/**
 * Observations as what data are bound to: where their values may lie, as far as data alone say so.
 *
 * @since 0.2.0
 */
import { boundsOf, family } from '../../distributions/index.ts'
import { type Expr, refs } from '../../expr/index.ts'
import type { Graph, ObservedSlot } from '../../ir/Graph.ts'
import { residualOf } from './Residuals.ts'

/** Is an expression one in data alone? Observed values are data. */
export const isKnown = (g: Graph): ((e: Expr) => boolean) => {
  const latent = new Set(g.sites.flatMap((s) => (s.role === 'latent' ? [s.name] : [])))
  return (e) => ![...refs([e]).keys()].some((name) => latent.has(name))
}

/** In the order of the graph. */
export const observedSlots = (g: Graph): ReadonlyArray<ObservedSlot> => {
  const known = isKnown(g)
  return g.sites
    .filter((s) => s.role === 'observed')
    .map((s) => {
      const { name, axes, dist } = s
      const { support, holdsEnds } = family(dist)
      const residual = residualOf(g, s, known)
      const { low, high } = boundsOf(support) ?? {}
      const within = {
        ...(low !== undefined && known(low) ? { low } : {}),
        ...(high !== undefined && known(high) ? { high } : {})
      }
      return {
        name,
        axes,
        support: support._tag,
        ...(holdsEnds ? { holdsEnds } : {}),
        ...(Object.keys(within).length === 0 ? {} : { within }),
        ...(residual === undefined ? {} : { residual })
      }
    })
}
