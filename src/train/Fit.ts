/**
 * Training from start to end: steps, records, checkpoints. The last epoch is what comes back, never the best.
 *
 * @since 0.1.0
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'
import type { Executor } from '../runtime/Executor.ts'
import { epochMetrics, observations, report } from './Epoch.ts'
import type { EpochMetrics } from './Metrics.ts'
import { diagnose, notFinite } from './NonFinite.ts'
import { type FitRequest, type Now, openSession, type Session } from './Session.ts'
import type { State } from './State.ts'

/** Told after every step. `errorCostNats` is the step's estimate for the full data set, of `observations` values. */
export interface Progress extends Now {
  readonly step: number
  readonly totalSteps: number
  readonly stepsPerEpoch: number
  readonly errorCostNats: number
  readonly observations: number
  /** Of the last finished epoch. */
  readonly last: EpochMetrics | undefined
}

/** Everything outside that a fit needs. */
export interface FitEnvironment<B> {
  readonly executor: Executor<B>
  readonly onProgress: (p: Progress) => void
  /** Asked after every step: the fit ends there, resumable. */
  readonly shouldStop: () => boolean
  /** Awaited after every step, so that the world outside gets its turn. */
  readonly pause: () => Promise<void>
  readonly record: (m: EpochMetrics) => TaskEither<Problem, void>
  /** Keeps a state: after every epoch and where the fit stops. It is never given a state that is not finite. */
  readonly checkpoint: (s: State) => TaskEither<Problem, void>
  /** The noise score from which an index counts as dead in the records. */
  readonly threshold: (scores: ArrayLike<number>) => number
}

export interface FitResult {
  readonly outcome: 'finished' | 'stopped'
  readonly state: State
  /** Of the epochs that ended in this fit; one that was resumed has the earlier ones on record. */
  readonly metrics: ReadonlyArray<EpochMetrics>
}

/**
 * What an epoch's end makes: its record, written, and its state, kept. In this order: where the world ends between the two, the epoch
 * is trained again and its record, of a later step than the state's, can be told to be stale.
 */
const endEpoch = async <B>(session: Session<B>, env: FitEnvironment<B>, state: State, errorCostNats: number): Promise<Either<Problem, EpochMetrics> | 'not finite'> => {
  if (notFinite(state.parameters).length > 0) return 'not finite'
  const reported = await report(session, state.parameters)
  if (!Object.values(reported.complexityNats).every(Number.isFinite)) return 'not finite'
  const metrics = await epochMetrics(session, state, reported, errorCostNats, env.threshold)
  if (isLeft(metrics)) return metrics
  const recorded = await env.record(metrics.right)()
  if (isLeft(recorded)) return recorded
  const kept = await env.checkpoint(state)()
  return isLeft(kept) ? kept : metrics
}

const train = async <B>(session: Session<B>, env: FitEnvironment<B>): Promise<Either<Problem, FitResult>> => {
  const { request: { start }, cut, now } = session
  const { totalSteps, stepsPerEpoch } = cut
  const all = observations(session)
  const metrics: Array<EpochMetrics> = []
  let device = session.upload(start)
  let good = start
  let cost = start.errorCostSumNats
  const hostState = async (step: number, errorCostSumNats: number): Promise<State> => ({ ...(await session.download(device)), step, errorCostSumNats })
  const failed = async (step: number): Promise<Either<Problem, never>> => {
    const kept = await env.checkpoint(good)()
    return isLeft(kept) ? kept : left(await diagnose(session, good, step))
  }
  try {
    for (let s = start.step; s < totalSteps; s++) {
      const stepped = await session.advance(s, device)
      device = stepped.state
      const { errorCostNats } = stepped.info
      if (!Number.isFinite(errorCostNats)) return await failed(s)
      cost += errorCostNats
      const done = s + 1
      if (done % stepsPerEpoch === 0 || done === totalSteps) {
        const state = await hostState(done, 0)
        const ended = await endEpoch(session, env, state, cost / (((done - 1) % stepsPerEpoch) + 1))
        if (ended === 'not finite') return await failed(s)
        if (isLeft(ended)) return ended
        metrics.push(ended.right)
        good = state
        cost = 0
      }
      env.onProgress({ ...now(s), step: done, totalSteps, stepsPerEpoch, errorCostNats, observations: all, last: metrics.at(-1) })
      await env.pause()
      if (done < totalSteps && env.shouldStop()) {
        const state = await hostState(done, cost)
        if (notFinite(state.parameters).length > 0) return await failed(s)
        const kept = await env.checkpoint(state)()
        return isLeft(kept) ? kept : right({ outcome: 'stopped', state, metrics })
      }
    }
    return right({ outcome: 'finished', state: good, metrics })
  } finally {
    session.release(device)
  }
}

/** Fits the guide's parameters from `start` on. Nothing is left with the executor, however it ends. */
export const fit = (request: FitRequest) => <B>(env: FitEnvironment<B>): TaskEither<Problem, FitResult> => async () => {
  const session = openSession(env.executor, request)
  if (isLeft(session)) return session
  try {
    return await train(session.right, env)
  } finally {
    session.right.dispose()
  }
}
