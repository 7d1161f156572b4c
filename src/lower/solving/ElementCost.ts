/**
 * What one element of a latent site costs, as a function of its guide's parameters alone.
 *
 * @since 0.2.0
 */
import { gradients } from '../../expr/calculus/Differentiate.ts'
import { constant } from '../../expr/Expr.ts'
import { refs } from '../../expr/Fold.ts'
import { total } from '../../expr/Words.ts'
import type { Parameter, Variational } from '../../ir/Variational.ts'
import { programAt } from '../AtKept.ts'
import { type AxisSizes, lowerOutputs, output, type PlanFor } from '../Outputs.ts'
import { gradientOf } from './FixedDrawPlan.ts'

/** The output with KL(q ‖ p) of the element, in nats. */
export const elementNats = 'elementNats'

/**
 * `plan`, at `sizes`, of one element over all of the site's `axes`. Outputs: its cost, and the
 * derivatives of it by the parameters (`gradientOf`).
 */
export interface ElementCost {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly parameters: ReadonlyArray<Parameter>
  readonly sizes: AxisSizes
  readonly plan: PlanFor
}

/**
 * Of each site of the complexity costs whose cost is a formula in parameters that no other cost has;
 * others are left out.
 */
export const elementCosts = (program: Variational): ReadonlyArray<ElementCost> => {
  const single = programAt(
    new Map(
      program.axes.flatMap(({ name, size }) =>
        typeof size === 'number' ? [[name, { size, indices: [0] }] as const] : []
      )
    )
  )(program)
  const sizes = new Map(program.axes.map((a) => [a.name, 1] as const))
  const costs = Map.groupBy(single.complexity, (c) => c.site)
  const uses = new Map<string, number>()
  for (const ofSite of costs.values())
    for (const name of refs(ofSite.map((c) => c.nats)).keys())
      uses.set(name, (uses.get(name) ?? 0) + 1)
  return [...costs].flatMap(([site, ofSite]) => {
    const named = refs(ofSite.map((c) => c.nats))
    const parameters = single.parameters.filter((p) => named.has(p.name))
    const [first] = parameters
    const isFormula = ofSite.every(
      ({ how: { kind } }) =>
        kind !== 'point' && kind !== 'Monte Carlo' && kind !== 'total correlation'
    )
    if (
      first === undefined ||
      !isFormula ||
      parameters.length !== named.size ||
      parameters.some((p) => uses.get(p.name) !== 1 || p.axes.length !== first.axes.length)
    )
      return []
    const nats = total(ofSite.map((c) => c.nats))
    const slopes = gradients(nats, parameters)
    const outputs = [
      output(elementNats, nats, []),
      ...parameters.map((p) =>
        output(gradientOf(p.name), slopes.get(p.name) ?? constant(0), p.axes)
      )
    ]
    const plan = lowerOutputs(single, outputs, { consumed: [], noise: [] })
    return [{ site, axes: first.axes, parameters, sizes, plan }]
  })
}
