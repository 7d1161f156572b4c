/**
 * What a fitted model predicts: the arguments of each observed site's distribution, given data and
 * declared sites. Values beyond an end that is a number or latent have no density: −ln p is infinite
 * there. Where an end is of data they are refused when they are bound.
 *
 * @since 0.1.0
 */
import { boundsOf, family, type Support } from '../../distributions/index.ts'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import {
  add,
  constant,
  type Expr,
  lessEqual,
  log,
  neg,
  product,
  ref,
  where
} from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Prediction } from '../../ir/Variational.ts'
import { isKnown } from '../parts/ObservedSlots.ts'

/** −ln of 1 within the ends, of 0 beyond them; none where both are of data. */
const beyondEnds = (support: Support, known: (e: Expr) => boolean, y: Expr): Expr | undefined => {
  const { low, high } = boundsOf(support) ?? {}
  const isOfData = (e: Expr): boolean => e._tag !== 'Constant' && known(e)
  const within = [
    ...(low === undefined || isOfData(low) ? [] : [lessEqual(y)(low)]),
    ...(high === undefined || isOfData(high) ? [] : [lessEqual(high)(y)])
  ]
  return within.length === 0
    ? undefined
    : neg(log(where(product(within), constant(1), constant(0))))
}

export const derivePrediction = (g: Graph): ReadonlyArray<Prediction> =>
  g.sites
    .filter((s) => s.role === 'observed')
    .map((s) => {
      const f = family(s.dist)
      const y = ref(s.name, s.axes)
      const beyond = beyondEnds(f.support, isKnown(g), y)
      const nats = neg(elementwiseDensity(f)(y))
      return {
        site: s.name,
        family: f.tag,
        support: f.support._tag,
        axes: s.axes,
        consumes: f.consumes,
        arguments: f.arguments.map(({ name, value }) => ({ name, value })),
        negativeLogLikelihood: beyond === undefined ? nats : add(beyond)(nats)
      }
    })
