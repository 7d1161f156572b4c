/**
 * Where a solver ended, in words: at the optimum, or which sites were still on their way.
 *
 * @since 0.2.0
 */
import type { Solution } from '../inference/index.ts'
import { grouped, significant } from './Numbers.ts'

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
