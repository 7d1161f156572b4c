/**
 * The normal-Jeffreys prior over groups.
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
