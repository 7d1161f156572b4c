/**
 * What dead indices of a gate no longer cost: KL elements of the target's slice, and of sites that
 * serve nothing but that slice.
 *
 *   saved[i] = Σ over those sites, Σ over their elements at index i, of KL(q ‖ p) in nats
 *
 * A site serves the target alone if every site that uses it does; a scale that another tensor
 * shares is still needed there. Slices that two gates switch off are counted in both. Of a gate
 * whose costs are no divergences, a point among them, nothing is said to be saved; nor of one with a
 * site of a joint guide, where what a slice shares with the rest goes with it.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Expr, isSubset, sumSpread, total, without } from '../../expr/index.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Saving } from '../../ir/Variational.ts'
import { meanOverDraws } from './DeriveObjective.ts'
import { drawAll, drawables } from '../parts/Draw.ts'
import type { CompileOptions } from '../parts/CompileOptions.ts'
import { drawAxesOf } from '../estimators/ScoreFunction.ts'
import type { Gated } from './DeriveSparsity.ts'
import { grouped } from '../parts/Grouped.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { usedBy, usersAmong } from '../parts/SiteUsers.ts'
import { plateScale, type PlannedKl } from './PlanKl.ts'

/**
 * The target, and the latents above it that serve nothing else. Asked of many targets, the graph is
 * read once.
 */
const servantsIn = (g: Graph): ((target: string) => ReadonlySet<string>) => {
  const users = usersAmong(g.sites)
  const latent = new Map(
    g.sites.flatMap((s) => (s.role === 'latent' ? [[s.name, usedBy(s)] as const] : []))
  )
  return (target) => {
    const found = new Set([target])
    const open = [target]
    for (let user = open.pop(); user !== undefined; user = open.pop())
      for (const name of latent.get(user) ?? [])
        if (
          latent.has(name) &&
          !found.has(name) &&
          (users.get(name) ?? []).every((u) => found.has(u.name))
        ) {
          found.add(name)
          open.push(name)
        }
    return found
  }
}

/**
 * One saving for each gate over some axes. Sites without those axes stay, whichever of its indices
 * die.
 */
const savingsOf = (
  { working: w, guides, joints, kls, gates }: Gated,
  options: CompileOptions
): ReadonlyArray<Saving> => {
  const draws = drawAxesOf(options, guides)
  const servants = servantsIn(w.graph)
  const place = new Map(kls.map((k, i) => [k, i] as const))
  const byDeclared = grouped((k: PlannedKl) => k.site.declared)(kls)
  const costsOf = (gate: Gate): ReadonlyArray<PlannedKl> =>
    [...servants(gate.target)]
      .flatMap((name) => byDeclared.get(name) ?? [])
      .filter(({ site }) => isSubset(gate.axes, site.axes))
      .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
  const scaled = plateScale(w)
  const perIndex = (gate: Gate): Expr =>
    total(
      costsOf(gate).map(({ site, each }) => {
        const rest = without(gate.axes)(site.axes)
        return scaled(rest)(sumSpread(rest)(each))
      })
    )
  const joined = new Set(joints.flatMap((j) => j.members.map((m) => m.name)))
  const switched = gates
    .filter((g) => g.axes.length > 0)
    .filter((g) => costsOf(g).every((k) => k.how.kind !== 'point' && !joined.has(k.site.name)))
  const { exprs } = drawAll(drawables(w, guides, joints), draws)(switched.map(perIndex))
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
