/**
 * Which weights have one scale in common: those of a group, unless these say it otherwise.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  andThen,
  type Axis,
  type NameOf,
  program,
  type Program,
  returns,
  type Scale,
  type Tensor
} from '../../dsl/index.ts'
import { misuse } from '../../dsl/Misuse.ts'
import { tensor } from '../../dsl/Tensor.ts'
import { type Place, scaledBy, type ScaleMixture } from '../ScaleMixture.ts'

// combinators

const show = (axes: ReadonlyArray<Axis<string>>): string =>
  `[${axes.map((a) => a.name).join(', ')}]`

/** The axes of the weights that have these names. */
export const among = <X extends ReadonlyArray<Axis<string>>>(
  word: string,
  wanted: ReadonlyArray<Axis<string>>,
  axes: X
): ReadonlyArray<Axis<NameOf<X>>> =>
  wanted.map(
    (w) =>
      axes.find((a) => a.name === w.name && a.size === w.size) ??
      misuse(
        '',
        `${word}: the axis '${w.name}' of size ${w.size} is none of the weights, which have ${show(axes)}`,
        'weights have one scale in common along axes of their own',
        `${word}(an axis of ${show(axes)})`
      )
  )

const placed =
  (each: <X extends ReadonlyArray<Axis<string>>>(axes: X) => Place<X>['each']) =>
  ({ scale, truncated }: ScaleMixture): ScaleMixture =>
    scaledBy(
      ({ axes }) => scale({ each: each(axes), axes }),
      (ends) => placed(each)(truncated(ends))
    )

/**
 * A scale for every element instead of one per group.
 *
 * @example
 * dense(features, hidden, elementwise(groupJeffreys))(x)
 */
export const elementwise: (mixture: ScaleMixture) => ScaleMixture = placed((axes) => axes)

/**
 * A scale for each index of these axes, whichever the group is; of several axes, for each combination;
 * of none, one scale for the tensor.
 *
 * @example
 * dense(features, hidden, pipe(groupJeffreys, perUnit(hidden)))(x)
 */
export const perUnit = (
  ...axes: ReadonlyArray<Axis<string>>
): ((mixture: ScaleMixture) => ScaleMixture) => placed((all) => among('perUnit', axes, all))

/**
 * Draws the scale of a mixture here, one for each index of these axes, and gives the prior of all
 * tensors that have it in common: their slices live and die together.
 *
 * @example
 * const unit = yield* include('unit', pipe(groupHorseshoe(0.1), shared(hidden)))
 * const h = yield* include('fc1', dense(features, hidden, unit)(x))
 * yield* include('out', unit({ group: hidden, axes: [hidden] }))
 */
export const shared =
  <const X extends ReadonlyArray<Axis<string>>>(...axes: X) =>
  ({ scale }: ScaleMixture): Program<unknown, object, ScaleMixture> =>
    pipe(
      scale({ each: axes, axes }),
      andThen((z) =>
        pipe(
          program,
          returns(() =>
            scaledBy((at) => {
              among('shared', axes, at.axes)
              return pipe(
                program,
                returns((): Tensor<NameOf<typeof at.axes>, Scale> =>
                  tensor(z.expr, z.support, z.mentioned)
                )
              )
            })
          )
        )
      )
    )
