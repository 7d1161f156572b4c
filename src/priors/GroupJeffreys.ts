/**
 * The normal-Jeffreys prior over groups: no scale is preferred, and there is nothing to set.
 *
 * - density    ∝ 1/|w|, of one weight: improper
 * - mixing     w ~ N(0, z²), p(z) ∝ 1/|z|
 * - shrinkage  p(κ) ∝ 1/(κ(1 − κ)), κ = 1/(1 + z²)
 * - spike      1/|w|
 * - tail       1/|w|
 * - source     Figueiredo (2002), NeurIPS; Louizos, Ullrich and Welling (2017), NeurIPS
 *
 * @since 0.1.0
 */
import { logUniform } from '../dsl/index.ts'
import { misuse } from '../dsl/Misuse.ts'
import { type ScaleEnds, type ScaleMixture, scaleMixture } from './ScaleMixture.ts'
import { truncatedJeffreys } from './TruncatedJeffreys.ts'

/** Between two ends there is a law of it that integrates. */
const between = ({ low, high }: ScaleEnds): ScaleMixture =>
  low === undefined || high === undefined
    ? misuse(
        '',
        'truncateScale: normal-Jeffreys is cut at both ends or at none',
        'to 0 and to infinity its scales have infinite mass, of which nothing is a share',
        'truncateScale({ low: 1e-4, high: 10 })'
      )
    : truncatedJeffreys({ least: low, most: high })

/**
 * z ~ 1/|z|, one per group, improper; w ~ N(0, z²). Louizos, Ullrich & Welling 2017, section 4.1.
 *
 * @example
 * dense(features, hidden, groupJeffreys)(x)
 */
export const groupJeffreys: ScaleMixture = Object.assign(scaleMixture({ local: logUniform }), {
  truncated: between
})
