/**
 * One training step as a plan: gradients, optimiser and the upper bounds of parameters, parameters
 * in and parameters out.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Expr, ref } from '../expr/Expr.ts'
import { min } from '../expr/Words.ts'
import type { Parameter, Variational } from '../ir/Variational.ts'
import { momentOf, type Optimiser, rateOf, scalarOf } from './Optimiser.ts'
import { lowerOutputs, type Output, output, type PlanFor } from './Outputs.ts'

/**
 * The output that estimates, without bias, −E_q ln p(observed | latents) of the full data set in
 * nats, before the update.
 */
export const errorCostName = 'errorCostNats'

/** Parameters that a step moves; the others have no gradient and stay where they started. */
export const trained = (program: Variational): ReadonlyArray<Parameter> =>
  program.parameters.filter((p) => program.gradients.has(p.name))

/** What a step replaces and so consumes: each trained parameter with its moments. */
export const replaced = (program: Variational, optimiser: Optimiser): ReadonlyArray<string> =>
  trained(program).flatMap((p) => [p.name, ...optimiser.moments.map((m) => momentOf(m, p.name))])

/**
 * The updates of one parameter, by the names of `replaced`. The bound is kept after the update:
 * min(θ, upper).
 */
const updates = (optimiser: Optimiser, p: Parameter, gradient: Expr): ReadonlyArray<Output> => {
  const updated = optimiser.update({
    parameter: ref(p.name, p.axes),
    gradient,
    rate: ref(rateOf(p.kind), []),
    moment: (m) => ref(momentOf(m, p.name), p.axes),
    scalar: (s) => ref(scalarOf(s), [])
  })
  const bounded = p.upper === undefined ? updated.parameter : pipe(updated.parameter, min(p.upper))
  return [
    output(p.name, bounded, p.axes),
    ...updated.moments.map((value, i) =>
      output(momentOf(optimiser.moments[i] ?? '', p.name), value, p.axes)
    )
  ]
}

/** Outputs of one step: `replaced` and the error cost. */
export const trainOutputs = (program: Variational, optimiser: Optimiser): ReadonlyArray<Output> => [
  ...program.parameters.flatMap((p) => {
    const gradient = program.gradients.get(p.name)
    return gradient === undefined ? [] : updates(optimiser, p, gradient)
  }),
  output(errorCostName, program.errorCostNats, [])
]

/**
 * Inputs: parameters and moments (consumed), data of one batch, `klWeight`, `total:<plate>`, a
 * `rate:<kind>` for each kind of parameter and the optimiser's scalars; `sizes` are those of one
 * batch.
 */
export const trainStep = (program: Variational, optimiser: Optimiser): PlanFor =>
  lowerOutputs(program, trainOutputs(program, optimiser), {
    consumed: replaced(program, optimiser),
    noise: program.noise
  })
