/**
 * Is an expression bounded, whatever the sites of a model are? Data are fixed numbers, whichever, so
 * that a bounded interval stands for them: not where values lie is asked, but whether they are
 * bounded.
 *
 * @since 0.2.0
 */
import { boundsOf, factsOf, family, type Support } from '../../distributions/index.ts'
import { bounds, type Expr, hull, type Interval, interval, isPositive } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { indexedAxis } from './IndexedAxis.ts'

const ofDatum = (values: Interval): Interval =>
  interval(isPositive(values) ? 0.5 : -2, 2, values.zero)

/** Sites in order of declaration: the ends of an interval may speak of earlier ones. */
export const rangesOf = (g: Graph): ((e: Expr) => Interval) => {
  const known = new Map<string, Interval>(
    g.data.map((d) => [d.name, ofDatum(factsOf(d.support ?? 'Real').values)])
  )
  const indexed = indexedAxis(g)
  const lies = (e: Expr): Interval =>
    bounds((name) => known.get(name) ?? factsOf('Real').values, indexed)(e)
  const ofSupport = (s: Support): Interval => {
    const { low, high } = boundsOf(s) ?? {}
    return low === undefined || high === undefined
      ? factsOf(s._tag).values
      : hull(lies(low), lies(high))
  }
  for (const s of g.sites) known.set(s.name, ofSupport(family(s.dist).support))
  return lies
}
