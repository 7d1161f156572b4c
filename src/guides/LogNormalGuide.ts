/**
 * The log-normal guide: x = exp(μ + exp(½λ) ε).
 *
 * - support     positive
 * - parameters  μ of ln x, λ = ln σ² of ln x
 * - moments     E xᵏ = exp(kμ + ½k²σ²), Var xᵏ = (E xᵏ)² (exp(k²σ²) − 1), for every real k
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { family } from '../distributions/Distribution.ts'
import { logNormal } from '../distributions/positive/LogNormal.ts'
import type { Expr } from '../expr/Expr.ts'
import { add, exp, expm1, mul, square } from '../expr/Words.ts'
import type { GuideFamily, MeanVariance } from './GuideFamily.ts'
import { klBy } from './kl/KlRule.ts'
import { klTable } from './kl/KlTable.ts'
import {
  coordinatesOf,
  locationRole,
  logVarianceRole,
  type NormalCoordinate,
  normalCoordinate
} from './NormalCoordinate.ts'

const moments =
  ({ location, variance }: NormalCoordinate) =>
  (k: number): Option<MeanVariance> => {
    const mean = exp(pipe(location, mul(k), add(pipe(variance, mul((k * k) / 2)))))
    return some({ mean, variance: pipe(square(mean), mul(expm1(pipe(variance, mul(k * k))))) })
  }

export const logNormalGuide: GuideFamily = {
  title: 'LogNormal',
  estimator: 'pathwise',
  fits: ({ _tag }) => (_tag === 'Positive' ? some('positive support') : none),
  law: 'logNormal(μ, exp(½λ))',
  roles: [locationRole, logVarianceRole],
  at: (site) => {
    const u = normalCoordinate(site, coordinatesOf(site))
    const dist = logNormal(u.location, u.deviation)
    const push = (noise: Expr): Expr => exp(u.draw(noise))
    return {
      parameters: u.parameters,
      draw: { noise: 'normal', push },
      asNormal: some({
        axes: site.axes,
        mean: u.location,
        variance: u.variance,
        deviation: u.deviation,
        isLog: true
      }),
      moments: moments(u),
      logDensity: some((noise) => family(dist).logDensity(push(noise))),
      closedKl: klBy(klTable.LogNormal, dist)
    }
  }
}
