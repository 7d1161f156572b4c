/**
 * A slab of finite width.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add, div, mul, positive, program, returns, sqrt, square, andThen } from '../dsl/index.ts'
import { fromScale, type ScaleMixture } from './ScaleMixture.ts'

/**
 * The scale t of a mixture becomes c·t/√(c² + t²): as t where t is small, never above c. Of the
 * horseshoe it makes the regularised horseshoe. Piironen & Vehtari 2017, equation 2.8.
 *
 * @param slab c > 0, the width that large weights keep
 *
 * @example
 * dense(features, hidden, pipe(groupHorseshoe(1e-3), regularise(2)))(x)
 */
export const regularise =
  (slab: number) =>
  ({ scale }: ScaleMixture): ScaleMixture =>
    fromScale((...axes) =>
      pipe(
        scale(...axes),
        andThen((t) =>
          pipe(
            program,
            returns(() =>
              pipe(t, mul(positive(slab)), div(sqrt(pipe(square(t), add(positive(slab ** 2))))))
            )
          )
        )
      )
    )
