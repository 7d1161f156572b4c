/**
 * The guide of each working site: the one its user asks for, or the first that fits its support.
 *
 * @since 0.2.0
 */
import { isNone } from 'fp-ts/lib/Option.js'
import {
  type Guide,
  type GuideFamily,
  guides,
  guidesFor,
  type GuideTag,
  isHeld,
  type Parameter
} from '../../guides/index.ts'
import type { Expr } from '../../expr/index.ts'
import type { SizedAxis } from '../../distributions/supports/VectorBijector.ts'
import { valuesOf } from '../enumerate/SumOut.ts'
import type { Graph } from '../../ir/Graph.ts'
import { supportOf, type WorkingSite } from './Working.ts'

// model

/** A guide of a site with the reason for it; its parameters start when all sites are known. */
export interface Choice {
  readonly tag: GuideTag
  readonly family: GuideFamily
  readonly why: string
  readonly guide: Guide
}

export interface MadeGuide extends Choice {
  readonly site: WorkingSite
  readonly parameters: ReadonlyArray<Parameter>
}

export type Guides = ReadonlyMap<string, MadeGuide>

// constructors

/** Undefined where no guide fits the support, or the one that is asked for does not. */
export const choiceOf = (s: WorkingSite, graph: Pick<Graph, 'axes'>): Choice | undefined => {
  const support = supportOf(s)
  const tag = s.options.guide ?? guidesFor(support)[0]
  if (tag === undefined || !(tag in guides)) return undefined
  const why = guides[tag].fits(support)
  const isOfAnother = isHeld(tag) && s.narrowed !== undefined
  return isNone(why) || isOfAnother || guides[tag].ofLaw?.(s.dist) === false
    ? undefined
    : {
        tag,
        family: guides[tag],
        why: s.options.guide === undefined ? why.value : 'the user asked for it',
        guide: guides[tag].at({
          name: s.name,
          declared: s.declared,
          axes: s.axes,
          support,
          law: s.dist,
          outcomes: valuesOf(graph, s)
        })
      }
}

// destructors

/** Axes that guides have beside those of their sites. */
export const axesOfGuides = (made: Guides): ReadonlyArray<SizedAxis> => [
  ...new Map(
    [...made.values()].flatMap(({ guide }) =>
      (guide.ownAxes ?? []).map((a) => [a.name, a] as const)
    )
  ).values()
]

/** What posteriors have of a site in the place of its draw: of an index, 1 at its member of the axis. */
export const shownBy =
  (made: Guides) =>
  (site: string) =>
  (draw: Expr): Expr =>
    made.get(site)?.guide.shown?.(draw) ?? draw
