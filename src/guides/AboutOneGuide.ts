/**
 * The normal guide about 1: x = 1 + exp(½λ) ε. What a factor learns is how noisy it is, not how large: that
 * is left to what it multiplies.
 *
 * - support     ℝ∖{0}, a scale of either sign, where it misses one point
 * - parameters  λ = ln σ²
 * - cost        of a log-uniform law that of its relative variance α = σ²: falling in α, +∞ as α → 0, and 0
 *               by convention as α → ∞
 * - moments     of x and x²
 * - asked for   by a user alone, who leaves the location to others
 * - source      Kingma, Salimans and Welling (2015), NeurIPS: the posterior of variational dropout
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { normal } from '../distributions/real/Normal.ts'
import { type Axes, constant, ref } from '../expr/Expr.ts'
import { spread } from '../expr/rules/Smart.ts'
import { family } from '../distributions/Distribution.ts'
import { add, exp, mul } from '../expr/Words.ts'
import type { GuidedSite, GuideFamily } from './GuideFamily.ts'
import { klBy } from './kl/KlRule.ts'
import { klTable } from './kl/KlTable.ts'
import { logVarianceParameter, logVarianceRole } from './NormalCoordinate.ts'
import { normalMoments } from './NormalGuide.ts'
import { parameterName } from './Parameter.ts'

/** With a parameter over these axes, of each element the same along the others. */
export const aboutOneOver = (axesOf: (site: GuidedSite) => Axes): Omit<GuideFamily, 'title'> => ({
  estimator: 'pathwise',
  fits: ({ _tag }) => (_tag === 'Signed' ? some('a factor of either sign') : none),
  fixedAt: 1,
  law: 'normal(1, exp(½λ))',
  roles: [logVarianceRole],
  at: (site) => {
    const axes = axesOf(site)
    const location = constant(1),
      own = ref(parameterName(site.name, logVarianceRole), axes),
      logVariance = axes.length === site.axes.length ? own : spread(site.axes)(own)
    const deviation = exp(pipe(logVariance, mul(0.5))),
      variance = exp(logVariance)
    const dist = normal(location, deviation)
    return {
      parameters: (start) => [logVarianceParameter({ ...site, axes }, start)],
      draw: { noise: 'normal', push: (noise) => pipe(noise, mul(deviation), add(location)) },
      asNormal: some({ axes: site.axes, mean: location, variance, deviation, isLog: false }),
      moments: normalMoments({ location, variance }),
      logDensity: some((noise) =>
        family(dist).logDensity(pipe(noise, mul(deviation), add(location)))
      ),
      closedKl: klBy(klTable.Normal, dist)
    }
  }
})

export const aboutOneGuide: GuideFamily = {
  title: 'NormalAboutOne',
  ...aboutOneOver(({ axes }) => axes)
}
