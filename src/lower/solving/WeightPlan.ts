/**
 * Log weights of draws that are given: the noise of a guide becomes an input with one slice a draw.
 *
 * @since 0.2.0
 */
import { type Expr, union } from '../../expr/Expr.ts'
import type { LogWeight } from '../../ir/LogWeight.ts'
import { output, type PlanFor } from '../Outputs.ts'
import { fixedDrawAxis, overFixed, withDraws } from './FixedDrawPlan.ts'

/** The output with the log weight of each draw, in nats. */
export const logWeightName = 'logWeightNats'

/** The output with a declared site at each draw. */
export const valueOutput = (site: string): string => `value:${site}`

/**
 * Inputs: parameters, data, and each noise with `count` slices over `fixedDrawAxis`. Outputs: the
 * log weight over `fixedDrawAxis`, and each declared site over it and its own axes.
 */
export const weightPlan = (weight: LogWeight, count: number): PlanFor => {
  const drawn = overFixed(weight.noise)
  const over = (name: string, e: Expr): ReturnType<typeof output> =>
    output(name, drawn(e), union([fixedDrawAxis], e.axes))
  return withDraws(weight, count, [
    over(logWeightName, weight.nats),
    ...[...weight.values].map(([site, value]) => over(valueOutput(site), value))
  ])
}
