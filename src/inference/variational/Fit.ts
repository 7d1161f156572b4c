/**
 * Training from start to end: steps, records, checkpoints. The last epoch is what comes back, never
 * the best.
 *
 * @since 0.1.0
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { begunMasks, hasMasks, maskingOf, settledCut } from '../cutting/Masks.ts'
import { nextLength } from '../host/Blocks.ts'
import { endEpoch } from './EndEpoch.ts'
import { type FitEnvironment, untimed } from './Environment.ts'
import type { EpochMetrics } from '../evaluate/Metrics.ts'
import { settleFit } from '../settling/SettleFit.ts'
import { solveFit } from '../solving/SolveFit.ts'
import { diagnose, notFinite } from './NonFinite.ts'
import type { FitResult } from '../solving/FitResult.ts'
import type { FitRequest } from './Request.ts'
import { observations, openSession, type Session } from './Session.ts'
import type { Stage } from './FitStage.ts'
import type { State } from './State.ts'

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0)

/** Where the first step finds the masks of what is cut. */
const begun = async <B>({
  request: { program, settings, start },
  posterior
}: Session<B>): Promise<Either<Problem, State>> => {
  const masking = maskingOf(program, settings)
  if (masking === undefined || hasMasks(masking, start)) return right(start)
  if (start.step > 0)
    return refuse(
      'checkpoint',
      'it says nothing of the weights that were cut',
      'without that training cannot go on where it stopped',
      'start a new run, or `--init-from` this one'
    )
  const sites = await posterior.moments(start.parameters, settings.seed, settings.draws)
  return right({ ...start, ...begunMasks(masking, settings, sites, start) })
}

const train = async <B>(
  session: Session<B>,
  start: State,
  first: Stage<B>,
  env: FitEnvironment<B>
): Promise<Either<Problem, FitResult>> => {
  const {
    cut: { totalSteps, stepsPerEpoch },
    now
  } = session
  const all = observations(session)
  const { timed = untimed } = env
  const metrics: Array<EpochMetrics> = []
  let stage = first
  let device = stage.upload(start)
  let good = start
  let cost = start.errorCostSumNats
  let length = 1
  const hostState = async (step: number, errorCostSumNats: number): Promise<State> => ({
    ...(await stage.download(device)),
    step,
    errorCostSumNats,
    shrunk: good.shrunk
  })
  const failed = async (step: number): Promise<Either<Problem, never>> => {
    const kept = await env.checkpoint(good)()
    return isLeft(kept) ? kept : left(await diagnose(session, stage, good, step))
  }
  try {
    for (let done = start.step; done < totalSteps;) {
      const from = done
      const count = Math.min(
        length,
        stage.mostSteps,
        stepsPerEpoch - (from % stepsPerEpoch),
        totalSteps - from
      )
      const beganMs = env.nowMs?.()
      const { state: next, errorCostsNats } = await timed('steps', () =>
        stage.advance(from, count, device)
      )
      device = next
      length = nextLength(
        count,
        beganMs === undefined || env.nowMs === undefined ? undefined : env.nowMs() - beganMs,
        stage.mostSteps
      )
      const bad = errorCostsNats.findIndex((c) => !Number.isFinite(c))
      if (bad >= 0) return await failed(from + bad)
      // one by one: the sum is the same however the steps are parted
      for (const c of errorCostsNats) cost += c
      done = from + count
      if (done % stepsPerEpoch === 0 || done === totalSteps) {
        const ended = await endEpoch(
          session,
          stage,
          env,
          done === totalSteps
            ? settledCut(session.request.program, await hostState(done, 0))
            : await hostState(done, 0),
          cost / (((done - 1) % stepsPerEpoch) + 1)
        )
        if (isLeft(ended))
          return ended.left === undefined ? await failed(done - 1) : left(ended.left)
        const { state, stage: following } = ended.right
        metrics.push(ended.right.metrics)
        if (following !== stage) {
          stage.release(device)
          stage.dispose()
          stage = following
          device = stage.upload(state)
          length = 1
        }
        good = state
        cost = 0
      }
      env.onProgress({
        ...now(done - 1),
        step: done,
        totalSteps,
        stepsPerEpoch,
        errorCostNats: sum(errorCostsNats) / count,
        observations: all,
        last: metrics.at(-1)
      })
      await env.pause()
      if (done < totalSteps && env.shouldStop()) {
        const state = await hostState(done, cost)
        if (notFinite(state.parameters).length > 0) return await failed(done - 1)
        const kept = await env.checkpoint(state)()
        return isLeft(kept) ? kept : right({ outcome: 'stopped', state, metrics })
      }
    }
    return right({ outcome: 'finished', state: good, metrics })
  } finally {
    stage.release(device)
    stage.dispose()
  }
}

/**
 * Fits the guide's parameters from `start` on, solved, settled or by the schedule of the settings.
 * Nothing is left with the executor, however it ends.
 */
export const fit =
  (request: FitRequest) =>
  <B>(env: FitEnvironment<B>): TaskEither<Problem, FitResult> =>
  async () => {
    const session = openSession(env.executor, request)
    if (isLeft(session)) return session
    const { solve, settle } = request.settings
    try {
      if (solve !== undefined) return await solveFit(session.right, solve, env)
      if (settle !== undefined) return await settleFit(session.right, settle, env)
      const start = await begun(session.right)
      if (isLeft(start)) return start
      const stage = session.right.open(start.right)
      return isLeft(stage) ? stage : await train(session.right, start.right, stage.right, env)
    } finally {
      session.right.dispose()
    }
  }
