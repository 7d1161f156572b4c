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
import { type ScaleMixture, scaleMixture } from './ScaleMixture.ts'

/**
 * z ~ 1/|z|, one per group, improper; w ~ N(0, z²). Louizos, Ullrich & Welling 2017, section 4.1.
 *
 * @example
 * dense(features, hidden, groupJeffreys)(x)
 */
export const groupJeffreys: ScaleMixture = scaleMixture({ local: logUniform })
