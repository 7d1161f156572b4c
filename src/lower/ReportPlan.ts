/**
 * What is told of a posterior after an epoch: the complexity cost of each site, and the scores of
 * each gate.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Axes, type Expr, without } from '../expr/Expr.ts'
import { log, square, sub, sumSpread, total } from '../expr/Words.ts'
import { type Gate, showGate } from '../ir/Gate.ts'
import type { Variational } from '../ir/Variational.ts'
import { lowerOutputs, type Output, output, type PlanFor } from './Outputs.ts'

/** The output with KL(q ‖ p) of a site in nats; a Monte Carlo one is an estimate from one draw. */
export const complexityOf = (site: string): string => `complexity:${site}`
/**
 * The output with what each index of a gate no longer costs once it is off, in nats, over the
 * gate's axes.
 */
export const savedOf = (gate: Gate): string => `saved:${showGate(gate)}`
/** The output with the noise score of a gate, over the gate's axes. */
export const scoreOf = (gate: Gate): string => `score:${showGate(gate)}`

/**
 * ln Σ Var(w) − ln Σ (E w)², each summed over the slice of the target that the gate's index kills.
 * It does not change when scale moves between a factor and the tensor it multiplies; large means
 * nothing but noise.
 */
export const noiseScore = (gate: Gate, axes: Axes, mean: Expr, variance: Expr): Expr => {
  const slice = sumSpread(without(gate.axes)(axes))
  return pipe(slice(variance), log, sub(pipe(mean, square, slice, log)))
}

/** Gates that have scores: of some axes of a tensor whose moments have a closed form. */
export const scoredGates = (
  program: Variational
): ReadonlyArray<{ readonly gate: Gate; readonly score: Expr }> =>
  program.gates.flatMap((gate) =>
    program.moments.flatMap((m) => {
      if (m.site !== gate.target || m.closed === undefined || gate.axes.length === 0) return []
      return [{ gate, score: noiseScore(gate, m.axes, m.closed.mean, m.closed.variance) }]
    })
  )

/** Costs of one site may come in parts (one per factor): they are summed. */
export const complexityOutputs = (program: Variational): ReadonlyArray<Output> => {
  const sites = [...new Set(program.complexity.map((c) => c.site))]
  return sites.map((site) =>
    output(
      complexityOf(site),
      total(program.complexity.flatMap((c) => (c.site === site ? [c.nats] : []))),
      []
    )
  )
}

/**
 * Inputs: parameters, `total:<plate>`, and data where a prior depends on them; plates at their full
 * sizes.
 */
export const reportPlan = (program: Variational): PlanFor =>
  lowerOutputs(
    program,
    [
      ...complexityOutputs(program),
      ...scoredGates(program).map(({ gate, score }) => output(scoreOf(gate), score, gate.axes))
    ],
    { consumed: [], noise: program.noise }
  )

/**
 * What gates save, with the inputs of `reportPlan`: asked for when a network is pressed, not after
 * every epoch.
 */
export const savingsPlan = (program: Variational): PlanFor =>
  lowerOutputs(
    program,
    program.savings.map(({ gate, nats }) => output(savedOf(gate), nats, gate.axes)),
    { consumed: [], noise: program.noise }
  )
