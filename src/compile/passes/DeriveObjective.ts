/**
 * −ELBO = −Σ E_q ln p(observed | latents) + klWeight · Σ KL, in nats of the full data set, as
 * expressions in parameters, noise and data.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
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
import { cutPlates } from '../gaps/GapsAsLatents.ts'
import { observedDensity } from '../parts/ObservedSlots.ts'
import { drawAll, drawables } from '../parts/Draw.ts'
import { drawPerRow, rowsOf } from './LocalReparameterise.ts'
import type { CompileOptions } from '../parts/CompileOptions.ts'
import {
  drawAxesOf,
  drawsPerStep,
  isScored,
  scoreSurrogate,
  type Term
} from '../estimators/ScoreFunction.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { plateScale, type Planned } from './PlanKl.ts'
import type { Working } from '../parts/Working.ts'

export interface Objective extends Planned {
  readonly errorCostNats: Expr
  readonly complexity: ReadonlyArray<Cost>
  readonly lossNats: Expr
  /** Has the derivatives that the loss has not at its draws: those of draws that jump. */
  readonly surrogateNats: Expr
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
    substitute(w.drawn)(observedDensity(s))

export const deriveObjective = (options: CompileOptions): Pass<Planned, Objective> =>
  pass('deriveObjective', (planned) => {
    const { working: w, guides, joints, kls, correlations } = planned
    const draws = drawAxesOf(options, guides)
    const forms = drawables(w, guides, joints)
    const plates = cutPlates(w.graph),
      scaled = plateScale(w)
    const isLocal = !options.skip.includes('localReparameterise')
    const weight = ref(klWeightName, [])

    const errors = w.graph.sites
      .filter((s) => s.role === 'observed')
      .map((s) => {
        const root = observedLogDensity(w)(s)
        const rows = rowsOf(plates, s.axes, root)
        const drawn = drawPerRow(root, { at: s.name, rows, draws, forms }, isLocal)
        return {
          s,
          root,
          drawn,
          nats: scaled(s.axes)(neg(meanOverDraws(draws)(sumSpread(s.axes)(drawn.expr))))
        }
      })
    // working sites in a cost are drawn; a value refers to merged scales only in observations, so
    // the two never share noise
    const drawCosts = drawAll(forms, draws, joints)
    const costs = drawCosts([...kls, ...correlations].map((k) => k.nats))
    const ofSites = kls.map((k, i) => ({
      site: k.site.name,
      declared: k.site.declared,
      guide: k.guide.tag,
      why: k.guide.why,
      estimator: k.guide.family.estimator,
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
              estimator: first.family.estimator,
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
      add(pipe(total(complexity.map((c) => c.nats)), mul(weight)))
    )
    const elements = drawCosts(kls.map((k) => k.each)).exprs
    const terms: ReadonlyArray<Term> = [
      ...errors.map(({ s, root, drawn }) => ({
        each: root,
        drawn: neg(drawn.expr),
        axes: s.axes,
        weighed: scaled(s.axes)
      })),
      ...kls.map(({ site, each }, i) => ({
        each,
        drawn: elements[i] ?? each,
        axes: site.axes,
        weighed: (e: Expr): Expr => pipe(scaled(site.axes)(e), mul(weight))
      }))
    ]
    const surrogateNats = scoreSurrogate(guides, forms, terms)
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
          : forms.get(n)?.jumps === true
            ? 'its draws jump, and what reads one is its score'
            : forms.get(n)?.joint === undefined
              ? 'its use is no single contraction with the rows'
              : 'it shares its noise with other sites'
      }))
    ])
    const estimates = [...guides.values()].filter(isScored).map(({ site }) => ({
      pass: 'estimate',
      site: site.declared,
      what:
        `score function of ${site.name}, ${drawsPerStep(options, guides)} draws a step, ` +
        'the mean of the others as baseline of each',
      why: 'its draws jump where those of others are smooth'
    }))
    return E.right({
      ...planned,
      working: { ...w, decisions: [...w.decisions, ...decisions, ...estimates] },
      errorCostNats,
      complexity,
      lossNats,
      surrogateNats,
      noise: [...noise.values()]
    })
  })
