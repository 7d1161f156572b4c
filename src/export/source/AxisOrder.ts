/**
 * Named axes as positions: every array has its own axes and no others, in one order for the whole
 * model.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/Distribution.ts'
import type { Axes, Expr } from '../../expr/Expr.ts'
import { postorder } from '../../expr/Fold.ts'
import { axesMixedBy } from '../../expr/Mixing.ts'
import type { Graph } from '../../ir/Graph.ts'

/** All arguments of all sites. */
export const argumentsIn = (g: Graph): ReadonlyArray<Expr> =>
  g.sites.flatMap((s) => family(s.dist).arguments.map((a) => a.value))

/**
 * Axes in a model's order: those that come together in a declaration in the order in which they
 * stand there as far as that can be had, plates first; then those that expressions make.
 */
export const orderOf = (g: Graph): ((axes: Axes) => Axes) => {
  const plates = g.axes.flatMap((a) => (a.size === 'data' ? [a.name] : []))
  const declared = [...g.data, ...g.sites].flatMap((s) => s.axes)
  const made = postorder(argumentsIn(g)).flatMap((e) => [...e.axes, ...axesMixedBy(e)])
  const all = [...plates, ...declared, ...g.axes.map((a) => a.name), ...made]
  const place = new Map([...new Set(all)].map((name, i) => [name, i] as const))
  return (axes) => axes.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
}
