/**
 * The loss and its gradients at draws that are given: the noise of a program becomes an input with
 * one slice a draw, so that the same draws can be asked again, and the loss is a function like any
 * other.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, ref, union } from '../../expr/Expr.ts'
import { substitute } from '../../expr/Fold.ts'
import { div, sumSpread } from '../../expr/Words.ts'
import type { Derived } from '../../ir/Derived.ts'
import { klWeightName, type Noise, type Variational } from '../../ir/Variational.ts'
import { hasClosedMoments } from '../MomentsPlan.ts'
import { lowerOutputs, type Output, output, type PlanFor } from '../Outputs.ts'
import { errorCostName, trained } from '../steps/TrainStep.ts'

/** The axis of the draws: no axis of a model is spelled so. */
export const fixedDrawAxis = '(fixed draws)'

/** The output with the mean of the loss over the draws, in nats. */
export const drawnLossName = 'lossNats'

/** The output with the derivative of the mean loss by a parameter. */
export const gradientOf = (parameter: string): string => `gradient:${parameter}`

/** The output with the mean of a declared site: of its guide where it has a formula, else of the draws. */
export const drawnMeanOf = (site: string): string => `mean:${site}`

/** An expression in one draw over the fixed ones. */
export const overFixed =
  (noise: ReadonlyArray<Noise>) =>
  (e: Expr): Expr =>
    substitute(
      new Map(
        noise.map((n): [string, Expr] => [n.name, ref(n.name, union([fixedDrawAxis], n.axes))])
      )
    )(e)

/** An expression in one draw as its mean over the fixed ones. */
const meanOverFixed =
  (noise: ReadonlyArray<Noise>, count: number) =>
  (e: Expr): Expr => {
    const given = overFixed(noise)(substitute(new Map([[klWeightName, constant(1)]]))(e))
    return given.axes.includes(fixedDrawAxis)
      ? pipe(sumSpread([fixedDrawAxis])(given), div(count))
      : given
  }

/** A plan whose outputs may lie over `fixedDrawAxis`, of so many draws. */
export const withDraws =
  (program: Pick<Derived, 'axes'>, count: number, outputs: ReadonlyArray<Output>): PlanFor =>
  (sizes) =>
    lowerOutputs(
      { ...program, axes: [{ name: fixedDrawAxis, size: 'data' }, ...program.axes] },
      outputs,
      {
        consumed: [],
        noise: []
      }
    )(new Map([...sizes, [fixedDrawAxis, count]]))

/**
 * Inputs: parameters, data, `total:<plate>`, and each noise with `count` slices over
 * `fixedDrawAxis`. Outputs: the mean loss with complexity costs in full weight, the mean error cost,
 * and the gradient of the mean loss by each parameter that is trained.
 */
export const fixedDrawPlan = (program: Variational, count: number): PlanFor => {
  const mean = meanOverFixed(program.noise, count)
  return withDraws(program, count, [
    output(drawnLossName, mean(program.lossNats), []),
    output(errorCostName, mean(program.errorCostNats), []),
    ...trained(program).map((p) =>
      output(gradientOf(p.name), mean(program.gradients.get(p.name) ?? constant(0)), p.axes)
    )
  ])
}

/**
 * The mean of every declared site as a function of the parameters, with the inputs of
 * `fixedDrawPlan`; sites without a closed form are averaged over the draws.
 */
export const fixedMeansPlan = (program: Variational, count: number): PlanFor => {
  const mean = meanOverFixed(program.drawNoise, count)
  return withDraws(
    program,
    count,
    program.moments.flatMap((m) => {
      const drawn = program.draws.get(m.site)
      const value = m.closed === undefined ? drawn && mean(drawn) : m.closed.mean
      return value === undefined ? [] : [output(drawnMeanOf(m.site), value, m.axes)]
    })
  )
}

/** Are draws needed for the means of sites? */
export const hasDrawnMeans = (program: Variational): boolean =>
  program.moments.some((m) => !hasClosedMoments(m))
