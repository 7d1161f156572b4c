/**
 * The generative direction with numbers: every declared site as a draw of its family, in the order
 * of declaration. Predictions walk along it; `derivePriorDraws` says the same as expressions, where
 * that is possible.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { categorical, type Distribution, family } from '../../distributions/index.ts'
import { axesMixedBy, postorder, refs } from '../../expr/index.ts'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { gapsAsLatents } from '../gaps/GapsAsLatents.ts'
import { isDiscreteLatent, sumOut, type SummedOut, sumWhatCanBe } from '../enumerate/SumOut.ts'

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

/** Who learnt of the latents: a fit, which draws what it cannot sum out; or chains, which sum out everything. */
export type LearntBy = 'fit' | 'chains'

/** None where chains could not be. */
const summedBy = (by: LearntBy, g: Graph): Pick<SummedOut, 'conditionals'> => {
  if (!g.sites.some(isDiscreteLatent)) return { conditionals: [] }
  if (by === 'fit') return sumWhatCanBe(g)
  return pipe(
    sumOut(g),
    E.getOrElse((): Pick<SummedOut, 'conditionals'> => ({ conditionals: [] }))
  )
}

/** Of sites that are summed out. */
const conditionalsOf = (by: LearntBy, g: Graph): ReadonlyMap<string, AncestralSite> => {
  const { conditionals } = summedBy(by, gapsAsLatents(g))
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

export const deriveAncestral = (g: Graph, by: LearntBy = 'fit'): ReadonlyArray<AncestralSite> => {
  const conditionals = conditionalsOf(by, g)
  return g.sites.map((s) => {
    const conditional = conditionals.get(s.name)
    return {
      ...drawnAs(s, s.dist, conditional !== undefined),
      ...(conditional === undefined ? {} : { conditional })
    }
  })
}
