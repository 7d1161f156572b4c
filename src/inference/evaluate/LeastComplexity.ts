/**
 * The least that one element of a latent site can cost: min KL(q ‖ p) over its guide's parameters,
 * without the bounds that training keeps.
 *
 * A group that has left training is nowhere in the likelihood, and the best that its guide can do is to
 * return to the prior. What the ELBO then has of it is this number for each of its elements, 0 where the
 * family holds the prior (a normal from a normal), a constant above 0 where it does not (a log-normal
 * from a gamma). Found in float64, by descent on the cost of a single element; only of sites whose cost
 * depends on their own parameters alone.
 *
 * @since 0.2.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Parameter, Variational } from '../../ir/Variational.ts'
import { type ElementCost, elementCosts, elementNats } from '../../lower/solving/ElementCost.ts'
import { gradientOf } from '../../lower/solving/FixedDrawPlan.ts'
import { prepareFloat64 } from '../../runtime/float64/Float64Plan.ts'
import type { Tensors } from '../host/Tensors.ts'
import { descend } from '../solving/Lbfgs.ts'

/**
 * - `nats` of each element; `axes` along which the site has elements
 * - `at` the values of its parameters there
 */
export interface LeastCost {
  readonly nats: number
  readonly axes: ReadonlyArray<string>
  readonly at: ReadonlyMap<string, number>
}

const startOf = ({ initial }: Parameter): number => (initial._tag === 'Fill' ? initial.value : 0)

const leastOf = ({ axes, parameters, sizes, plan }: ElementCost): LeastCost | undefined => {
  const lowered = plan(sizes)
  if (isLeft(lowered)) return undefined
  const prepared = prepareFloat64(lowered.right)
  const found = descend(
    (x, gradient) => {
      parameters.forEach((p, i) => prepared.input(p.name)?.fill(x[i] ?? NaN))
      prepared.run()
      parameters.forEach((p, i) => {
        gradient[i] = prepared.output(gradientOf(p.name))[0] ?? NaN
      })
      return prepared.output(elementNats)[0] ?? NaN
    },
    Float64Array.from(parameters, startOf),
    { iterations: 200, reach: new Float64Array(parameters.length).fill(2), tolerance: 1e-9 }
  )
  return {
    nats: found.value,
    axes,
    at: new Map(parameters.map((p, i) => [p.name, found.x[i] ?? 0] as const))
  }
}

/** By site of the complexity costs; a site whose cost needs other sites is left out. */
export const leastComplexity = (program: Variational): ReadonlyMap<string, LeastCost> =>
  new Map(
    elementCosts(program).flatMap((cost) => {
      const found = leastOf(cost)
      return found === undefined ? [] : [[cost.site, found] as const]
    })
  )

/** Parameters that training keeps below a bound, where the least of their site is known. */
export const boundedParameters = (
  program: Variational,
  least: ReadonlyMap<string, LeastCost>
): ReadonlyMap<string, { readonly upper: number; readonly freely: number }> => {
  const at = new Map([...least.values()].flatMap((cost) => [...cost.at]))
  return new Map(
    program.parameters.flatMap(({ name, upper }) => {
      const freely = at.get(name)
      return upper === undefined || freely === undefined || freely <= upper
        ? []
        : [[name, { upper: Math.fround(upper), freely }] as const]
    })
  )
}

const freed = (
  values: Float32Array,
  { upper, freely }: { readonly upper: number; readonly freely: number }
): Float32Array => {
  const free = values.slice()
  for (let i = 0; i < free.length; i++) if ((free[i] ?? NaN) >= upper) free[i] = freely
  return free
}

/**
 * Parameters with those that lie at their bound where their complexity cost alone would have them: what
 * the costs fall by is the price of the bounds.
 */
export const withoutBounds =
  (bounded: ReturnType<typeof boundedParameters>) =>
  (parameters: Tensors): Tensors =>
    new Map(
      [...parameters].map(([name, t]) => {
        const bound = bounded.get(name)
        return [name, bound === undefined ? t : { ...t, values: freed(t.values, bound) }] as const
      })
    )
