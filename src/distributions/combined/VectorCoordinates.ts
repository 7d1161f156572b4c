/**
 * A vector that lies somewhere, as its coordinates: u ∈ ℝᵐ of x = forward(u). The compiler puts it in the
 * place of such a site; no model declares it.
 *
 * - density    ln p(u) = ln p(forward(u)) + ln |det dx/du|, of all coordinates together
 * - arguments  those of the law of x
 * - axes       a draw carries the axes of coordinates in the place of the vector's
 *
 * @since 0.2.0
 */
import { left } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none } from 'fp-ts/lib/Option.js'
import { union } from '../../expr/Expr.ts'
import { add } from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { real } from '../supports/RealSupport.ts'
import { vectorBijector } from '../supports/Support.ts'
import type { VectorBijector } from '../supports/VectorBijector.ts'
import type { FamilyOf } from './Components.ts'

/** @category model */
export interface CoordinatesOf<D> {
  readonly _tag: 'Coordinates'
  readonly of: D
}

/** @category constructors */
export const coordinates = <D>(of: D): CoordinatesOf<D> => ({ _tag: 'Coordinates', of })

/** The map onto the support of a vector; a law of anything else has no such coordinates. */
export const mapOf = (f: Pick<Family<unknown>, 'support' | 'tag'>): VectorBijector => {
  const map = vectorBijector(f.support)
  if (map === undefined) throw new Error(`internal: ${f.tag} has no coordinates of vectors`)
  return map
}

/** @category instances */
export const family =
  <D>(familyOf: FamilyOf<D>) =>
  (d: CoordinatesOf<D>): Family<CoordinatesOf<D>> => {
    const f = familyOf(d.of)
    const map = mapOf(f)
    const own = map.coordinates.map((a) => a.name)
    return {
      tag: d._tag,
      support: real,
      arguments: f.arguments,
      consumes: union(f.consumes, map.of).filter((a) => !own.includes(a)),
      jointly: own,
      isProper: f.isProper,
      holdsEnds: false,
      logDensity: (u) => pipe(f.logDensity(map.forward(u)), add(map.logJacobian(u))),
      mapArguments: (g) => coordinates(f.mapArguments(g)),
      locationScale: none,
      expansion: none,
      pathwise: none,
      standard: none,
      sample: left('the vector that they are of is drawn'),
      peak: none,
      moment: () => none,
      median: none,
      cdf: none,
      quantile: none,
      entropy: none,
      show: (printed) => `coordinates of ${f.show(printed)}`
    }
  }
