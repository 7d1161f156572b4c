/**
 * A tail that makes a needed moment infinite.
 *
 * - An observation without mean or variance: means and deviations of predictions are none.
 * - A density whose expected log is infinite under the guide, however narrow that is: every draw of
 *   it is finite, and their mean is not. So it is where −ln p grows as fast as e^(c·u²) in the normal
 *   coordinate u of a latent: through e^x of a positive x = e^u, as in a Poisson rate exp(tau). Read from numbers: a
 *   factor above 50 in the exponent overflows before it shows.
 *
 * @since 0.2.0
 */
import { type Distribution, endsOf, factsOf, family } from '../../distributions/index.ts'
import {
  constant,
  type Environment,
  evaluateScalar,
  type Expr,
  postorder,
  ref,
  refs,
  type Tag
} from '../../expr/index.ts'
import { guides, type GuideTag } from '../../guides/index.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { isLatent, someOf } from '../Literals.ts'
import { tailIndex } from '../Tails.ts'
import type { LintRule } from '../Warning.ts'

// observations

/** An index is read from float64 densities. */
const tolerance = 1e-6

const withoutMoments = (s: Site): ReadonlyArray<Problem> => {
  const index = tailIndex(s.dist)
  return s.role === 'latent' || index === undefined || index > 2 + tolerance
    ? []
    : [
        problem(
          s.name,
          `${family(s.dist).tag} has no ${index <= 1 + tolerance ? 'mean and no variance' : 'variance'} here: ` +
            `its tail falls as x^−${Number((index + 1).toPrecision(4))}`,
          `${index <= 1 + tolerance ? 'means and deviations' : 'deviations'} of its predictions and of its ` +
            'replicated data are infinite, and their averages over draws never settle',
          'read quantiles, or take more degrees of freedom (above 2)'
        )
      ]
}

// under the guide

/** Nodes whose value does not depend on how many indices their axes have: axes of size 1 will do. */
const plainTags: ReadonlySet<Tag> = new Set<Tag>([
  'Constant',
  'Ref',
  'Map',
  'Zip',
  'Where',
  'Reduce',
  'Contract',
  'Rename',
  'Gather'
])
const mostNodes = 200

type Coordinate = (u: number) => number

/** A latent as a function of standard normal noise under a guide of unit width. */
const coordinateOf = (s: Site, tag: GuideTag): Coordinate | undefined => {
  const { support } = family(s.dist)
  if (refs(endsOf(support)).size > 0) return undefined
  const guide = guides[tag].at({ name: s.name, declared: s.name, axes: [], support, law: s.dist })
  // of finitely many values nothing is far out
  if (guide.draw.noise === 'none' || guide.ownAxes !== undefined) return undefined
  const push = guide.draw.push(ref('u', []))
  const parameters = [...refs([push]).keys()].filter((name) => name !== 'u')
  return (u) => evaluateScalar(scalars([['u', u], ...parameters.map((p) => [p, 0] as const)]))(push)
}

const scalars = (values: ReadonlyArray<readonly [string, number]>): Environment => ({
  sizes: new Map(),
  values: new Map(values.map(([name, x]) => [name, { axes: [], sizes: [], values: [x] }] as const))
})

/** The same formula of single numbers. */
const unaxed = (env: ReadonlyMap<string, number>, roots: ReadonlyArray<Expr>): Environment => {
  const names = [...refs(roots).values()]
  return {
    sizes: new Map(),
    values: new Map(
      names.map(({ name, axes }) => [
        name,
        { axes, sizes: axes.map(() => 1), values: [env.get(name) ?? 1] }
      ])
    )
  }
}

/** Where growth is read, in deviations of the guide: at the farthest pair at which both are numbers. */
const places: ReadonlyArray<number> = Array.from({ length: 80 }, (_, i) => 14 / 1.05 ** i)

/** Does ln f grow as fast as u², that is ln f(u)/u² without falling? */
const outgrows = (f: Coordinate): boolean =>
  [1, -1].some((sign) => {
    const logOf = (u: number): number => Math.log1p(f(sign * u))
    let [far, atFar] = [Infinity, Infinity]
    for (const near of places) {
      const atNear = logOf(near)
      if (Number.isNaN(atNear)) return false
      if (atFar < Infinity) return atFar > 10 && atFar / far ** 2 >= (atNear / near ** 2) * 0.999
      ;[far, atFar] = [near, atNear]
    }
    return false
  })

/** |ln p| at values on both sides, as a function of one of the names in its arguments. */
const costAlong = (
  d: Distribution,
  typical: ReadonlyMap<string, number>,
  name: string,
  coordinate: Coordinate
): Coordinate => {
  const { support, logDensity } = family(d)
  const value = someOf(support._tag, 1)
  const costs = [value, -value]
    .filter(factsOf(support._tag).holds)
    .map((x) => logDensity(constant(x)))
  return (u) => {
    const env = unaxed(new Map([...typical, [name, coordinate(u)]]), costs)
    return costs.reduce((sum, e) => sum + Math.abs(evaluateScalar(env)(e)), 0)
  }
}

const isPlain = (d: Distribution): boolean => {
  const { arguments: given, consumes, jointly, support } = family(d)
  const nodes = postorder(given.map((a) => a.value))
  return (
    consumes.length + jointly.length === 0 &&
    endsOf(support).length === 0 &&
    nodes.length <= mostNodes &&
    nodes.every((e) => plainTags.has(e._tag))
  )
}

const typicalIn = ({ data, sites }: Graph): ReadonlyMap<string, number> =>
  new Map([
    ...data.map((d) => [d.name, someOf(d.support ?? 'Real', 0)] as const),
    ...sites.map((s) => [s.name, someOf(family(s.dist).support._tag, 0)] as const)
  ])

const infiniteCosts = (
  graph: Graph,
  guideOf: ReadonlyMap<string, GuideTag>
): ReadonlyArray<Problem> => {
  const typical = typicalIn(graph)
  const latents = new Map(graph.sites.filter(isLatent).map((s) => [s.name, s] as const))
  return graph.sites
    .filter((s) => isPlain(s.dist))
    .flatMap((s) =>
      [...refs(family(s.dist).arguments.map((a) => a.value)).keys()].flatMap((name) => {
        const latent = latents.get(name),
          tag = guideOf.get(name)
        if (latent === undefined || tag === undefined) return []
        const coordinate = coordinateOf(latent, tag)
        return coordinate === undefined || !outgrows(costAlong(s.dist, typical, name, coordinate))
          ? []
          : [
              problem(
                s.name,
                `its cost has no mean under the guide of ${name} (${tag})`,
                `−ln p grows faster than the normal behind ${name} falls: every draw is finite, ` +
                  'their average is not, and gradients are of infinite variance',
                `bound what is exponentiated, or give ${name} a real support, or a guide with a ` +
                  'lighter tail'
              )
            ]
      })
    )
}

export const infiniteMoment: LintRule = {
  says:
    'an observation without mean or variance; a cost whose mean under the guide of a latent is ' +
    'infinite',
  find: ({ graph, program }) => [
    ...graph.sites.flatMap(withoutMoments),
    ...infiniteCosts(graph, new Map(program.complexity.map((c) => [c.site, c.guide] as const)))
  ]
}
