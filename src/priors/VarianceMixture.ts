/**
 * Mixtures of normals by their variance: w | v ~ N(0, v), v random.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Dist,
  over,
  type Positive,
  program,
  returns,
  sample,
  sqrt,
  truncated
} from '../dsl/index.ts'
import { fromScale, type ScaleMixture } from './ScaleMixture.ts'

/**
 * Sites: `v ~ variance` per index of the group; the scale is √v.
 *
 * @example
 * const prior = varianceMixture(betaPrime({ alpha: 0.5, beta: 2, scale: 1 }))
 * dense(features, hidden, prior)(x)
 */
export const varianceMixture = (variance: Dist<never, Positive>): ScaleMixture =>
  fromScale(
    (...axes) =>
      pipe(
        program,
        sample('v', over(...axes)(variance)),
        returns(({ v }) => sqrt(v))
      ),
    ({ low, high }) =>
      varianceMixture(
        truncated({
          ...(low === undefined ? {} : { low: low ** 2 }),
          ...(high === undefined ? {} : { high: high ** 2 }),
          of: variance
        })
      )
  )
