/**
 * What a graph says of the values in it.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/Distribution.ts'
import { factsOf, type SupportTag } from '../../distributions/supports/Support.ts'
import type { Expr } from '../../expr/Expr.ts'
import { bounds } from '../../expr/intervals/Bounds.ts'
import type { Interval } from '../../expr/intervals/Interval.ts'
import type { Graph } from '../../ir/Graph.ts'

/** Where the values of a datum or a site lie. */
export const supportIn =
  (g: Graph) =>
  (name: string): SupportTag => {
    const site = g.sites.find((s) => s.name === name)
    return site === undefined
      ? (g.data.find((d) => d.name === name)?.support ?? 'Real')
      : family(site.dist).support._tag
  }

/** An interval in which the values of an expression lie. */
export const valuesIn = (g: Graph): ((e: Expr) => Interval) => {
  const supportOf = supportIn(g)
  return bounds(
    (name) => factsOf(supportOf(name)).values,
    (index) =>
      index._tag === 'Ref' ? g.data.find((d) => d.name === index.name)?.indexes : undefined
  )
}

/** Is every value of a datum a position along this axis? */
export const indexesIn =
  (g: Graph) =>
  (name: string, axis: string): boolean =>
    g.data.some((d) => d.name === name && d.support === 'Categories' && d.indexes === axis)
