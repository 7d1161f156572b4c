/**
 * The shifted log-normal guide of the numbers on one side of an end e: x = e ± exp(u), u = μ +
 * exp(½λ) ε.
 *
 * - support     above an end, or below it; ends that data set are such
 * - parameters  μ of u, λ = ln σ² of u
 * - moments     E x = e ± exp(μ + ½σ²), Var x = exp(2μ + σ²)(exp(σ²) − 1)
 * - end         draws stay on their side of it in float32 (`Inside.ts`); ln q is written in u and is
 *               finite at every draw
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { boundsOf } from '../distributions/supports/Support.ts'
import { constant } from '../expr/Expr.ts'
import { add, exp, expm1, mul, square, sub } from '../expr/Words.ts'
import type { GuidedSite, GuideFamily, MeanVariance } from './GuideFamily.ts'
import { inside } from '../distributions/supports/Inside.ts'
import {
  coordinatesOf,
  locationRole,
  logDensityThrough,
  logVarianceRole,
  type NormalCoordinate,
  normalCoordinate
} from './NormalCoordinate.ts'

/** Of x itself. */
const moments = (
  { support }: GuidedSite,
  { location, variance }: NormalCoordinate
): Option<MeanVariance> => {
  const { low = constant(0), high } = boundsOf(support) ?? {}
  const distance = exp(pipe(variance, mul(0.5), add(location)))
  return some({
    mean: high === undefined ? pipe(low, add(distance)) : pipe(high, sub(distance)),
    variance: pipe(square(distance), mul(expm1(variance)))
  })
}

export const shiftedLogNormalGuide: GuideFamily = {
  title: 'ShiftedLogNormal',
  estimator: 'pathwise',
  fits: ({ _tag }) =>
    _tag === 'HalfLine' || _tag === 'PositiveHalfLine' ? some('one side of an end') : none,
  law: 'end ± logNormal(μ, exp(½λ))',
  roles: [locationRole, logVarianceRole],
  at: (site) => {
    const map = coordinatesOf(site)
    const u = normalCoordinate(site, map)
    return {
      parameters: u.parameters,
      draw: { noise: 'normal', push: (noise) => inside(site.support)(map.forward(u.draw(noise))) },
      asNormal: none,
      moments: (k) => (k === 1 ? moments(site, u) : none),
      logDensity: some(logDensityThrough(map, u)),
      closedKl: () => none
    }
  }
}
