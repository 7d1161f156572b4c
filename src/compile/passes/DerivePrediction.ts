/**
 * What a fitted model predicts: the arguments of each observed site's distribution, given data and
 * declared sites.
 *
 * @since 0.1.0
 */
import { family } from '../../distributions/index.ts'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { neg, ref } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Prediction } from '../../ir/Variational.ts'

export const derivePrediction = (g: Graph): ReadonlyArray<Prediction> =>
  g.sites
    .filter((s) => s.role === 'observed')
    .map((s) => {
      const f = family(s.dist)
      return {
        site: s.name,
        family: f.tag,
        support: f.support._tag,
        axes: s.axes,
        consumes: f.consumes,
        arguments: f.arguments.map(({ name, value }) => ({ name, value })),
        negativeLogLikelihood: neg(elementwiseDensity(f)(ref(s.name, s.axes)))
      }
    })
