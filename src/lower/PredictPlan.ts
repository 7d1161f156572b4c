/**
 * Predictions from values of the declared sites: posterior means (plug-in) or one draw (posterior
 * predictive).
 *
 * @since 0.1.0
 */
import { factsOf } from '../distributions/supports/Support.ts'
import { iota } from '../expr/Expr.ts'
import { substitute } from '../expr/Fold.ts'
import type { Prediction, Variational } from '../ir/Variational.ts'
import { type AxisSizes, lowerOutputs, type Output, output, type PlanFor } from './Outputs.ts'

/** The output with −ln p(y | arguments) in nats, over the axes of the observed site. */
export const nllOf = (site: string): string => `nll:${site}`
/**
 * The output with −ln p(y = k | arguments) in nats for each outcome k, over the site's axes and
 * `outcomeAxis`.
 */
export const outcomesOf = (site: string): string => `outcomes:${site}`
/** The output with one argument of the observed site's distribution. */
export const argumentOf = (site: string, argument: string): string => `argument:${site}/${argument}`
/** The axis of the outcomes of a discrete observation. */
export const outcomeAxis = (site: string): string => `outcome of ${site}`

/** Has the observation finitely many outcomes, numbered from 0? */
export const isDiscrete = (p: Prediction): boolean => factsOf(p.support).outcomes !== undefined

/** The number of outcomes of a discrete observation, 0 for others. */
export const outcomeCount = (p: Prediction, sizes: AxisSizes): number =>
  factsOf(p.support).outcomes?.(p.consumes.map((axis) => sizes.get(axis) ?? 0)) ?? 0

/**
 * What a prediction plan gives: the loss of the observed values, the loss of every outcome that is
 * possible, or the arguments.
 */
export type PredictionKind = 'nll' | 'outcomes' | 'arguments'

/** −ln p(y = k | arguments): the observed value is a reference, and 0, 1, 2, … stands in its place. */
export const outcomesOutput = (p: Prediction): Output =>
  output(
    outcomesOf(p.site),
    substitute(new Map([[p.site, iota(outcomeAxis(p.site))]]))(p.negativeLogLikelihood),
    [...p.axes, outcomeAxis(p.site)]
  )

const outputsOf: { readonly [K in PredictionKind]: (p: Prediction) => ReadonlyArray<Output> } = {
  nll: (p) => [output(nllOf(p.site), p.negativeLogLikelihood, p.axes)],
  outcomes: (p) => [outcomesOutput(p)],
  arguments: (p) =>
    p.arguments.map((a) => output(argumentOf(p.site, a.name), a.value, a.value.axes))
}

/**
 * Inputs: declared sites and data; the observed values for `nll` alone. Plates at the size of what
 * is predicted at once.
 */
export const predictPlan =
  (program: Variational, kind: (p: Prediction) => PredictionKind): PlanFor =>
  (sizes) => {
    const discrete = program.predictions.filter(isDiscrete)
    const all = new Map([
      ...sizes,
      ...discrete.map((p) => [outcomeAxis(p.site), outcomeCount(p, sizes)] as const)
    ])
    return lowerOutputs(
      program,
      program.predictions.flatMap((p) => outputsOf[kind(p)](p)),
      { consumed: [], noise: [] }
    )(all)
  }
