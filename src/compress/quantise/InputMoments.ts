/**
 * What each weight of a network is summed with, and how those inputs go together over the training
 * data: H = E[x xᵀ] over the axes that are summed away, the mean over everything else.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Axes, contract, type Expr, postorder, rename, without } from '../../expr/index.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { fixedSizes, type Network, openAxes, roots } from '../Network.ts'
import { product, transpose } from '../remove/Elements.ts'
import { uses } from '../remove/Users.ts'
import type { SecondMoment } from './Compensate.ts'

/** The mean of an expression over the members of `over`, on training data. */
export type MeanOver = (network: Network, sum: Expr, over: Axes) => TaskEither<Problem, NamedTensor>

/** A weight that is used once, in a sum of its products with an input. */
interface Summed {
  readonly target: string
  readonly input: Expr
  readonly over: Axes
}

/** Of more inputs than this, whose H takes n³ multiplications to invert, nothing is made good for. */
const mostInputs = 2048

const prime = (axis: string): string => `${axis}′`

/** Weights whose axes are those that are summed and others that the input lacks. */
const summedWeights = (n: Network): ReadonlyArray<Summed> => {
  const open = openAxes(n)
  const all = roots(n)
  const { refUses } = uses(all)
  return postorder(all).flatMap((e) => {
    if (e._tag !== 'Contract' || e.over.some((a) => open.has(a))) return []
    const isWeight = (x: Expr): boolean => x._tag === 'Ref' && n.tensors.has(x.name)
    const [input, weight] = isWeight(e.y) ? [e.x, e.y] : [e.y, e.x]
    if (weight._tag !== 'Ref' || !n.tensors.has(weight.name) || refUses(weight.name) !== 1)
      return []
    const others = without(e.over)(weight.axes)
    const covers = e.over.every((a) => weight.axes.includes(a) && input.axes.includes(a))
    return covers && others.every((a) => !input.axes.includes(a))
      ? [{ target: weight.name, input, over: e.over }]
      : []
  })
}

/** H of every such weight, by its name. */
export const inputMoments =
  (meanOver: MeanOver) =>
  (n: Network): TaskEither<Problem, ReadonlyMap<string, SecondMoment & Pick<Summed, 'over'>>> =>
  async () => {
    const sizes = fixedSizes(n)
    const found = new Map<string, SecondMoment & Pick<Summed, 'over'>>()
    for (const { target, input, over } of summedWeights(n)) {
      const inputs = product(over.map((a) => sizes.get(a) ?? 1))
      if (inputs > mostInputs) continue
      const others = without(over)(input.axes)
      const again = over.reduce((x, a) => rename(a, prime(a))(x), input)
      const sum = await meanOver(n, contract(others)(input, again), others)()
      if (E.isLeft(sum)) return sum
      const { values } = transpose([...over, ...over.map(prime)])(sum.right)
      found.set(target, {
        over,
        n: inputs,
        values: Float64Array.from(values)
      })
    }
    return E.right(found)
  }
