/**
 * The generative direction with numbers: every declared site as a draw of its family, in the order
 * of declaration. Predictions walk along it; `derivePriorDraws` says the same as expressions, where
 * that is possible.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { categorical, type Distribution, family } from '../../distributions/index.ts'
import { axesMixedBy, postorder, refs } from '../../expr/index.ts'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { isDiscreteLatent, isSummable, sumOut } from '../enumerate/SumOut.ts'

const drawnAs = (
  { name, role, axes }: Site,
  dist: Distribution,
  isSummedOut: boolean
): AncestralSite => {
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
    isSummedOut,
    sample: f.sample,
    sampleVector: f.sampleVector
  }
}

/** Of sites that are summed out; none where they cannot be. */
const conditionalsOf = (g: Graph): ReadonlyMap<string, AncestralSite> => {
  const found = g.sites.some(isDiscreteLatent) ? sumOut(g) : E.right({ conditionals: [] })
  const conditionals = E.isLeft(found) ? [] : found.right.conditionals
  return new Map(
    g.sites.flatMap((s) => {
      const own = conditionals.find((c) => c.site === s.name)
      return own === undefined
        ? []
        : [
            [
              s.name,
              drawnAs(s, categorical({ logits: own.logits, along: own.along }), true)
            ] as const
          ]
    })
  )
}

export const deriveAncestral = (g: Graph): ReadonlyArray<AncestralSite> => {
  const conditionals = conditionalsOf(g)
  const isSummed = isSummable(g)
  return g.sites.map((s) => {
    const conditional = conditionals.get(s.name)
    return {
      ...drawnAs(s, s.dist, isSummed(s)),
      ...(conditional === undefined ? {} : { conditional })
    }
  })
}
