/**
 * What can be wrong with a choice of sites whose guides are to be jointly normal.
 *
 * @since 0.2.0
 */
import { isNone } from 'fp-ts/lib/Option.js'
import { elementsOf, isHeld, type Member } from '../../guides/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { nearNames } from '../../ir/NearNames.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { summedByFits } from '../enumerate/SumOut.ts'
import type { JointSites } from '../parts/CompileOptions.ts'
import type { MadeGuide } from '../parts/GuideOf.ts'

/** Full rank has at most so many elements: their loadings and the optimiser's numbers are 34 MB. */
export const mostFullRank = 2048

// combinators

/** Elements of declared sites; a plate counts as one. */
export const elementsIn = (graph: Graph, sites: ReadonlyArray<string>): number => {
  const sizes = new Map(graph.axes.map((a) => [a.name, a.size === 'data' ? 1 : a.size] as const))
  return graph.sites
    .filter((s) => sites.includes(s.name))
    .reduce((n, s) => n + s.axes.reduce((k, a) => k * (sizes.get(a) ?? 1), 1), 0)
}

const inWords = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${Number((bytes / 1e9).toPrecision(3))} GB`

const where = ({ sites }: JointSites): string => `joint: ${sites.join(', ')}`

/** Names that are of no latent site with a guide. */
export const unknown = (graph: Graph, asked: JointSites): ReadonlyArray<Problem> => {
  const summed = summedByFits(graph)
  const latent = graph.sites
    .filter((s) => s.role === 'latent' && !summed.has(s.name))
    .map((s) => s.name)
  return asked.sites.flatMap((name) => {
    const site = graph.sites.find((s) => s.name === name)
    const near = nearNames(name, latent)
    if (site === undefined)
      return [
        problem(
          `joint: ${name}`,
          'the model has no such latent site',
          'it names sites whose guides are correlated',
          near.length > 0
            ? `did you mean ${near.join(' or ')}?`
            : `name some of ${latent.join(', ')}`
        )
      ]
    if (site.role === 'observed')
      return [
        problem(
          `joint: ${name}`,
          'it is observed, and has no guide',
          'guides stand for the posterior of what is not known',
          `name some of ${latent.join(', ')}`
        )
      ]
    return summed.has(name)
      ? [
          problem(
            `joint: ${name}`,
            'it is discrete, and has no guide: it is summed out',
            'a joint guide is normal in coordinates that are real numbers',
            'leave it out: given the others, its posterior is exact'
          )
        ]
      : []
  })
}

/** Names that are said twice. */
export const twice = (joint: ReadonlyArray<JointSites>): ReadonlyArray<Problem> => {
  const names = joint.flatMap((j) => j.sites)
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) =>
    problem(
      `joint: ${name}`,
      'it is named twice',
      'a site has its noise from one joint guide',
      'name it once; sites that hang together are one set'
    )
  )
}

/** A guide that no noise drives, that has no density, or whose draws jump. */
export const unfit = ({ site, tag, guide, family }: MadeGuide): ReadonlyArray<Problem> =>
  isHeld(tag)
    ? [
        problem(
          `joint: ${site.declared}`,
          `its guide ${tag} holds it at its prior`,
          'what data say of it is not heard, and so it hangs together with nothing',
          'leave the site out, or its guide'
        )
      ]
    : family.estimator === 'score function'
      ? [
          problem(
            `joint: ${site.declared}`,
            `draws of its guide ${tag} jump`,
            'a joint guide is normal in coordinates in which draws are smooth',
            'leave the site out: it is independent of the others under the guide'
          )
        ]
      : guide.draw.noise === 'none' || isNone(guide.logDensity)
        ? [
            problem(
              `joint: ${site.declared}`,
              `its guide ${tag} has no density that correlations could be of`,
              'a joint guide correlates the noise of guides that are densities',
              'leave the site out, or give it another guide'
            )
          ]
        : []

/** A size that is not known, or does not go with the rank. */
export const sizesOf = (
  asked: JointSites,
  members: ReadonlyArray<Member>,
  declared: number
): ReadonlyArray<Problem> => {
  const unsized = members.find((m) => m.axes.some((a) => Number.isNaN(a.size)))
  if (unsized !== undefined)
    return [
      problem(
        `joint: ${unsized.declared}`,
        `it lies over the plate ${unsized.axes.find((a) => Number.isNaN(a.size))?.name ?? ''}`,
        'how many numbers are correlated has to be known before the data',
        "give the axis its size, as axis('rows', 40), or leave the site out"
      )
    ]
  const n = members.reduce((sum, m) => sum + elementsOf(m), 0)
  const loadings = (n * (n - 1)) / 2
  if (asked.rank === undefined)
    return n <= mostFullRank
      ? []
      : [
          problem(
            where(asked),
            `full rank over ${n} numbers has ${loadings} loadings: ${inWords(16 * loadings)} ` +
              'with their slopes and moments',
            `each step spreads them out into a matrix: it is for ${mostFullRank} numbers at most`,
            'a rank, such as 5, or fewer sites'
          )
        ]
  // a rank that fits one way to write a model fits all of them
  const most = Math.min(n, declared)
  return asked.rank < most
    ? []
    : [
        problem(
          where(asked),
          `rank ${asked.rank} of ${most === 1 ? 'one number' : `${most} numbers`}`,
          'full rank has all correlations, with fewer loadings than that',
          most < 2 ? 'name more sites' : `leave the rank out, or take one below ${most}`
        )
      ]
}

/** A set of no sites. */
export const nothing = (asked: JointSites): ReadonlyArray<Problem> =>
  asked.sites.length > 0
    ? []
    : [
        problem(
          'joint',
          'a set without sites',
          'it names sites whose guides are correlated',
          "joint: [{ sites: ['w', 'b'] }]"
        )
      ]
