/**
 * The generative direction with numbers: every declared site as a draw of its family, in the order
 * of declaration. Predictions walk along it; `derivePriorDraws` says the same as expressions, where
 * that is possible.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { type Axes, type Expr, postorder, refs } from '../../expr/index.ts'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import type { Graph } from '../../ir/Graph.ts'

/** Axes that a node does something along, other than carry them. */
const mixedBy = (e: Expr): Axes => {
  switch (e._tag) {
    case 'Constants':
      return e.axes
    case 'Size':
    case 'Iota':
    case 'Gather':
      return [e.axis]
    case 'Reduce':
    case 'Contract':
      return e.over
    case 'Rename':
    case 'Split':
      return [e.from]
    case 'Merge':
      return e.from
    case 'Unfold':
      return [e.windows.along]
    case 'Fold':
      return [e.windows.at]
    case 'Constant':
    case 'Ref':
    case 'Map':
    case 'Zip':
    case 'Where':
      return []
  }
}

export const deriveAncestral = (g: Graph): ReadonlyArray<AncestralSite> =>
  g.sites.map(({ name, role, axes, dist }) => {
    const f = family(dist)
    const values = f.arguments.map((a) => a.value)
    return {
      site: name,
      role,
      axes,
      consumes: f.consumes,
      arguments: f.arguments.map((a) => ({ name: a.name, value: a.value })),
      reads: [...refs(values).keys()],
      mixes: [...new Set(postorder(values).flatMap(mixedBy))],
      sample: f.sample
    }
  })
