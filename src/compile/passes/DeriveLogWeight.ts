/**
 * ln p(observed, latents) − ln q(latents) at one joint draw of the guide.
 *
 * Sites are the working ones, each drawn once: what costs and observations may draw apart, local
 * noise and merged scales, has the same mean and another weight.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isNone } from 'fp-ts/lib/Option.js'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { family } from '../../distributions/index.ts'
import { type Expr, neg, ref, sub, substitute, sumSpread, total } from '../../expr/index.ts'
import type { LogWeight } from '../../ir/LogWeight.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { drawAll, drawables, logDensityName, logRatioName } from '../parts/Draw.ts'
import { observedDensity } from '../parts/ObservedSlots.ts'
import { axesOfGuides, shownBy } from '../parts/GuideOf.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { valueOf } from '../parts/Working.ts'
import type { Guided } from './DeriveGuide.ts'

const pointProblem = (site: string): Problem =>
  problem(
    site,
    'its guide is a point, which has no density',
    'a draw weighs p/q, and there is no q',
    'another guide of this site: leave guide out'
  )

/** Of what `noncentre` and `expandMixtures` leave, before scales are merged. */
export const deriveLogWeight: Pass<Guided, LogWeight> = pass(
  'deriveLogWeight',
  ({ working: w, guides, joints }) => {
    const points = [...guides.values()].filter(({ guide }) => isNone(guide.logDensity))
    const declared = substitute(w.values)
    const priors = w.sites.map((s): Expr =>
      sumSpread(s.axes)(
        pipe(
          elementwiseDensity(family(s.dist))(ref(s.name, s.axes)),
          sub(ref(logDensityName(s.name), s.axes))
        )
      )
    )
    const likelihoods = w.graph.sites
      .filter((s) => s.role === 'observed')
      .map((s) => sumSpread(s.axes)(declared(observedDensity(s))))
    const shown = shownBy(guides)
    const latents = w.graph.sites
      .filter((s) => s.role === 'latent')
      .map((s) => [s.name, shown(s.name)(valueOf(w)(s.name, s.axes))] as const)
    const ratios = joints.map((j): Expr => neg(ref(logRatioName(j.name), [])))
    const nats = total([...priors, ...ratios, ...likelihoods])
    return unless(points.map(({ site }) => pointProblem(site.declared)))(() => {
      const { exprs, noise } = drawAll(
        drawables(w, guides, joints),
        [],
        joints
      )([nats, ...latents.map(([, value]) => value)])
      return {
        axes: [...w.graph.axes, ...axesOfGuides(guides), ...joints.flatMap((j) => j.noise.axes)],
        parameters: [...guides.values()].flatMap((g) => g.parameters.map((p) => p.name)),
        noise,
        nats: exprs[0] ?? nats,
        values: new Map(latents.map(([name, value], i) => [name, exprs[i + 1] ?? value]))
      }
    })
  }
)
