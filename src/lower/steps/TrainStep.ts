/**
 * One training step as a plan: gradients, optimiser and the upper bounds of parameters, parameters
 * in and parameters out.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Expr, ref, where } from '../../expr/Expr.ts'
import { min } from '../../expr/Words.ts'
import { type Parameter, rateKind, type Variational } from '../../ir/Variational.ts'
import { heldBy, masked, type Masking, maskName, maskNow } from './Masking.ts'
import { momentOf, type Optimiser, rateOf, scalarOf } from './Optimiser.ts'
import { lowerOutputs, type Output, output, type PlanFor } from '../Outputs.ts'

/**
 * The output that estimates, without bias, −E_q ln p(observed | latents) of the full data set in
 * nats, before the update.
 */
export const errorCostName = 'errorCostNats'

/** Parameters that a step moves; the others have no gradient and stay where they started. */
export const trained = (program: Variational): ReadonlyArray<Parameter> =>
  program.parameters.filter((p) => program.gradients.has(p.name))

/** What a step replaces and so consumes: each trained parameter with its moments, masks of a surgery. */
export const replaced = (
  program: Variational,
  optimiser: Optimiser,
  masking?: Masking
): ReadonlyArray<string> => [
  ...trained(program).flatMap((p) => [
    p.name,
    ...optimiser.moments.map((m) => momentOf(m, p.name))
  ]),
  ...(masking?.surgery === true ? masking.sites.map(maskName) : [])
]

/**
 * The updates of one parameter, by the names of `replaced`. The bound is kept after the update:
 * min(θ, upper). What is held stays where it is.
 */
const updates = (
  optimiser: Optimiser,
  p: Parameter,
  gradient: Expr,
  mask: Expr | undefined
): ReadonlyArray<Output> => {
  const before = ref(p.name, p.axes)
  const updated = optimiser.update({
    parameter: before,
    gradient,
    rate: ref(rateOf(rateKind(p.kind)), []),
    moment: (m) => ref(momentOf(m, p.name), p.axes),
    scalar: (s) => ref(scalarOf(s), [])
  })
  const bounded = p.upper === undefined ? updated.parameter : pipe(updated.parameter, min(p.upper))
  return [
    output(p.name, mask === undefined ? bounded : where(mask, bounded, before), p.axes),
    ...updated.moments.map((value, i) =>
      output(momentOf(optimiser.moments[i] ?? '', p.name), value, p.axes)
    )
  ]
}

/** Outputs of one step: `replaced` and the error cost. */
export const trainOutputs = (
  program: Variational,
  optimiser: Optimiser,
  masking?: Masking
): ReadonlyArray<Output> => {
  const held = heldBy(masking)
  const { gradients, errorCostNats } = masking === undefined ? program : masked(masking)(program)
  return [
    ...program.parameters.flatMap((p) => {
      const gradient = gradients.get(p.name)
      return gradient === undefined ? [] : updates(optimiser, p, gradient, held.get(p.name))
    }),
    ...(masking?.surgery === true
      ? masking.sites.map((s) => output(maskName(s), maskNow(masking)(s), s.location.axes))
      : []),
    output(errorCostName, errorCostNats, [])
  ]
}

/**
 * Inputs: parameters and moments (consumed), data of one batch, `klWeight`, `total:<plate>`, a
 * `rate:<kind>` for each kind of parameter and the optimiser's scalars; where weights are cut their
 * masks, and of a surgery its thresholds and whether it looks; `sizes` are those of one batch.
 */
export const trainStep = (program: Variational, optimiser: Optimiser, masking?: Masking): PlanFor =>
  lowerOutputs(program, trainOutputs(program, optimiser, masking), {
    consumed: replaced(program, optimiser, masking),
    noise: program.noise
  })
