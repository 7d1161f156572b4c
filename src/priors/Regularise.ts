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
  draw,
  inverseGamma,
  model,
  mul,
  type Positive,
  positive,
  program,
  returns,
  type Scalar,
  sqrt,
  square
} from '../dsl/index.ts'
import { pathOf } from '../dsl/Declared.ts'
import { programOf } from '../dsl/Program.ts'
import { scaledBy, type ScaleMixture } from './ScaleMixture.ts'

/**
 * The width that large weights keep: a number, or that of Student's t with so many degrees of freedom
 * and this scale.
 */
export type Slab = number | { readonly df: number; readonly scale: number }

/** The last part of a path, with a number where a slab inside another has it already. */
const freeName = (path: string, taken: ReadonlyArray<string>): string => {
  const count = taken.filter((n) => n === path || n.startsWith(`${path}-`)).length
  return count === 0 ? 'c2' : `c2-${count + 1}`
}

/** c² of a tensor: a number, or `c2` ~ inverseGamma(df/2, scale df·scale²/2), one site. */
const squaredSlab = (slab: Slab) =>
  typeof slab === 'number'
    ? pipe(
        program,
        returns(() => positive(slab ** 2))
      )
    : programOf<unknown, object, Scalar<Positive>>((scope, declared) =>
        model(function* () {
          const law = inverseGamma({ shape: slab.df / 2, scale: (slab.df * slab.scale ** 2) / 2 })
          return yield* draw(freeName(pathOf(scope, 'c2'), declared.names), law)
        }).run(scope, declared)
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
  ({ scale, truncated }: ScaleMixture): ScaleMixture =>
    scaledBy(
      (at) =>
        pipe(
          squaredSlab(slab),
          andThen((c2) =>
            pipe(
              scale(at),
              andThen((t) =>
                pipe(
                  program,
                  returns(() => pipe(t, mul(sqrt(pipe(c2, div(pipe(square(t), add(c2))))))))
                )
              )
            )
          )
        ),
      (ends) => regularise(slab)(truncated(ends))
    )
