/**
 * A global scale whose guide starts so far from its prior that the data cannot pay for it: what the
 * start costs at the best width, in nats, against one nat for each observed value. One nat is what
 * an observation gives that narrows its latent to a third; a plate counts as a thousand rows where no
 * data are given.
 *
 * Training then first pays this debt, by pulling the scale to its prior and everything under it to 0.
 *
 * @since 0.2.0
 */
import { factsOf, family } from '../../distributions/index.ts'
import {
  type Environment,
  evaluateScalar,
  type Expr,
  isNonNegative,
  refs
} from '../../expr/index.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { type GivenData, rowsOf } from '../GivenData.ts'
import { isLatent } from '../Literals.ts'
import type { LintRule } from '../Warning.ts'

const rowsOfPlate = 1000

const observedValues = ({ axes, sites }: Graph, given: GivenData | undefined): number => {
  const rows = (plate: string): number =>
    (given === undefined ? undefined : rowsOf(plate)(given)) ?? rowsOfPlate
  const sizes = new Map(
    axes.map((a) => [a.name, a.size === 'data' ? rows(a.name) : a.size] as const)
  )
  return sites
    .filter((s) => s.role === 'observed')
    .reduce((n, s) => n + s.axes.reduce((m, a) => m * (sizes.get(a) ?? 1), 1), 0)
}

/** One number that scales other latents. */
const isGlobalScale =
  ({ sites }: Graph) =>
  (s: Site): boolean =>
    isLatent(s) &&
    s.axes.length === 0 &&
    isNonNegative(factsOf(family(s.dist).support._tag).values) &&
    sites
      .filter(isLatent)
      .some((other) =>
        family(other.dist).arguments.some((a) => a.name === 'scale' && refs([a.value]).has(s.name))
      )

const scalar = (x: number) => ({ axes: [], sizes: [], values: [x] })

/** Of guides, from narrow to as wide as they are: a width that costs much is soon another. */
const logVariances = [-9, -6, -4, -2, -1, 0, 1]

/**
 * Parameters where they start, but for widths, noise at 0; those that data or chance decide are not
 * there.
 */
const startOf = ({ parameters, noise }: Variational, logVariance: number): Environment => ({
  sizes: new Map(),
  values: new Map([
    ...parameters.flatMap(({ name, axes, kind, initial }) =>
      axes.length === 0 && initial._tag === 'Fill'
        ? [[name, scalar(kind === 'logVariance' ? logVariance : initial.value)] as const]
        : []
    ),
    ...noise.flatMap(({ name, axes }) => (axes.length === 0 ? [[name, scalar(0)] as const] : []))
  ])
})

const natsAt = (start: Environment, costs: ReadonlyArray<Expr>): number => {
  const nats = evaluateScalar(start)
  return costs.reduce((sum, e) => sum + nats(e), 0)
}

export const costlyStart: LintRule = {
  says: 'a global scale whose guide starts at a cost above one nat for each observed value',
  find: ({ graph, program, given }) => {
    const starts = logVariances.map((v) => startOf(program, v)),
      budget = observedValues(graph, given),
      counted = given === undefined ? ` (a plate counts as ${rowsOfPlate})` : ''
    return graph.sites.filter(isGlobalScale(graph)).flatMap((s) => {
      const costs = program.complexity.filter((c) => c.declared === s.name).map((c) => c.nats)
      const isKnown = [...refs(costs).keys()].every((name) => starts[0]?.values.has(name))
      const cost = isKnown ? Math.min(...starts.map((start) => natsAt(start, costs))) : 0
      return cost <= budget
        ? []
        : [
            problem(
              s.name,
              `its guide starts ${cost.toPrecision(3)} nats from its prior`,
              `${budget} observed values, at a nat each${counted}, cannot pay that: ` +
                'the scale is pulled to its prior, and what it scales to 0',
              'give a start nearer to the prior (initial), or a prior that holds the start possible'
            )
          ]
    })
  }
}
