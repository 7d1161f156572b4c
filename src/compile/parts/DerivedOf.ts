/**
 * What every inference shares, of a model whose sites have been reparameterised.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import type { Derived } from '../../ir/Derived.ts'
import { derivePrediction } from '../passes/DerivePrediction.ts'
import { gatesOf } from '../passes/DeriveSparsity.ts'
import type { Working } from './Working.ts'

export const derivedOf = ({ graph, sites, decisions }: Working): Derived => ({
  axes: graph.axes,
  data: graph.data,
  observed: graph.sites
    .filter((s) => s.role === 'observed')
    .map(({ name, axes, dist }) => ({ name, axes, support: family(dist).support._tag })),
  sites: sites.map(({ name, declared, axes, dist }) => ({
    name,
    declared,
    axes,
    support: family(dist).support._tag
  })),
  gates: gatesOf(graph),
  predictions: derivePrediction(graph),
  decisions
})
