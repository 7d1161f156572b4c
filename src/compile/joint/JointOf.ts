/**
 * Sites whose guides are jointly normal: those that a user names, their noise, and what is wrong with
 * the choice.
 *
 * @since 0.2.0
 */
import {
  type CorrelatedNoise,
  fullRankNoise,
  type JointLaw,
  lowRankNoise,
  type Member
} from '../../guides/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { JointSites } from '../parts/CompileOptions.ts'
import type { Guides, MadeGuide } from '../parts/GuideOf.ts'
import type { Working } from '../parts/Working.ts'
import { elementsIn, nothing, sizesOf, twice, unfit, unknown } from './JointProblems.ts'

// model

export interface MadeJoint extends JointLaw {
  readonly guides: ReadonlyArray<MadeGuide>
  readonly noise: CorrelatedNoise
}

// combinators

/** `(w, b)`; of many sites the first and the last. */
export const jointName = (sites: ReadonlyArray<string>): string =>
  sites.length <= 3
    ? `(${sites.join(', ')})`
    : `(${sites[0] ?? ''} … ${sites.at(-1) ?? ''}, ${sites.length} sites)`

const memberOf =
  ({ graph }: Working) =>
  ({ site }: MadeGuide): Member => ({
    name: site.name,
    declared: site.declared,
    axes: site.axes.map((name) => {
      const size = graph.axes.find((a) => a.name === name)?.size
      return { name, size: typeof size === 'number' ? size : NaN }
    })
  })

// destructors

/** The sets that are asked for, with their noise; or everything that is wrong with them. */
export const jointsOf = (
  w: Working,
  guides: Guides,
  joint: ReadonlyArray<JointSites>
): { readonly problems: ReadonlyArray<Problem>; readonly joints: ReadonlyArray<MadeJoint> } => {
  const chosen = joint.map((asked) => ({
    asked,
    own: [...guides.values()].filter((g) => asked.sites.includes(g.site.declared))
  }))
  const members = (own: ReadonlyArray<MadeGuide>): ReadonlyArray<Member> => own.map(memberOf(w))
  const problems = [
    ...twice(joint),
    ...chosen.flatMap(({ asked, own }) => {
      const names = [...nothing(asked), ...unknown(w.graph, asked)]
      const wrong = names.length > 0 ? names : own.flatMap(unfit)
      return wrong.length > 0
        ? wrong
        : sizesOf(asked, members(own), elementsIn(w.graph, asked.sites))
    })
  ]
  return {
    problems,
    joints:
      problems.length > 0
        ? []
        : chosen.map(({ asked, own }) => {
            const { sites, rank } = asked
            const law: JointLaw = { name: jointName(sites), rank, members: members(own) }
            return {
              ...law,
              guides: own,
              noise: rank === undefined ? fullRankNoise(law) : lowRankNoise(law, rank)
            }
          })
  }
}

/** The names of working sites in the same set; the site's own where it is in none. */
export const companions = (
  joints: ReadonlyArray<MadeJoint>
): ((site: string) => ReadonlyArray<string>) => {
  const sets = new Map(
    joints.flatMap((j) => {
      const names = j.members.map((m) => m.name)
      return names.map((name) => [name, names] as const)
    })
  )
  return (site) => sets.get(site) ?? [site]
}

/**
 * What is left of a choice in a graph without some of its sites: of few elements, all correlations
 * instead of a rank that they cannot have.
 */
export const jointWithin = (
  graph: Graph,
  joint: ReadonlyArray<JointSites>
): ReadonlyArray<JointSites> =>
  joint.flatMap(({ sites, rank }) => {
    const left = graph.sites.flatMap((s) => (sites.includes(s.name) ? [s.name] : []))
    if (left.length === 0) return []
    const fits = rank !== undefined && rank < elementsIn(graph, left)
    return [fits ? { sites: left, rank } : { sites: left }]
  })
