/**
 * The distributions of categories in order.
 *
 * @since 0.2.0
 */
import * as D from '../../distributions/Distribution.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { type Axis, mention } from '../Axis.ts'
import { dist, type Dist } from '../Dist.ts'
import { misuse } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Category } from '../SupportTypes.ts'
import { operand, type Tensor } from '../Tensor.ts'

/** The location has none of the axes that one draw uses up. */
const refuseUsed = (given: unknown, used: ReadonlyArray<Axis<string>>): void => {
  const { axes } = operand('orderedLogistic: location', given).expr
  const found = used.find((a) => axes.includes(a.name))
  if (found !== undefined)
    misuse(
      '',
      `orderedLogistic: the location has the axis '${found.name}'`,
      'one location lies among all cutpoints, and tells one category',
      'leave the axis out of the location, or put what differs along it into the cutpoints'
    )
}

/**
 * An index of `along`, whose categories are in order: how many of the cutpoints a logistic number about
 * `location` lies above. They rise along the axis `cuts`, which is one shorter; `cumulativeSum` makes
 * such of positive gaps. Data number their categories from 0: words would be put in alphabetical order.
 *
 * @example
 * orderedLogistic({ location: mu, cutpoints: v, cuts: hidden, along: axis('answers', 5) })
 */
export const orderedLogistic = <
  C extends string,
  J extends C,
  K extends string,
  A extends string = never
>({
  location,
  cutpoints,
  cuts,
  along
}: {
  readonly location: TensorLike<A>
  readonly cutpoints: Tensor<C>
  readonly cuts: Axis<J>
  readonly along: Axis<K>
}): Dist<A | Exclude<C, J>, Category<K>> => {
  requireAxes('orderedLogistic', [cuts.name], operand('orderedLogistic: cutpoints', cutpoints))
  refuseUsed(location, [cuts, along])
  if (along.size === 'data' || cuts.size !== along.size - 1)
    misuse(
      '',
      `orderedLogistic: found ${cuts.size} cutpoints along '${cuts.name}' for '${along.name}' of size ` +
        `${along.size}`,
      'a cutpoint lies between each category and the next',
      'give one fewer than there are categories'
    )
  const d: Dist<A | Exclude<C, J>, Category<K>> = dist(
    'orderedLogistic',
    { location, cutpoints },
    (a) => D.orderedLogistic({ ...a, cuts: cuts.name, along: along.name })
  )
  return { ...d, mentioned: mention(d.mentioned, [cuts, along]) }
}
