/**
 * What dead indices of a gate no longer cost: KL elements of the target's slice, and of sites that
 * serve nothing but that slice.
 *
 *   saved[i] = Σ over those sites, Σ over their elements at index i, of KL(q ‖ p) in nats
 *
 * A site serves the target alone if every site that uses it does; a scale that another tensor
 * shares is still needed there. Slices that two gates switch off are counted in both. Of a gate
 * whose costs are no divergences, a point among them, nothing is said to be saved.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { family } from '../../distributions/index.ts'
import { type Expr, isSubset, refs, sumSpread, total, without } from '../../expr/index.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Saving } from '../../ir/Variational.ts'
import { meanOverDraws } from './DeriveObjective.ts'
import { drawAll, drawables } from '../parts/Draw.ts'
import { type CompileOptions, drawAxis } from '../parts/CompileOptions.ts'
import type { Gated } from './DeriveSparsity.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { plateScale, type PlannedKl } from './PlanKl.ts'

/** For each declared site, those whose arguments refer to it. */
const usersOf = (g: Graph): ReadonlyMap<string, ReadonlyArray<string>> => {
  const users = new Map<string, Array<string>>()
  for (const s of g.sites)
    for (const name of refs(family(s.dist).arguments.map((a) => a.value)).keys()) {
      const before = users.get(name)
      if (before === undefined) users.set(name, [s.name])
      else before.push(s.name)
    }
  return users
}

/**
 * The target, and the latents above it that serve nothing else; a site is declared before its
 * users. Asked of many targets, the graph is read once.
 */
const servantsIn = (g: Graph): ((target: string) => ReadonlySet<string>) => {
  const users = usersOf(g)
  const latent = g.sites.filter((s) => s.role === 'latent').toReversed()
  return (target) => {
    const found = new Set([target])
    for (const { name } of latent) {
      const by = users.get(name) ?? []
      if (by.length > 0 && by.every((user) => found.has(user))) found.add(name)
    }
    return found
  }
}

/**
 * One saving for each gate over some axes. Sites without those axes stay, whichever of its indices
 * die.
 */
const savingsOf = (
  { working: w, guides, kls, gates }: Gated,
  options: CompileOptions
): ReadonlyArray<Saving> => {
  const draws = options.samples > 1 ? [drawAxis] : []
  const servants = servantsIn(w.graph)
  const costsOf = (gate: Gate): ReadonlyArray<PlannedKl> => {
    const serving = servants(gate.target)
    return kls.filter(({ site }) => serving.has(site.declared) && isSubset(gate.axes, site.axes))
  }
  const perIndex = (gate: Gate): Expr =>
    total(
      costsOf(gate).map(({ site, each }) =>
        plateScale(w, without(gate.axes)(site.axes))(sumSpread(without(gate.axes)(site.axes))(each))
      )
    )
  const switched = gates
    .filter((g) => g.axes.length > 0)
    .filter((g) => costsOf(g).every(({ how }) => how.kind !== 'point'))
  const { exprs } = drawAll(drawables(w, guides), draws)(switched.map(perIndex))
  return switched.flatMap((gate, k) => {
    const nats = exprs[k]
    return nats === undefined ? [] : [{ gate, nats: meanOverDraws(draws)(nats) }]
  })
}

export interface WithSavings extends Gated {
  readonly savings: ReadonlyArray<Saving>
}

export const deriveSavings = (options: CompileOptions): Pass<Gated, WithSavings> =>
  pass('deriveSavings', (state) => E.right({ ...state, savings: savingsOf(state, options) }))
