/**
 * Weights as numbers, not as laws: what methods without a posterior train.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Prior, withOptions } from '../../dsl/index.ts'

/**
 * The same prior; its weights have a point for a guide, and so no noise: training goes to the maximum
 * of the posterior density. Under `normalPrior(sd)` that is weight decay, |w|²/(2 sd²) nats. What
 * methods begin with that cut weights by their size. Refused under a prior whose density is unbounded.
 *
 * @example
 * dense(features, hidden, pointEstimates(normalPrior(0.3)))(x)
 */
export const pointEstimates =
  (prior: Prior): Prior =>
  (at) =>
    pipe(prior(at), withOptions({ guide: 'delta' }))
