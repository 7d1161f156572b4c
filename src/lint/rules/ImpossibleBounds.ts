/**
 * What no value can satisfy, or every value does, as intervals prove it: a support whose lower end
 * lies above the upper one, and a condition or bound in a formula that decides nothing.
 *
 * @since 0.2.0
 */
import { boundsOf, factsOf, family } from '../../distributions/index.ts'
import { bounds, type Expr, type Interval, postorder, print } from '../../expr/index.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { LintRule } from '../Warning.ts'

type Values = (e: Expr) => Interval

const valuesIn = (g: Graph): Values => {
  const supports = new Map([
    ...g.data.map((d) => [d.name, d.support ?? 'Real'] as const),
    ...g.sites.map((s) => [s.name, family(s.dist).support._tag] as const)
  ])
  return bounds((name) => factsOf(supports.get(name) ?? 'Real').values)
}

const emptySupport = (s: Site, valuesOf: Values): ReadonlyArray<Problem> => {
  const { low, high } = boundsOf(family(s.dist).support) ?? {}
  return low === undefined || high === undefined || valuesOf(low).low < valuesOf(high).high
    ? []
    : [
        problem(
          s.name,
          `its values lie between ${print(low)} and ${print(high)}, where there is nothing`,
          `the lower end is at least ${valuesOf(low).low}, the upper one at most ${valuesOf(high).high}`,
          'exchange the ends, or say which latent is to lie between which'
        )
      ]
}

/** What a node decides, where its operands decide it already. */
const decided = (e: Expr, valuesOf: Values): string | undefined => {
  if (e._tag !== 'Zip') return undefined
  const [x, y] = [valuesOf(e.x), valuesOf(e.y)]
  const always = (holds: string, isSo: boolean): string | undefined =>
    isSo ? `${print(e)} ${holds}` : undefined
  switch (e.op) {
    case 'less':
    case 'lessEqual':
    case 'equal': {
      const { low, high, zero } = valuesOf(e)
      return always(high === 0 ? 'never holds' : 'always holds', high === 0 || (low > 0 && !zero))
    }
    case 'max':
      return x.low >= y.high || y.low >= x.high
        ? always(`is always ${print(x.low >= y.high ? e.x : e.y)}`, true)
        : undefined
    case 'min':
      return x.high <= y.low || y.high <= x.low
        ? always(`is always ${print(x.high <= y.low ? e.x : e.y)}`, true)
        : undefined
    default:
      return undefined
  }
}

const decidedIn = (g: Graph, valuesOf: Values): ReadonlyArray<Problem> => {
  const seen = new Set<Expr>()
  return g.sites.flatMap((s) =>
    postorder(
      family(s.dist).arguments.map((a) => a.value),
      seen
    ).flatMap((e) => {
      const what = decided(e, valuesOf)
      return what === undefined
        ? []
        : [
            problem(
              s.name,
              what,
              'where its operands can lie, there is nothing to decide',
              'correct the bound, or leave it out'
            )
          ]
    })
  )
}

export const impossibleBounds: LintRule = {
  says: 'ends that leave no value between them; a comparison, max or min that decides nothing',
  find: ({ graph }) => {
    const valuesOf = valuesIn(graph)
    return [...graph.sites.flatMap((s) => emptySupport(s, valuesOf)), ...decidedIn(graph, valuesOf)]
  }
}
