/**
 * Scale mixtures of normals: w | z ~ N(0, z²), z random. Mass at z = 0 is what prunes.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  andThen,
  type At,
  type Axis,
  type Dist,
  mul,
  type NameOf,
  normal,
  over,
  type Prior,
  program,
  type Program,
  returns,
  sample,
  type Scale,
  type Tensor,
  yields
} from '../dsl/index.ts'
import { requireGroup } from '../dsl/CheckedPrior.ts'

// model

/** A prior whose scale is a model of its own: one scale per index of the axes given. */
export interface ScaleMixture extends Prior {
  readonly scale: <const X extends ReadonlyArray<Axis<string>>>(
    ...axes: X
  ) => Program<unknown, object, Tensor<NameOf<X>, Scale>>
}

// constructors

/**
 * w ~ N(0, scale²), with one scale per index of the group.
 *
 * @example
 * const scale: ScaleMixture['scale'] = (...axes) =>
 *   pipe(program, sample('z', over(...axes)(halfNormal(1))), returns(({ z }) => z))
 * dense(features, hidden, fromScale(scale))(x)
 */
export const fromScale = (scale: ScaleMixture['scale']): ScaleMixture => {
  const prior: Prior = ({ group, axes }) => {
    requireGroup('prior', { group, axes })
    return pipe(
      scale(group),
      andThen((z) => pipe(program, yields(over(...axes)(normal(0, z)))))
    )
  }
  return Object.assign(prior, { scale })
}

/**
 * Sites: `z ~ local` per index of the group; with a global scale also `s ~ global`, one for the
 * tensor; the scale is z·s.
 *
 * @example
 * const prior = scaleMixture({ global: halfCauchy(1e-3), local: halfCauchy(1) })
 * dense(features, hidden, prior)(x)
 */
export const scaleMixture = <S extends Scale, T extends Scale>({
  local,
  global
}: {
  readonly local: Dist<never, S>
  readonly global?: Dist<never, T>
}): ScaleMixture =>
  fromScale((...axes) =>
    global === undefined
      ? pipe(
          program,
          sample('z', over(...axes)(local)),
          returns(({ z }) => z)
        )
      : pipe(
          program,
          sample('s', global),
          sample('z', over(...axes)(local)),
          returns(({ s, z }) => pipe(z, mul(s)))
        )
  )

// combinators

/**
 * A scale for every element instead of one per group.
 *
 * @example
 * dense(features, hidden, elementwise(groupJeffreys))(x)
 */
export const elementwise =
  ({ scale }: ScaleMixture): Prior =>
  ({ group, axes }: At<string, ReadonlyArray<Axis<string>>>) => {
    requireGroup('prior', { group, axes })
    return pipe(
      scale(...axes),
      andThen((z) => pipe(program, yields(over(...axes)(normal(0, z)))))
    )
  }
