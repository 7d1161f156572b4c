/**
 * A fit on an executor, with what its caller wants to see, keep and decide.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { twoClass, unusedIndices } from '../compress/index.ts'
import type { SitePosterior } from '../ir/Posterior.ts'
import type { Problem } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import type { Executor } from '../runtime/index.ts'
import {
  type Bound,
  fit,
  type FitEnvironment,
  type FitResult,
  openPosterior,
  optimiserOf,
  type Settings,
  type Solution,
  withoutCut,
  withoutGone
} from '../inference/index.ts'
import type { CompiledModel } from './CompileModel.ts'
import type { FitStart } from './FitStart.ts'
import { type Compared, comparedWith } from './NullModel.ts'
import { checkUnasked, type KeptCheck } from './checking/KeptCheck.ts'
import type { Recorder } from './ProfileRecorder.ts'

// model

/** What is fitted to what, and how. `test` is predicted after every epoch, and chooses nothing. */
export interface FitTask {
  readonly program: Variational
  /** Of a compiled model: with it the fit is compared with the null model. */
  readonly bare?: CompiledModel['bare']
  /** What the program was derived from: with it a fit that is solved is checked. */
  readonly source?: Pick<CompiledModel, 'graph' | 'options'>
  readonly train: Bound
  readonly test: Bound | undefined
  readonly settings: Settings
  readonly start: FitStart
}

/** What a caller may give; without it a fit runs through, and keeps nothing on the way. */
export interface FitHooks {
  /** Told after every block of steps. */
  readonly onProgress?: FitEnvironment<unknown>['onProgress']
  /**
   * Milliseconds since an arbitrary moment (`performance.now`): with it, progress is told about
   * twenty times a second.
   */
  readonly nowMs?: () => number
  /** Asked after every block of steps: the fit ends there, and can go on from the state it leaves. */
  readonly shouldStop?: () => boolean
  /**
   * Awaited after every block of steps: signals and messages arrive only then, so that who wants to
   * stop a fit by one gives `() => new Promise((go) => setTimeout(go))` or the like.
   */
  readonly pause?: () => Promise<void>
  /** Keeps the record of an epoch, before its state. */
  readonly record?: FitEnvironment<unknown>['record']
  /** Keeps a state, after every epoch and where the fit stops. */
  readonly checkpoint?: FitEnvironment<unknown>['checkpoint']
}

/** `metrics` are of all epochs, those before the start too. */
export interface FitOutcome extends FitResult {
  readonly sites: ReadonlyMap<string, SitePosterior>
  /** Of a fit that was not stopped, where groups can leave and costs have formulas. */
  readonly nullModel?: Compared
  /** Of a fit that was solved and not stopped, where that takes no time to speak of. */
  readonly check?: KeptCheck
}

// combinators

/** Draws for moments without a closed form, of a fit that is worth so many. */
const solvedDraws = 4096

/** Variances by linear response beside those of the guide. */
const withResponse =
  (solution: Pick<Solution, 'response'> | undefined) =>
  (sites: ReadonlyMap<string, SitePosterior>): ReadonlyMap<string, SitePosterior> =>
    new Map(
      [...sites].map(([site, posterior]) => {
        const response = solution?.response.get(site)
        return [site, response === undefined ? posterior : { ...posterior, response }] as const
      })
    )

/** Moments of the declared sites; what has left training is zero for certain. */
const momentsOn = <B>(
  executor: Executor<B>,
  { program, train, settings }: FitTask,
  { state, solution, settled }: FitResult
): TaskEither<Problem, ReadonlyMap<string, SitePosterior>> =>
  pipe(
    TE.fromEither(openPosterior(executor, program, train.sizes, train.data)),
    TE.chainTaskK(
      (opened) => () =>
        opened
          .moments(
            state.parameters,
            settings.seed,
            settings.solve === undefined && settings.settle === undefined
              ? settings.draws
              : Math.max(solvedDraws, settings.draws)
          )
          .finally(opened.dispose)
    ),
    TE.map(withoutCut(program, state)),
    TE.map(withoutGone(program.gates, state.shrunk)),
    TE.map(withResponse(solution ?? settled))
  )

/** With what a fit that has ended is compared, where there is something. */
const nullModelOf = (
  { program, bare, train, settings }: FitTask,
  outcome: Pick<FitResult, 'outcome' | 'solution' | 'metrics'>
): Pick<FitOutcome, 'nullModel'> => {
  const nullModel =
    bare === undefined ? undefined : comparedWith({ program, bare }, train, settings.seed, outcome)
  return nullModel === undefined ? {} : { nullModel }
}

/** Whether a fit that was solved can be trusted, where that is soon known. */
const checkOf = (
  { source, train, settings }: FitTask,
  { state, solution }: Pick<FitResult, 'state' | 'solution'>
): Pick<FitOutcome, 'check'> => {
  const check =
    source === undefined || solution === undefined
      ? undefined
      : checkUnasked(source, { parameters: state.parameters, train }, settings.seed)
  return check === undefined ? {} : { check }
}

// destructors

/** Fits, and says what was learnt of every site. The recorder, if there is one, times both. */
export const fitOn =
  (task: FitTask, hooks: FitHooks = {}, recorder?: Recorder) =>
  <B>(executor: Executor<B>): TaskEither<Problem, FitOutcome> => {
    const { program, settings, train, test, start } = task
    return pipe(
      fit({
        program,
        optimiser: optimiserOf(settings),
        settings,
        train,
        ...(test === undefined ? {} : { test }),
        start: start.state
      })({
        executor,
        onProgress: hooks.onProgress ?? (() => undefined),
        shouldStop: hooks.shouldStop ?? (() => false),
        pause: hooks.pause ?? (() => Promise.resolve()),
        record: hooks.record ?? (() => TE.right(undefined)),
        checkpoint: hooks.checkpoint ?? (() => TE.right(undefined)),
        ...(hooks.nowMs === undefined ? {} : { nowMs: hooks.nowMs }),
        threshold: (scores) => twoClass(scores).threshold,
        unused: unusedIndices(program),
        timed: recorder?.timed
      }),
      TE.bindTo('result'),
      TE.bind('sites', ({ result }) => {
        const moments = momentsOn(executor, task, result)
        return recorder === undefined ? moments : () => recorder.time('posterior', moments)
      }),
      TE.map(({ result, sites }) => {
        const whole = { ...result, metrics: [...start.metrics, ...result.metrics] }
        return { ...whole, sites, ...nullModelOf(task, whole), ...checkOf(task, whole) }
      })
    )
  }
