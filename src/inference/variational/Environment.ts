/**
 * Everything outside that a fit needs, and what it tells.
 *
 * @since 0.1.0
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import type { Executor } from '../../runtime/Executor.ts'
import type { EpochMetrics } from '../evaluate/Metrics.ts'
import type { Now } from './Schedule.ts'
import type { Unused } from './Shrunk.ts'
import type { State } from './State.ts'

/**
 * Told after every block of steps. `errorCostNats` is the mean of the block's estimates for the
 * full data set, of `observations` values.
 */
export interface Progress extends Now {
  readonly step: number
  readonly totalSteps: number
  readonly stepsPerEpoch: number
  readonly errorCostNats: number
  readonly observations: number
  /** Of the last finished epoch. */
  readonly last: EpochMetrics | undefined
}

/**
 * Parts of a fit that may be timed. `steps` is a block of them, with batches and rates made and
 * costs read back.
 */
export type FitPart = 'steps' | 'report' | 'evaluation' | 'shrinking' | 'record' | 'checkpoint'

/** Does something that is a part of a fit, and may look at a clock before and after. */
export type Timed = <A>(part: FitPart, act: () => Promise<A>) => Promise<A>

export const untimed: Timed = (_, act) => act()

/** Everything outside that a fit needs. */
export interface FitEnvironment<B> {
  readonly executor: Executor<B>
  /**
   * Milliseconds since an arbitrary moment: blocks are measured by it. Without it they have a fixed
   * length.
   */
  readonly nowMs?: () => number
  /** Without it nothing is timed. */
  readonly timed?: Timed | undefined
  readonly onProgress: (p: Progress) => void
  /** Asked after every block: the fit ends there, resumable. */
  readonly shouldStop: () => boolean
  /** Awaited after every block, so that the world outside gets its turn. */
  readonly pause: () => Promise<void>
  readonly record: (m: EpochMetrics) => TaskEither<Problem, void>
  /**
   * Keeps a state: after every epoch and where the fit stops. It is never given a state that is not
   * finite.
   */
  readonly checkpoint: (s: State) => TaskEither<Problem, void>
  /** The noise score from which an index counts as dead in the records. */
  readonly threshold: (scores: ArrayLike<number>) => number
  /**
   * The indices that the program can be trained without; asked where the settings let it shrink.
   */
  readonly unused: Unused
}
