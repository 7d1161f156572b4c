/**
 * Independent normal weights.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { requireGroup } from '../dsl/CheckedPrior.ts'
import { normal, over, type Prior, program, yields } from '../dsl/index.ts'

/**
 * w ~ N(0, sd²), without groups: nothing is pruned.
 *
 * @example
 * dense(features, hidden, normalPrior(0.5))(x)
 */
export const normalPrior =
  (sd = 1): Prior =>
  ({ group, axes }) => {
    requireGroup('prior', { group, axes })
    return pipe(program, yields(over(...axes)(normal(0, sd))))
  }
