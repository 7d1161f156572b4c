/**
 * Weights times noise: what dropout does, of any law, under any prior.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  andThen,
  type Axis,
  mul,
  type NameOf,
  type Prior,
  program,
  type Program,
  returns,
  type Tensor
} from '../../dsl/index.ts'
import { requireGroup } from '../../dsl/CheckedPrior.ts'
import { among } from '../combinators/SharedScales.ts'

// model

/** Noise as it is written by hand: one number for each index of the axes given. */
export type NoiseOver = <const X extends ReadonlyArray<Axis<string>>>(
  ...axes: X
) => Program<unknown, object, Tensor<NameOf<X>>>

/** Of which weights the noise is one number: those of a group, each, or those at an index of these axes. */
export type NoisePer = 'group' | 'weight' | ReadonlyArray<Axis<string>>

// combinators

/**
 * The same weights, times noise: one number for each group, for each weight, or for each index of these
 * axes. The site of the prior stays what it is, the noise a site of its own beside it; what is given on
 * is their product.
 *
 * @example
 * const noise: NoiseOver = (...axes) =>
 *   pipe(
 *     program,
 *     sample('noise', over(...axes)(logNormal(-0.02, 0.2)), { guide: 'atPrior' }),
 *     returns(({ noise: z }) => z)
 *   )
 * dense(features, hidden, pipe(normalPrior(), multipliedBy(noise)))(x)
 */
export const multipliedBy =
  (noise: NoiseOver, per: NoisePer = 'group') =>
  (prior: Prior): Prior =>
  (at) => {
    const { group, axes } = at
    requireGroup('multipliedBy', at)
    const each =
      per === 'group' ? [group] : per === 'weight' ? axes : among('multipliedBy', per, axes)
    return pipe(
      noise(...each),
      andThen((z) =>
        pipe(
          prior(at),
          andThen((w) =>
            pipe(
              program,
              returns(() => pipe(w, mul(z)))
            )
          )
        )
      )
    )
  }
