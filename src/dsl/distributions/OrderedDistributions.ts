/**
 * The distributions of categories in order.
 *
 * @since 0.2.0
 */
import * as D from '../../distributions/Distribution.ts'
import { evaluate } from '../../expr/numbers/Reference.ts'
import { refs } from '../../expr/index.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import type { TensorLike } from '../Arithmetic.ts'
import { type Axis, mention } from '../Axis.ts'
import { dist, type Dist } from '../Dist.ts'
import { misuse } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Category } from '../SupportTypes.ts'
import { operand, type Tensor, type Untyped } from '../Tensor.ts'

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

/** Cutpoints that are written down and do not rise: the category between two such has no mass. */
const fallProblems = (cutpoints: Untyped, cuts: Axis<string>): ReadonlyArray<Problem> => {
  if (refs([cutpoints.expr]).size > 0) return []
  const known = cutpoints.mentioned.flatMap(({ name, size }) =>
    size === 'data' ? [] : [[name, size] as const]
  )
  const { axes, sizes, values } = evaluate({ sizes: new Map(known), values: new Map() })(
    cutpoints.expr
  )
  const place = axes.indexOf(cuts.name)
  const step = sizes.slice(place + 1).reduce((n, size) => n * size, 1)
  const n = sizes[place] ?? 1
  const at = Array.from(values, (x, i) => ({
    x,
    k: Math.floor(i / step) % n,
    next: values[i + step]
  }))
  const fall = at.find(({ x, k, next }) => k + 1 < n && !(x < (next ?? NaN)))
  return fall === undefined
    ? []
    : [
        problem(
          '',
          `orderedLogistic: cutpoint ${fall.k} is ${fall.x}, and cutpoint ${fall.k + 1} is ${fall.next}`,
          'a category lies between two cutpoints: where they do not rise it has no probability',
          'write them in order of size'
        )
      ]
}

/**
 * An index of `along`, whose categories are in order: how many of the cutpoints a logistic number about
 * `location` lies above. They rise along the axis `cuts`, which is one shorter; `ordered` draws such,
 * and `cumulativeSum` makes them of positive gaps. Data number their categories from 0: words would be
 * put in alphabetical order.
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
  return {
    ...d,
    mentioned: mention(d.mentioned, [cuts, along]),
    problems: [
      ...d.problems,
      ...fallProblems(operand('orderedLogistic: cutpoints', cutpoints), cuts)
    ]
  }
}
