/**
 * What a fit comes to, by a schedule, by a solver or settled.
 *
 * @since 0.2.0
 */
import type { EpochMetrics } from '../evaluate/Metrics.ts'
import type { Settled } from '../settling/Settled.ts'
import type { Covariance } from './LinearResponse.ts'
import type { Solution } from './Solution.ts'
import type { State } from '../variational/State.ts'

/** Where a fit ended, and how it went. */
export interface FitResult {
  /**
   * A schedule is `finished` when its steps are done, wherever it is then; what is solved or settles
   * has `converged`, or `notConverged` within its rounds or epochs; `stopped` is what was asked to
   * stop.
   */
  readonly outcome: 'finished' | 'stopped' | 'converged' | 'notConverged'
  /** Of the full model: what has gone is as it was when it went. */
  readonly state: State
  /** Of the epochs that ended in this fit; one that was resumed has the earlier ones on record. */
  readonly metrics: ReadonlyArray<EpochMetrics>
  /** Of a solver that was not stopped. */
  readonly solution?: Solution
  /** Of a fit that settles and was not stopped. */
  readonly settled?: Settled
  /**
   * Of a fit that was solved or settled and was not stopped: how declared sites vary together, by
   * linear response. Undefined of a site that there is none of, and where no Hessian is known.
   */
  readonly covariance?: Covariance
}
