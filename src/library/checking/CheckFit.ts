/**
 * Whether a fit in memory can be trusted.
 *
 * @since 0.2.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Problems } from '../../ir/Problem.ts'
import type { Fitted } from '../FitModel.ts'
import { learntOf } from '../Learnt.ts'
import { type Checked, checkLearnt, type CheckOptions, standardCheckDraws } from './CheckLearnt.ts'

/**
 * Trust, trust means only, or do not trust, with the numbers behind it and corrected means: draws of
 * the guide are weighed by p/q on all data, in float64. Errors: a guide without density, a model so
 * large that it would take minutes, draws that cannot be weighed.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { checkFitted, fitModel, normal, observe, over, plate, program, sample } from 'farrier'
 *
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 10)),
 *     observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
 *   )
 *   const y = { axes: ['rows'], sizes: [4], values: Float32Array.of(1, 2, 3, 4) }
 *   const checked = await pipe(
 *     model,
 *     fitModel({ data: new Map([['y', y]]), backend: 'cpu' }),
 *     TE.chainEitherK(checkFitted())
 *   )()
 *   assert(checked._tag === 'Right' && checked.right.verdict.trust === 'trust')
 */
export const checkFitted =
  ({ draws = standardCheckDraws, seed }: CheckOptions = {}) =>
  <Sites>(fitted: Fitted<Sites>): Either<Problems, Checked> =>
    checkLearnt(fitted.model, learntOf(fitted), draws, seed ?? fitted.settings.seed)
