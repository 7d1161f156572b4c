/**
 * The generative direction: every declared site drawn from the prior, as an expression in standard
 * noise.
 *
 * @since 0.1.0
 */
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/index.ts'
import { type Axes, type Expr, ref, substitute } from '../../expr/index.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'

export interface PriorDraws {
  /** Site → its value; latent and observed. */
  readonly values: ReadonlyMap<string, Expr>
  readonly noise: ReadonlyArray<{
    readonly name: string
    readonly axes: Axes
    readonly kind: 'normal' | 'uniform'
  }>
}

const refusal = (s: Site): ReadonlyArray<Problem> => {
  const f = family(s.dist)
  if (!f.isProper)
    return [
      problem(
        s.name,
        `${f.tag} cannot be sampled`,
        'its density is improper: it has no total mass',
        'fit the model, or use a proper prior (a half-Cauchy) to look at prior draws'
      )
    ]
  return isNone(f.pathwise)
    ? [
        problem(
          s.name,
          `${f.tag} has no smooth draw from standard noise`,
          'prior draws are expressions in normal and uniform noise',
          'use a family with a closed quantile function'
        )
      ]
    : []
}

export const derivePriorDraws: Pass<Graph, PriorDraws> = pass('derivePriorDraws', (g) =>
  unless(g.sites.flatMap(refusal))(() => {
    const values = new Map<string, Expr>()
    const noise: Array<PriorDraws['noise'][number]> = []
    for (const s of g.sites) {
      const p = family(family(s.dist).mapArguments(substitute(values))).pathwise
      if (isSome(p)) {
        const n = { name: `${s.name}.noise`, axes: s.axes, kind: p.value.noise }
        noise.push(n)
        values.set(s.name, p.value.push(ref(n.name, n.axes)))
      }
    }
    return { values, noise }
  })
)
