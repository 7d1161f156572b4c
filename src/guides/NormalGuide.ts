/**
 * The normal guide: x = μ + exp(½λ) ε.
 *
 * - support     real; ℝ∖{0} of a scale of either sign, where it misses one point
 * - parameters  μ, λ = ln σ²
 * - moments     of x and x²
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { family } from '../distributions/Distribution.ts'
import { normal } from '../distributions/real/Normal.ts'
import { add, mul, square } from '../expr/Words.ts'
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

/** Of x and x², x a normal with this mean and variance. */
export const normalMoments =
  ({ location, variance }: Pick<NormalCoordinate, 'location' | 'variance'>) =>
  (k: number): Option<MeanVariance> =>
    k === 1
      ? some({ mean: location, variance })
      : k === 2
        ? some({
            mean: pipe(square(location), add(variance)),
            variance: pipe(
              square(variance),
              mul(2),
              add(pipe(square(location), mul(variance), mul(4)))
            )
          })
        : none

export const normalGuide: GuideFamily = {
  title: 'Normal',
  estimator: 'pathwise',
  fits: ({ _tag }) =>
    _tag === 'Real'
      ? some('real support')
      : _tag === 'Signed'
        ? some('a scale of either sign')
        : none,
  law: 'normal(μ, exp(½λ))',
  roles: [locationRole, logVarianceRole],
  at: (site) => {
    const u = normalCoordinate(site, coordinatesOf(site))
    const dist = normal(u.location, u.deviation)
    return {
      parameters: u.parameters,
      draw: { noise: 'normal', push: u.draw },
      asNormal: some({
        axes: site.axes,
        mean: u.location,
        variance: u.variance,
        deviation: u.deviation,
        isLog: false
      }),
      moments: normalMoments(u),
      logDensity: some((noise) => family(dist).logDensity(u.draw(noise))),
      closedKl: klBy(klTable.Normal, dist)
    }
  }
}
