/**
 * A fit whose steps see batches, until it has settled or has used up its epochs. Who stops it gets the
 * state after the last stretch of steps, and goes on from there to the same bytes.
 *
 * @since 0.2.0
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { Tensors } from '../host/Tensors.ts'
import type { EpochMetrics } from '../evaluate/Metrics.ts'
import { openEvaluator } from '../evaluate/Evaluate.ts'
import { type Coordinates, coordinatesIn, tensorsOf, vectorOf } from '../solving/Coordinates.ts'
import { type DrawnLoss, openDrawnLoss } from '../solving/DrawnObjective.ts'
import type { FitResult } from '../solving/FitResult.ts'
import { linearResponse, noResponse, type Response } from '../solving/LinearResponse.ts'
import { type Pausing, unlessLeft } from '../solving/Pausing.ts'
import { isFresh } from '../solving/SolveFit.ts'
import { nextRound, type Standing } from '../solving/SolverRound.ts'
import { type FitEnvironment, untimed } from '../variational/Environment.ts'
import { epochMetrics } from '../variational/Epoch.ts'
import { largestValues } from '../variational/NonFinite.ts'
import type { Now } from '../variational/Schedule.ts'
import { observations, type Session } from '../variational/Session.ts'
import type { State } from '../variational/State.ts'
import { type BatchLoss, openBatchLoss } from './BatchLoss.ts'
import type { Pace } from './SettleRates.ts'
import { curvatureDraws, type Ground, groundAt, openSample, sampleSizeOf } from './Sample.ts'
import type { SettleRule } from './SettleRule.ts'
import { settledOf } from './Settled.ts'
import { answerOf, followed, type Settling, settlingFrom, stretchFrom, walked } from './Settling.ts'

/** Where no rate above this keeps iterates together, none will. */
const slowest = 1e-7

/** Rates are shares of Newton's step, the same for all; complexity counts in full. */
const nowOf = ({ rate }: Settling): Now => ({
  rates: { location: rate, scale: rate, logVariance: rate },
  klWeight: 1
})

const notFinite = <B>({ request: { program, train } }: Session<B>, step: number): Problem =>
  problem(
    `step ${step + 1}`,
    `the loss of ${program.observed.map((o) => o.name).join(', ')} or its slopes are not finite`,
    `there the model has no value. ${largestValues(train.data)}`,
    'bring the data to a scale of about 1, start a site elsewhere (initial), ' +
      'or follow a schedule (--method schedule)'
  )

/** The optimum of a sample need not be known better than this. */
const wellEnough = { draws: 64, mostDraws: 64, tolerance: 0.05, drawError: 1, rounds: 8 }

/**
 * Where the first step begins: the optimum for a sample of the rows, where curvature is what it is for
 * all. Undefined where nothing is finite.
 */
const begun = function* <B>(
  session: Session<B>,
  sample: DrawnLoss,
  pace: Pace
): Pausing<Settling | undefined> {
  const { start } = session.request
  const x = vectorOf(sample.coordinates, start.parameters, start.moments)
  let found: Standing | undefined = { x, draws: 0, hasArrived: false }
  for (let k = 0; k < wellEnough.rounds && found?.hasArrived === false; k++)
    found = yield* nextRound(sample, wellEnough, found, !isFresh(session))
  return found === undefined ? undefined : settlingFrom(pace, found.x)
}

const passes = 4

/** The loss at a place, over some passes: with batches and draws of steps that no fit comes to. */
const lossAt = (loss: BatchLoss, batchSize: number, total: number, x: Float64Array): number => {
  const steps = Math.ceil((passes * total) / batchSize)
  const beyond = total * Math.floor(2 ** 28 / total)
  const gradient = new Float64Array(x.length)
  let sum = 0
  for (let k = 0; k < steps; k++) sum += loss.at(beyond + k, x, gradient).lossNats
  return sum / steps
}

/** Rows times coordinates times draws, over which curvature is looked at in the end. */
const mostLooked = 2 ** 25

/** Variances by linear response, where it can be looked at all data. */
const responseAt = function* <B>(
  { request: { program, train, settings } }: Session<B>,
  c: Coordinates,
  total: number,
  parameters: Tensors,
  x: Float64Array
): Pausing<Either<Problem, Response>> {
  const none = right(noResponse)
  if (total * c.size * curvatureDraws(c.size) > mostLooked) return none
  const whole = openDrawnLoss(program, train, settings.seed, parameters)
  if (isLeft(whole)) return whole
  const ground = yield* groundAt(whole.right, x)
  return ground?.isExact === true
    ? linearResponse(program, train, settings.seed, c, { x, parameters, ...ground })
    : none
}

/** Settles from the start of the session's request on. */
export const settleFit = async <B>(
  session: Session<B>,
  rule: SettleRule,
  env: FitEnvironment<B>
): Promise<Either<Problem, FitResult>> => {
  const { executor, request, reporter, cut } = session
  const { program, train, test, settings, start } = request
  const { totalSteps, stepsPerEpoch, batchSize } = cut
  const total = train.sizes.get(cut.plate ?? '') ?? 0
  const c = coordinatesIn(program, train.sizes)
  const sampleSize = sampleSizeOf(total, batchSize, c.size)
  const pace: Pace = { stepsPerEpoch, batchSize, sampleSize, coordinates: c.size }
  const opened = openSample(program, train, cut, settings.seed, start.parameters, sampleSize)
  if (isLeft(opened)) return opened
  const batches = openBatchLoss(program, train, cut, settings.seed, start.parameters, c)
  if (isLeft(batches)) return batches
  const [sample, loss] = [opened.right, batches.right]
  const { timed = untimed } = env
  const evaluator = openEvaluator(executor, program, settings.chunk)
  const stage = { slice: <T>(t: T): T => t, evaluator, train, test }
  const metrics: Array<EpochMetrics> = []
  const stateAt = (s: Settling, ground: Ground, step: number, cost: number): State => {
    const { parameters, rests } = tensorsOf(c, start.parameters, answerOf(s, ground))
    const { shrunk } = start
    return { parameters, moments: rests, step, errorCostSumNats: cost, shrunk, settling: s }
  }
  const { rests } = tensorsOf(c, start.parameters, vectorOf(c, start.parameters, start.moments))
  let state: State = { ...start, moments: rests }
  const stopped = (): Either<Problem, FitResult> => right({ outcome: 'stopped', state, metrics })
  const patiently = <A>(work: Pausing<A>): Promise<{ readonly value: A } | undefined> =>
    unlessLeft(work, env.pause, env.shouldStop)
  try {
    const first =
      start.settling === undefined
        ? await patiently(begun(session, sample, pace))
        : { value: start.settling }
    if (first === undefined) return stopped()
    if (first.value === undefined) return left(notFinite(session, 0))
    let s = first.value
    const groundOf = async (at: Settling): Promise<Either<Problem, Ground> | undefined> => {
      const found = await patiently(groundAt(sample, at.anchor))
      if (found === undefined) return undefined
      return found.value === undefined ? left(notFinite(session, state.step)) : right(found.value)
    }
    let looked = await groundOf(s)
    let step = start.step
    let cost = start.errorCostSumNats
    while (!s.hasArrived && step < totalSteps) {
      if (looked === undefined) return stopped()
      if (isLeft(looked)) return looked
      const ground = looked.right
      const count = Math.min(stretchFrom(pace, s, step), totalSteps - step)
      const before = { s, step }
      const walk = await timed('steps', async () =>
        walked(pace, loss, ground, before.s, before.step, count)
      )
      if (s.rate < slowest) return left(notFinite(session, step))
      for (const e of walk.errorCostsNats) cost += e
      step += count
      const next = followed(pace, walk.settling, ground, rule, step)
      if (next.anchor !== s.anchor) looked = await groundOf(next)
      s = next
      if (looked === undefined) return stopped()
      if (isLeft(looked)) return looked
      const isEpoch = step % stepsPerEpoch === 0
      const errorCostNats = cost / (((step - 1) % stepsPerEpoch) + 1)
      if (isEpoch) cost = 0
      state = stateAt(s, looked.right, step, cost)
      if (isEpoch) {
        const here = state
        const now = nowOf(before.s)
        const reported = await timed('report', () => reporter.report(here.parameters))
        // a fit that may go on is measured as it would be on its way
        const cutHere = { ...cut, totalSteps: s.hasArrived ? step : Infinity }
        const measured = await timed('evaluation', () =>
          epochMetrics(
            { ...session, now: () => now, cut: cutHere },
            stage,
            here,
            { ...reported, boundsNats: 0 },
            errorCostNats,
            env.threshold
          )
        )
        if (isLeft(measured)) return measured
        metrics.push(measured.right)
        const recorded = await timed('record', env.record(measured.right))
        const kept = isLeft(recorded) ? recorded : await timed('checkpoint', env.checkpoint(here))
        if (isLeft(kept)) return kept
      }
      env.onProgress({
        ...nowOf(s),
        step,
        totalSteps,
        stepsPerEpoch,
        errorCostNats: walk.errorCostsNats.reduce((a, b) => a + b, 0) / count,
        observations: observations(session),
        last: metrics.at(-1)
      })
      await env.pause()
      if (!s.hasArrived && step < totalSteps && env.shouldStop()) {
        const kept = await env.checkpoint(state)()
        return isLeft(kept) ? kept : stopped()
      }
    }
    if (looked === undefined) return stopped()
    if (isLeft(looked)) return looked
    const x = answerOf(s, looked.right)
    const response = await patiently(responseAt(session, c, total, state.parameters, x))
    if (response === undefined) return stopped()
    if (isLeft(response.value)) return response.value
    const settled = settledOf(c, s, looked.right, rule, {
      lossNats: lossAt(loss, batchSize, total, x),
      response: response.value.right.variances
    })
    return right({
      outcome: s.hasArrived ? 'converged' : 'notConverged',
      state,
      metrics,
      settled,
      covariance: response.value.right.covariance
    })
  } finally {
    evaluator.dispose()
  }
}
