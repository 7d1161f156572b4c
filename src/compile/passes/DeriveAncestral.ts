/**
 * The generative direction with numbers: every declared site as a draw of its family, in the order
 * of declaration. Predictions walk along it; `derivePriorDraws` says the same as expressions, where
 * that is possible.
 *
 * @since 0.2.0
 */
import { family, isContinuous } from '../../distributions/index.ts'
import { axesMixedBy, postorder, refs } from '../../expr/index.ts'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import type { Graph } from '../../ir/Graph.ts'

export const deriveAncestral = (g: Graph): ReadonlyArray<AncestralSite> =>
  g.sites.map(({ name, role, axes, dist }) => {
    const f = family(dist)
    const values = f.arguments.map((a) => a.value)
    return {
      site: name,
      role,
      axes,
      consumes: f.consumes,
      jointly: f.jointly,
      arguments: f.arguments.map((a) => ({ name: a.name, value: a.value })),
      reads: [...refs(values).keys()],
      mixes: [...new Set(postorder(values).flatMap(axesMixedBy))],
      isSummedOut: role === 'latent' && !isContinuous(f.support),
      sample: f.sample,
      sampleVector: f.sampleVector
    }
  })
