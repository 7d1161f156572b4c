/**
 * A bound on how noisy a guide may become.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Prior, withOptions } from '../dsl/index.ts'

/**
 * The same prior; the variance of the guide of its (standardised) weights is kept ≤ `max` while
 * training. It restricts the guide, not the model: a layer whose inputs are many and weak otherwise
 * settles early in the noise. Louizos, Ullrich & Welling 2017, section 4, bound the first layer by
 * 0.04 (a standard deviation of 0.2).
 *
 * @example
 * dense(features, hidden, boundVariance(0.04)(groupJeffreys))(x)
 */
export const boundVariance =
  (max: number) =>
  (prior: Prior): Prior =>
  (at) =>
    pipe(prior(at), withOptions({ maxVariance: max }))
