/**
 * What every inference shares, of a model whose sites have been reparameterised.
 *
 * @since 0.2.0
 */
import type { Derived } from '../../ir/Derived.ts'
import type { Gate } from '../../ir/Gate.ts'
import { derivePrediction } from '../passes/DerivePrediction.ts'
import { observedSlots } from './ObservedSlots.ts'
import { supportOf, type Working } from './Working.ts'

export const derivedOf = (
  { graph, sites, decisions }: Working,
  gates: ReadonlyArray<Gate>
): Derived => ({
  axes: graph.axes,
  data: graph.data,
  observed: observedSlots(graph),
  sites: sites.map((s) => ({
    name: s.name,
    declared: s.declared,
    axes: s.axes,
    support: supportOf(s)._tag
  })),
  gates,
  predictions: derivePrediction(graph),
  decisions
})
