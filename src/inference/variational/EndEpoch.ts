/**
 * The end of an epoch: its record is written, its state kept, and what the posterior has switched
 * off leaves.
 *
 * @since 0.1.0
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Problem } from '../../ir/Problem.ts'
import { epochMetrics } from './Epoch.ts'
import { type FitEnvironment, untimed } from './Environment.ts'
import type { EpochMetrics, Shrinkage } from '../evaluate/Metrics.ts'
import { notFinite } from './NonFinite.ts'
import { totalNats } from './Report.ts'
import { type PricedReport, report, type Session, withGone } from './Session.ts'
import { propose, shrinkageOf } from './Shrink.ts'
import { counted } from './Shrunk.ts'
import type { Stage } from './FitStage.ts'
import type { State } from './State.ts'

/** Where the fit goes on; the stage is the old one where nothing left. */
export interface Ended<B> {
  readonly state: State
  readonly stage: Stage<B>
  readonly metrics: EpochMetrics
}

interface Shrink<B> {
  readonly state: State
  readonly stage: Stage<B>
  readonly shrinkage: Shrinkage | undefined
}

/**
 * Before the complexity costs have full weight only what raises no error leaves: without it the
 * objective is better at every weight. Nothing leaves after the last epoch; epochs of noise count
 * from the first.
 */
const shrink = async <B>(
  session: Session<B>,
  stage: Stage<B>,
  env: FitEnvironment<B>,
  state: State,
  reported: PricedReport
): Promise<Either<Problem, Shrink<B>>> => {
  const {
    request: {
      settings: { shrink: rule }
    },
    cut,
    now
  } = session
  const same = (s: State): Either<Problem, Shrink<B>> =>
    right({ state: s, stage, shrinkage: undefined })
  if (rule === undefined) return same(state)
  const watched = { ...state, shrunk: counted(rule.threshold, reported.scores)(state.shrunk) }
  if (state.step === cut.totalSteps) return same(watched)
  const isInFull = now(state.step).klWeight >= (session.request.settings.complexityWeight ?? 1)
  const asked = isInFull ? rule : { ...rule, toleranceNats: 0 }
  const proposal = await propose(session, stage, asked, watched, reported, env.unused)
  if (isLeft(proposal)) return proposal
  if (proposal.right === undefined) return same(watched)
  const smaller = { ...watched, shrunk: proposal.right.shrunk }
  const opened = session.open(smaller)
  if (isLeft(opened)) return opened
  const rest = await opened.right.reporter?.report(opened.right.slice(state.parameters))
  const goneNats =
    rest === undefined
      ? 0
      : totalNats({
          complexityNats: withGone(session, smaller.shrunk.kept)(
            rest.complexityNats,
            reported.complexityNats
          )
        }) - totalNats(rest)
  return right({
    state: smaller,
    stage: opened.right,
    shrinkage: shrinkageOf(session, asked, watched.shrunk, proposal.right, goneNats)
  })
}

/**
 * First the record, then the state: where the world ends between the two, the epoch is trained
 * again and its record, of a later step than the state's, can be told to be stale. Left
 * `undefined`: something is not finite.
 */
export const endEpoch = async <B>(
  session: Session<B>,
  stage: Stage<B>,
  env: FitEnvironment<B>,
  state: State,
  errorCostNats: number
): Promise<Either<Problem | undefined, Ended<B>>> => {
  const { timed = untimed } = env
  if (notFinite(state.parameters).length > 0) return left(undefined)
  const reported = await timed('report', () => report(session, stage, state))
  if (!Object.values(reported.complexityNats).every(Number.isFinite)) return left(undefined)
  const measured = await timed('evaluation', () =>
    epochMetrics(session, stage, state, reported, errorCostNats, env.threshold)
  )
  if (isLeft(measured)) return measured
  const shrunk = await timed('shrinking', () => shrink(session, stage, env, state, reported))
  if (isLeft(shrunk)) return shrunk
  const { shrinkage, ...next } = shrunk.right
  const metrics = shrinkage === undefined ? measured.right : { ...measured.right, shrinkage }
  const recorded = await timed('record', env.record(metrics))
  const kept = isLeft(recorded) ? recorded : await timed('checkpoint', env.checkpoint(next.state))
  if (isLeft(kept)) {
    if (next.stage !== stage) next.stage.dispose()
    return kept
  }
  return right({ ...next, metrics })
}
