/**
 * The delta guide: all mass at one point x = forward(θ), the map from the real line onto the
 * support.
 *
 * - support     every one with such a map
 * - parameters  θ, the point in unconstrained coordinates, where it can move freely
 * - cost        it has no density, so no KL: what it costs is −ln p(x) in the coordinates of the
 *               site, without a Jacobian, so that the best point is the maximum of the posterior
 *               density of x, not of θ; it may be negative
 * - refused     where −ln p is unbounded below, naming the sites that let it
 * - moments     E xᵏ = xᵏ and Var xᵏ = 0, for every real k
 * - as normal   none: the square root of a variance of 0 has no derivative
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { bijector } from '../distributions/supports/Support.ts'
import { constant, ref } from '../expr/Expr.ts'
import { pow } from '../expr/Words.ts'
import type { GuideFamily } from './GuideFamily.ts'
import { inside } from '../distributions/supports/Inside.ts'
import { coordinatesOf, initialCoordinate, kindFrom } from './NormalCoordinate.ts'
import { parameterName, type Role } from './Parameter.ts'

const pointRole: Role = { suffix: 'point', letter: 'θ', words: 'coordinate of the point' }

export const deltaGuide: GuideFamily = {
  title: 'Delta',
  estimator: 'none',
  fits: (support) => (bijector(support) === undefined ? none : some('a point')),
  law: 'delta(x(θ))',
  roles: [pointRole],
  at: (site) => {
    const map = coordinatesOf(site)
    const name = parameterName(site.name, pointRole)
    const value = inside(site.support)(map.forward(ref(name, site.axes)))
    return {
      parameters: (start) => [
        {
          name,
          site: site.declared,
          axes: site.axes,
          kind: kindFrom(site, start),
          initial: initialCoordinate(site, map)(start)
        }
      ],
      draw: { noise: 'none', value },
      asNormal: none,
      moments: (k) => some({ mean: k === 1 ? value : pipe(value, pow(k)), variance: constant(0) }),
      logDensity: none,
      closedKl: () => none
    }
  }
}
