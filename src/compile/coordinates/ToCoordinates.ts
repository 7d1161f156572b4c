/**
 * Latent vectors that lie somewhere together, as shares that sum to 1 do, become their real
 * coordinates: u ∈ ℝᵐ of x = forward(u), whose density has the volume of the map. Guides and samplers see
 * real numbers.
 *
 * Errors: a start that is given for each element of such a vector.
 *
 * @since 0.2.0
 */
import { coordinates, type Distribution, family } from '../../distributions/index.ts'
import { vectorBijector } from '../../distributions/supports/Support.ts'
import { type Axes, type Expr, ref, substitute, without } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { replaceSites, type Working, type WorkingSite } from '../parts/Working.ts'

/** What stands in the place of a vector: its coordinates, and its value in them. */
export interface InCoordinates {
  readonly name: string
  readonly dist: Distribution
  readonly axes: Axes
  readonly value: Expr
}

/** None of a site whose elements have coordinates of their own. */
export const inCoordinates = (
  s: Pick<WorkingSite, 'name' | 'dist' | 'axes'>
): InCoordinates | undefined => {
  const map = vectorBijector(family(s.dist).support)
  if (map === undefined) return undefined
  const name = `${s.name}.free`
  const axes = [...without(map.of)(s.axes), ...map.coordinates.map((a) => a.name)]
  return { name, dist: coordinates(s.dist), axes, value: map.forward(ref(name, axes)) }
}

/** Has the model a latent that this pass takes apart? */
export const hasVectorsSomewhere = ({ sites }: Graph): boolean =>
  sites.some((s) => s.role === 'latent' && vectorBijector(family(s.dist).support) !== undefined)

/** The same model, its latent vectors as coordinates; their values keep their names. */
export const graphInCoordinates = (graph: Graph): Graph => {
  const values = new Map<string, Expr>()
  const sites = graph.sites.map((s) => {
    const here = { ...s, dist: family(s.dist).mapArguments(substitute(values)) }
    const found = s.role === 'latent' ? inCoordinates(here) : undefined
    if (found === undefined) return here
    const { value, ...site } = found
    values.set(s.name, value)
    return { ...here, ...site }
  })
  return values.size === 0
    ? graph
    : {
        ...graph,
        sites,
        named: [
          ...graph.named.map((n) => ({ ...n, value: substitute(values)(n.value) })),
          ...[...values].map(([name, value]) => ({ name, value }))
        ]
      }
}

const startProblem = (s: WorkingSite): ReadonlyArray<Problem> =>
  s.options.initial === undefined || inCoordinates(s) === undefined
    ? []
    : [
        problem(
          s.declared,
          `its guide cannot start at ${s.options.initial} in each element`,
          'its elements lie together, and one number does not say where',
          'leave initial out: the guide starts in the middle'
        )
      ]

export const toCoordinates: Pass<Working, Working> = pass('toCoordinates', (w) =>
  unless(w.sites.flatMap(startProblem))(() =>
    replaceSites('toCoordinates', (s) => {
      const found = inCoordinates(s)
      if (found === undefined) return undefined
      const { value, ...site } = found
      return { sites: [{ ...s, ...site }], value, why: 'its elements lie somewhere together' }
    })(w)
  )
)
