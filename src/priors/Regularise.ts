/**
 * A slab of finite width.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  andThen,
  div,
  inverseGamma,
  mul,
  positive,
  program,
  returns,
  sample,
  sqrt,
  square
} from '../dsl/index.ts'
import { fromScale, type ScaleMixture } from './ScaleMixture.ts'

/**
 * The width that large weights keep: a number, or that of Student's t with so many degrees of freedom
 * and this scale.
 */
export type Slab = number | { readonly df: number; readonly scale: number }

/** c² of a tensor: a number, or `c2` ~ inverseGamma(df/2, scale df·scale²/2), one site. */
const squaredSlab = (slab: Slab) =>
  typeof slab === 'number'
    ? pipe(
        program,
        returns(() => positive(slab ** 2))
      )
    : pipe(
        program,
        sample('c2', inverseGamma({ shape: slab.df / 2, scale: (slab.df * slab.scale ** 2) / 2 })),
        returns(({ c2 }) => c2)
      )

/**
 * The scale t of a mixture becomes c·t/√(c² + t²): as t where t is small, never above c. Of the
 * horseshoe it makes the regularised horseshoe. Piironen & Vehtari 2017, equation 2.8.
 *
 * @param slab c > 0, the width that large weights keep; or that of a Student's t
 *
 * @example
 * dense(features, hidden, pipe(groupHorseshoe(1e-3), regularise(2)))(x)
 */
export const regularise =
  (slab: Slab) =>
  ({ scale }: ScaleMixture): ScaleMixture =>
    fromScale((...axes) =>
      pipe(
        squaredSlab(slab),
        andThen((c2) =>
          pipe(
            scale(...axes),
            andThen((t) =>
              pipe(
                program,
                returns(() => pipe(t, mul(sqrt(pipe(c2, div(pipe(square(t), add(c2))))))))
              )
            )
          )
        )
      )
    )
