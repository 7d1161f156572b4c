/**
 * A fit whose steps see all data, solved: rounds until the optimum is reached and known well enough,
 * or until there have been as many as there may be. Each round is recorded as an epoch, and its
 * state kept. Who stops it in a round gets the state before that round.
 *
 * @since 0.2.0
 */
import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import { openEvaluator } from '../evaluate/Evaluate.ts'
import type { EpochMetrics } from '../evaluate/Metrics.ts'
import { sameBytes } from '../host/Tensors.ts'
import { type FitEnvironment, untimed } from '../variational/Environment.ts'
import { epochMetrics } from '../variational/Epoch.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { FitResult } from './FitResult.ts'
import { dataStarts } from '../variational/DataStarts.ts'
import { initialParameters } from '../variational/Initial.ts'
import { largestValues } from '../variational/NonFinite.ts'
import type { Now } from '../variational/Schedule.ts'
import { observations, type Session } from '../variational/Session.ts'
import type { State } from '../variational/State.ts'
import { tensorsOf, vectorOf } from './Coordinates.ts'
import { type DrawnLoss, openDrawnLoss } from './DrawnObjective.ts'
import { type Pausing, unlessLeft } from './Pausing.ts'
import { solutionAt } from './Solution.ts'
import { nextRound } from './SolverRound.ts'
import type { SolverRule } from './SolverRule.ts'

/** A solver has no rates, and counts complexity in full. */
const now: Now = { rates: { location: 0, scale: 0, logVariance: 0 }, klWeight: 1 }

/** Does the fit begin where its seed says, and not at parameters that somebody gave? */
export const isFresh = <B>({
  request: { program, train, settings, start }
}: Session<B>): boolean => {
  const starts = dataStarts(program, train)
  return (
    isRight(starts) &&
    [...initialParameters(program, train.sizes, settings.seed, starts.right)].every(([name, t]) => {
      const found = start.parameters.get(name)
      return found !== undefined && sameBytes(t, found)
    })
  )
}

const notFinite = <B>({ request: { program, train, start } }: Session<B>): Problem =>
  problem(
    `round ${start.step + 1}`,
    `the loss of ${program.observed.map((o) => o.name).join(', ')} is not finite where a fit could begin`,
    'at the medians of the priors, and at the mode from there, it has no value or slope. ' +
      largestValues(train.data),
    'bring the data to a scale of about 1, start a site elsewhere (initial), ' +
      'or look for data that the model makes impossible'
  )

/** Errors: a parameter is kept below a bound, and a solver keeps none. */
const bounded = ({ parameters }: Variational): Problem | undefined => {
  const site = parameters.find((p) => p.upper !== undefined)?.site
  return site === undefined
    ? undefined
    : problem(
        site,
        'the variance of its guide is bounded, and the fit is to be solved',
        'a solver goes where the loss is least, and keeps no bounds',
        'leave the bound (maxVariance) out, or follow a schedule'
      )
}

/** The state after one more round. */
const advanced = function* <B>(
  session: Session<B>,
  loss: DrawnLoss,
  rule: SolverRule,
  state: State
): Pausing<State | undefined> {
  const x = vectorOf(loss.coordinates, state.parameters, state.moments)
  const { draws = 0, hasArrived = false } = state.solver ?? {}
  const next = yield* nextRound(loss, rule, { x, draws, hasArrived }, !isFresh(session))
  if (next === undefined) return undefined
  const { parameters, rests } = tensorsOf(loss.coordinates, state.parameters, next.x)
  return {
    ...state,
    parameters,
    moments: rests,
    step: state.step + 1,
    solver: { draws: next.draws, hasArrived: next.hasArrived }
  }
}

/** −E ln p(observed | latents) at a state, over its draws. */
const errorCostAt = (loss: DrawnLoss, rule: SolverRule, state: State): number => {
  const x = vectorOf(loss.coordinates, state.parameters, state.moments)
  loss.over(state.solver?.draws ?? rule.draws, [0])(x, new Float64Array(x.length))
  return loss.errorCostNats()
}

/** Rounds are granted by the budget: a fit that has used one and goes on gets another. */
export const roundLimit = ({ rounds }: SolverRule, done: number): number =>
  rounds * (Math.floor(done / rounds) + 1)

/** Solves from the start of the session's request on. */
export const solveFit = async <B>(
  session: Session<B>,
  rule: SolverRule,
  env: FitEnvironment<B>
): Promise<Either<Problem, FitResult>> => {
  const { executor, request, reporter } = session
  const { program, train, test, settings, start } = request
  const wrong = bounded(program)
  if (wrong !== undefined) return left(wrong)
  const opened = openDrawnLoss(program, train, settings.seed, start.parameters)
  if (isLeft(opened)) return opened
  const loss = opened.right
  const { timed = untimed } = env
  const evaluator = openEvaluator(executor, program, settings.chunk)
  const limit = roundLimit(rule, start.step)
  const stage = { slice: <T>(t: T): T => t, evaluator, train, test }
  const metrics: Array<EpochMetrics> = []
  const { rests } = tensorsOf(
    loss.coordinates,
    start.parameters,
    vectorOf(loss.coordinates, start.parameters, start.moments)
  )
  // complete from the first moment on: it may be kept before a round has ended
  let state: State = { ...start, moments: rests }
  try {
    while (state.solver?.hasArrived !== true && state.step < limit) {
      const before = state
      const round = await timed('steps', () =>
        unlessLeft(advanced(session, loss, rule, before), env.pause, env.shouldStop)
      )
      if (round === undefined) return right({ outcome: 'stopped', state, metrics })
      const next = round.value
      if (next === undefined) return left(notFinite(session))
      state = next
      const errorCostNats = errorCostAt(loss, rule, state)
      const isLast = state.solver?.hasArrived === true || state.step === limit
      const reported = await timed('report', () => reporter.report(next.parameters))
      const measured = await timed('evaluation', () =>
        epochMetrics(
          {
            ...session,
            now: () => now,
            cut: { ...session.cut, totalSteps: isLast ? next.step : limit }
          },
          stage,
          next,
          { ...reported, boundsNats: 0 },
          errorCostNats,
          env.threshold
        )
      )
      if (isLeft(measured)) return measured
      metrics.push(measured.right)
      const recorded = await timed('record', env.record(measured.right))
      const kept = isLeft(recorded) ? recorded : await timed('checkpoint', env.checkpoint(next))
      if (isLeft(kept)) return kept
      env.onProgress({
        ...now,
        step: state.step,
        totalSteps: isLast ? state.step : limit,
        stepsPerEpoch: 1,
        errorCostNats,
        observations: observations(session),
        last: metrics.at(-1)
      })
      await env.pause()
      if (!isLast && env.shouldStop()) return right({ outcome: 'stopped', state, metrics })
    }
    const x = vectorOf(loss.coordinates, state.parameters, state.moments)
    const said = await unlessLeft(
      solutionAt(request, loss, rule, x, state),
      env.pause,
      env.shouldStop
    )
    if (said === undefined) return right({ outcome: 'stopped', state, metrics })
    if (isLeft(said.value)) return said.value
    const { solution, covariance } = said.value.right
    return right({
      outcome: solution.moving.length === 0 ? 'converged' : 'notConverged',
      state,
      metrics,
      solution,
      covariance
    })
  } finally {
    evaluator.dispose()
  }
}
