/**
 * What every inference shares, of a model whose sites have been reparameterised.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import type { Derived } from '../../ir/Derived.ts'
import type { Gate } from '../../ir/Gate.ts'
import { derivePrediction } from '../passes/DerivePrediction.ts'
import { observedSlots } from './ObservedSlots.ts'
import type { Working } from './Working.ts'

export const derivedOf = (
  { graph, sites, decisions }: Working,
  gates: ReadonlyArray<Gate>
): Derived => ({
  axes: graph.axes,
  data: graph.data,
  observed: observedSlots(graph),
  sites: sites.map(({ name, declared, axes, dist }) => ({
    name,
    declared,
    axes,
    support: family(dist).support._tag
  })),
  gates,
  predictions: derivePrediction(graph),
  decisions
})
