/**
 * Products of scales, and laws of scales between ends.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { andThen, type Axis, include, model, mul, program, returns } from '../../dsl/index.ts'
import { misuse } from '../../dsl/Misuse.ts'
import {
  type Place,
  scaledBy,
  type ScaleEnds,
  type ScaleMixture,
  type Scales
} from '../ScaleMixture.ts'

/**
 * w ~ N(0, (z₁·z₂·…)²), each scale a model of its own whose sites lie under its name. Where one of them
 * is 0 the weight is: each prunes along axes of its own.
 *
 * @example
 * const prior = product({ units: groupHorseshoe(0.1), outputs: pipe(groupJeffreys, perUnit(hidden)) })
 * dense(features, hidden, prior)(x)
 */
export const product = (factors: Readonly<Record<string, ScaleMixture>>): ScaleMixture => {
  const [first, ...others] = Object.entries(factors)
  if (first === undefined)
    return misuse(
      '',
      'product: found no scale',
      'a product is made of scale mixtures by name',
      'product({ group: groupHorseshoe(0.1), element: elementwise(groupJeffreys) })'
    )
  return scaledBy(<X extends ReadonlyArray<Axis<string>>>(at: Place<X>): Scales<X> => {
    const named = ([name, factor]: readonly [string, ScaleMixture]): Scales<X> =>
      model(function* () {
        return yield* include(name, factor.scale(at))
      })
    return others.reduce<Scales<X>>(
      (before, factor) =>
        pipe(
          before,
          andThen((t) =>
            pipe(
              named(factor),
              andThen((u) =>
                pipe(
                  program,
                  returns(() => pipe(u, mul(t)))
                )
              )
            )
          )
        ),
      named(first)
    )
  })
}

/**
 * The law of the scale between two ends, or beyond one: that of each index, before a global scale. Above
 * a low end nothing is gated, since no scale reaches 0; below a high one no weight runs away. Of
 * normal-Jeffreys between two ends it makes a proper prior.
 *
 * @example
 * dense(features, hidden, pipe(groupJeffreys, truncateScale({ low: 1e-4, high: 10 })))(x)
 */
export const truncateScale =
  (ends: ScaleEnds) =>
  ({ truncated }: ScaleMixture): ScaleMixture =>
    truncated(ends)
