/**
 * Where a fit ended that is solved or settles, in words: at the optimum, or which sites were still on their way.
 *
 * @since 0.2.0
 */
import type { Settled, Solution } from '../inference/index.ts'
import type { FormDecision } from '../library/forms/Form.ts'
import { grouped, significant } from './Numbers.ts'

/** What of a fit that settled is said. */
export type SettledFacts = Omit<Settled, 'response'>

/** What of a solution is said. */
export type SolutionFacts = Omit<Solution, 'response' | 'errorCostNats'>

/**
 * `converged after 4 rounds: no site is further than 0.0021 sd from the optimum` and `over 256 draws,
 * which may have moved one by 0.017 sd; −ELBO 31.81 nats`; or the sites that still moved.
 */
export const showSolution = (
  { draws, stepSds, drawErrorSds, lossNats, moving }: SolutionFacts,
  rounds: number
): ReadonlyArray<string> => [
  moving.length === 0
    ? `converged after ${rounds} rounds: no site is further than ${significant(stepSds)} sd from the optimum`
    : `not converged after ${rounds} rounds: ${moving.join(', ')} still moved, by up to ` +
      `${significant(stepSds)} sd`,
  `the loss is a mean over ${grouped(draws)} fixed draws, which may have moved a site by ` +
    `${significant(drawErrorSds)} sd; loss ${significant(lossNats)} nats`
]

/**
 * `converged after 24 epochs: no site is known worse than to 0.046 sd; loss 31.81 nats`; or the sites
 * that still moved.
 */
export const showSettled = (
  { mean, lossNats, moving }: SettledFacts,
  epochs: number
): ReadonlyArray<string> => [
  moving.length === 0
    ? `converged after ${epochs} epochs: the mean of the iterates is known to ` +
      `${significant(mean?.errorSds ?? NaN)} sd; loss ${significant(lossNats)} nats`
    : `not converged after ${epochs} epochs: ` +
      `${moving.map(({ site, sds }) => `${site} (${significant(sds)} sd)`).join(', ')} ` +
      `still moved, or ${moving.length === 1 ? 'is' : 'are'} not known well enough; ` +
      `loss ${significant(lossNats)} nats`
]

/** `w: centred, 13.2 nats better than non-centred`. */
export const showForm = (form: ReadonlyArray<FormDecision>): ReadonlyArray<string> =>
  form.map(
    ({ sites, what, betterByNats, than }) =>
      `${sites.join(', ')}: ${what}, ` +
      (Number.isFinite(betterByNats) && betterByNats >= 0.05
        ? `${significant(betterByNats)} nats better than ${than}`
        : `${than} would be no better`)
  )
