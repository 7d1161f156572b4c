/**
 * The regularised (Finnish) horseshoe: large weights keep a slab instead of running away.
 *
 * - density    an integral, given s
 * - mixing     w ~ N(0, 1/(1/c² + 1/(z·s)²)), z ~ C⁺(0, 1), s ~ C⁺(0, tau0); c² a number, or
 *              inverseGamma(ν/2, scale νc₀²/2)
 * - shrinkage  κ = 1/(1 + v) of the variance v: that of the horseshoe, moved up to 1/(1 + c²) at least
 * - spike      ln 1/|w|
 * - tail       N(0, c²), or Student's t with ν degrees of freedom and scale c₀
 * - source     Piironen and Vehtari (2017), Electronic Journal of Statistics 11(2)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { misuse } from '../dsl/Misuse.ts'
import { groupHorseshoe } from './GroupHorseshoe.ts'
import { regularise, type Slab } from './Regularise.ts'
import type { ScaleMixture } from './ScaleMixture.ts'

/**
 * The group horseshoe whose scales t become t·c/√(c² + t²): c is a number, or c² ~ inverse gamma,
 * whose weights have the tail of Student's t. Piironen & Vehtari 2017.
 *
 * @example
 * const tau0 = tau0Expecting({ nonzero: 5, of: 100, observations: 400 })
 * dense(features, hidden, regularisedHorseshoe({ tau0, slab: { df: 4, scale: 2 } }))(x)
 */
export const regularisedHorseshoe = ({
  tau0,
  slab
}: {
  readonly tau0: number
  readonly slab: Slab
}): ScaleMixture => pipe(groupHorseshoe(tau0), regularise(slab))

/**
 * The scale of the global scale under which `nonzero` weights of so many are expected to be away from
 * 0: nonzero/(of − nonzero)·noise/√observations. Piironen & Vehtari 2017, equation 3.12.
 *
 * @param noise the deviation of the observations; 2 for logistic regression at even odds
 *
 * @example
 * dense(features, hidden, groupHorseshoe(tau0Expecting({ nonzero: 5, of: 100, observations: 400 })))(x)
 */
export const tau0Expecting = ({
  nonzero,
  of,
  observations,
  noise = 1
}: {
  readonly nonzero: number
  readonly of: number
  readonly observations: number
  readonly noise?: number
}): number =>
  nonzero > 0 && nonzero < of
    ? ((nonzero / (of - nonzero)) * noise) / Math.sqrt(observations)
    : misuse(
        '',
        `tau0Expecting: nonzero must lie between 0 and of, found ${nonzero} of ${of}`,
        'none or all of the weights away from 0 have no odds',
        'expect at least a fraction of one weight, and fewer than all'
      )
