/**
 * The logit-normal guide of an interval [l, h]: x = l + (h − l) sigmoid(u), u = μ + exp(½λ) ε.
 *
 * - support     an interval; its ends may be expressions in data
 * - parameters  μ of u, λ = ln σ² of u
 * - moments     of x and x², by quadrature over ε: the integrand is analytic for |Im u| < π, and
 *               the error of 49 nodes below 1e-7 of the width for σ² ≤ 16
 * - ends        draws stay inside them in float32 (`Inside.ts`); ln q is written in u and is
 *               finite at every draw
 *
 * @since 0.2.0
 */
import { none, some } from 'fp-ts/lib/Option.js'
import { square } from '../expr/Words.ts'
import type { GuideFamily } from './GuideFamily.ts'
import { inside } from '../distributions/supports/Inside.ts'
import { logitNormalKls } from './kl/LogitNormalKls.ts'
import { klBy } from './kl/KlRule.ts'
import {
  coordinatesOf,
  locationRole,
  logDensityThrough,
  logVarianceRole,
  momentsThrough,
  normalCoordinate
} from './NormalCoordinate.ts'

export const logitNormalGuide: GuideFamily = {
  title: 'LogitNormal',
  estimator: 'pathwise',
  fits: ({ _tag }) =>
    _tag === 'Interval' || _tag === 'PositiveInterval' || _tag === 'UnitInterval'
      ? some('an interval')
      : _tag === 'Unit'
        ? some('between 0 and 1')
        : none,
  law: 'logitNormal(μ, exp(½λ))',
  roles: [locationRole, logVarianceRole],
  at: (site) => {
    const map = coordinatesOf(site)
    const u = normalCoordinate(site, map)
    return {
      parameters: u.parameters,
      draw: { noise: 'normal', push: (noise) => inside(site.support)(map.forward(u.draw(noise))) },
      asNormal: none,
      moments: (k) =>
        k === 1
          ? some(momentsThrough(u)(map.forward))
          : k === 2
            ? some(momentsThrough(u)((v) => square(map.forward(v))))
            : none,
      logDensity: some(logDensityThrough(map, u)),
      closedKl: klBy(logitNormalKls, u)
    }
  }
}
