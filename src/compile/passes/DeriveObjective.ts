/**
 * −ELBO = −Σ E_q ln p(observed | latents) + klWeight · Σ KL, in nats of the full data set, as
 * expressions in parameters, noise and data.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { family } from '../../distributions/index.ts'
import {
  add,
  type Axes,
  count,
  div,
  type Expr,
  mul,
  neg,
  ref,
  substitute,
  sumSpread,
  total
} from '../../expr/index.ts'
import type { Site } from '../../ir/Graph.ts'
import { type Cost, klWeightName, type Noise } from '../../ir/Variational.ts'
import { drawAll, drawables } from '../parts/Draw.ts'
import { drawPerRow, rowsOf } from './LocalReparameterise.ts'
import { type CompileOptions, drawAxis } from '../parts/CompileOptions.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { plateScale, type Planned } from './PlanKl.ts'
import type { Working } from '../parts/Working.ts'

export interface Objective extends Planned {
  readonly errorCostNats: Expr
  readonly complexity: ReadonlyArray<Cost>
  readonly lossNats: Expr
  readonly noise: ReadonlyArray<Noise>
}

/** The mean over the draws of one step. */
export const meanOverDraws =
  (draws: Axes) =>
  (e: Expr): Expr =>
    draws.every((a) => e.axes.includes(a)) && draws.length > 0
      ? pipe(sumSpread(draws)(e), div(count(draws)))
      : e

/** ln p of an observed site, its latents in terms of working sites and merged scales. */
export const observedLogDensity =
  (w: Working) =>
  (s: Site): Expr =>
    substitute(w.drawn)(elementwiseDensity(family(s.dist))(ref(s.name, s.axes)))

export const deriveObjective = (options: CompileOptions): Pass<Planned, Objective> =>
  pass('deriveObjective', (planned) => {
    const { working: w, guides, joints, kls, correlations } = planned
    const draws: Axes = options.samples > 1 ? [drawAxis] : []
    const forms = drawables(w, guides, joints)
    const plates = w.graph.axes.filter((a) => a.size === 'data').map((a) => a.name)
    const isLocal = !options.skip.includes('localReparameterise')

    const errors = w.graph.sites
      .filter((s) => s.role === 'observed')
      .map((s) => {
        const root = observedLogDensity(w)(s)
        const rows = rowsOf(plates, s.axes, root)
        const drawn = drawPerRow(root, { at: s.name, rows, draws, forms }, isLocal)
        return {
          s,
          drawn,
          nats: plateScale(w, s.axes)(neg(meanOverDraws(draws)(sumSpread(s.axes)(drawn.expr))))
        }
      })
    // working sites in a cost are drawn; a value refers to merged scales only in observations, so
    // the two never share noise
    const costs = drawAll(forms, draws, joints)([...kls, ...correlations].map((k) => k.nats))
    const ofSites = kls.map((k, i) => ({
      site: k.site.name,
      declared: k.site.declared,
      guide: k.guide.tag,
      why: k.guide.why,
      nats: meanOverDraws(draws)(costs.exprs[i] ?? k.nats),
      how: k.how
    }))
    const ofJoints = correlations.flatMap(({ joint, nats, how }, i) => {
      const [first] = joint.guides
      const drawn = costs.exprs[kls.length + i] ?? nats
      return first === undefined
        ? []
        : [
            {
              site: joint.name,
              declared: joint.name,
              guide: first.tag,
              why: 'the user asked for it',
              nats: meanOverDraws(draws)(drawn),
              how
            }
          ]
    })
    const complexity = [...ofSites, ...ofJoints]
    const errorCostNats = total(errors.map((e) => e.nats))
    const noise = new Map(
      [...errors.flatMap((e) => e.drawn.noise), ...costs.noise].map((n) => [n.name, n])
    )
    const lossNats = pipe(
      errorCostNats,
      add(pipe(total(complexity.map((c) => c.nats)), mul(ref(klWeightName, []))))
    )
    const decisions = errors.flatMap(({ s, drawn }) => [
      ...drawn.local.map((n) => ({
        pass: 'localReparameterise',
        site: n,
        what: `noise of ${n} on the result of its contraction, per row of ${s.name}`,
        why: 'rows do not share the draw'
      })),
      ...drawn.shared.map((n) => ({
        pass: 'localReparameterise',
        site: n,
        what: `one draw of ${n} for all rows of ${s.name}`,
        why: !isLocal
          ? 'switched off'
          : forms.get(n)?.joint === undefined
            ? 'its use is no single contraction with the rows'
            : 'it shares its noise with other sites'
      }))
    ])
    return E.right({
      ...planned,
      working: { ...w, decisions: [...w.decisions, ...decisions] },
      errorCostNats,
      complexity,
      lossNats,
      noise: [...noise.values()]
    })
  })
