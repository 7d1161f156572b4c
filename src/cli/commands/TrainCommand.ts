/**
 * `farrier train`: a model is fitted to data; what it learnt is left in the folder of a run.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  inRun,
  saveMetrics,
  savePosterior,
  saveRecord,
  saveState
} from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import { twoClass, unusedIndices } from '../../compress/index.ts'
import type { SitePosterior } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { adam } from '../../lower/index.ts'
import type { Executor } from '../../runtime/index.ts'
import {
  type EpochMetrics,
  fit,
  type FitEnvironment,
  type FitResult,
  openPosterior,
  type Shrinkage,
  type State,
  toCheckpoint,
  toLine,
  withoutGone
} from '../../inference/index.ts'
import type { Capabilities, Command, Problems, Report } from '../Command.ts'
import { showEpoch, showShrinkage } from '../../report/EpochText.ts'
import { openRecorder, type Recorder } from '../../library/ProfileRecorder.ts'
import { keepProfile, profilable, recording } from '../ProfileOfRun.ts'
import { type ProfileSummary, showProfile } from '../../report/ProfileText.ts'
import { type Given, planRun, type RunPlan } from '../RunPlan.ts'
import { freshStart, resumedStart, type StartOfRun } from '../StartOfRun.ts'
import { watch } from '../Watching.ts'

// model

/** What a finished or stopped training has left; the records of all its epochs. */
export interface Trained {
  readonly plan: RunPlan
  readonly record: RunRecord
  readonly metrics: ReadonlyArray<EpochMetrics>
  readonly profile: ProfileSummary | undefined
}

// combinators

const recordAt = (
  { record, cut }: RunPlan,
  outcome: RunRecord['outcome'],
  state: State
): RunRecord => ({
  ...record,
  outcome,
  steps: { done: state.step, of: cut.totalSteps },
  epoch: Math.floor(state.step / cut.stepsPerEpoch)
})

const start = ({
  options,
  folder,
  model: {
    compiled: { program },
    bound
  },
  settings
}: RunPlan): Command<StartOfRun> =>
  options.resume
    ? resumedStart(program, adam, bound.train.sizes, folder)
    : freshStart(program, adam, bound.train.sizes, settings.seed, options.initFrom)

const momentsOf = <B>(
  executor: Executor<B>,
  { model: { compiled, bound }, settings }: RunPlan,
  state: State
): TaskEither<Problem, ReadonlyMap<string, SitePosterior>> =>
  pipe(
    TE.fromEither(openPosterior(executor, compiled.program, bound.train.sizes)),
    TE.chainTaskK((posterior) => async () => {
      const moments = await posterior.moments(state.parameters, settings.seed, settings.draws)
      posterior.dispose()
      return withoutGone(compiled.program.gates, state.shrunk)(moments)
    })
  )

/** Where a state has been saved before a fit was refused, the message says where. */
const naming =
  (folder: string, isSaved: () => boolean) =>
  (p: Problem): Problem =>
    isSaved() ? { ...p, try: `${p.try}; the last good state is in ${inRun(folder, 'state')}` } : p

const fitAndKeep =
  (
    c: Capabilities,
    plan: RunPlan,
    begin: StartOfRun,
    asJson: boolean,
    recorder: Recorder | undefined
  ) =>
  <B>(executor: Executor<B>): TaskEither<Problem, FitResult> => {
    const {
      folder,
      options,
      model: { compiled, bound },
      settings,
      cut
    } = plan
    const watching = watch(c, asJson, cut.totalSteps)
    const { interrupted } = c.watchInterruption()
    const lines = begin.metrics.map((m) => toLine(m).trimEnd())
    let isSaved = options.resume
    const env: FitEnvironment<B> = {
      executor,
      onProgress: watching.onProgress,
      shouldStop: interrupted,
      pause: c.pause,
      record: (m) => {
        watching.onEpoch(m)
        lines.push(toLine(m).trimEnd())
        return saveMetrics(c.files, folder)(lines)
      },
      checkpoint: (state) => {
        const { tensors, scalars } = toCheckpoint(state)
        return pipe(
          saveState(c.files, folder)({ tensors, numbers: scalars, texts: {} }),
          TE.chain(() => {
            isSaved = true
            return saveRecord(c.files, folder)(recordAt(plan, 'running', state))
          })
        )
      },
      threshold: (scores) => twoClass(scores).threshold,
      unused: unusedIndices(compiled.program),
      nowMs: c.nowMs,
      timed: recorder?.timed
    }
    return pipe(
      saveRecord(c.files, folder)(recordAt(plan, 'running', begin.state)),
      TE.chain(() => saveMetrics(c.files, folder)(lines)),
      TE.chain(() =>
        pipe(
          fit({
            program: compiled.program,
            optimiser: adam,
            settings,
            train: bound.train,
            test: bound.test,
            start: begin.state
          })(env),
          TE.mapLeft(naming(folder, () => isSaved))
        )
      ),
      TE.chainFirst(({ state, outcome }) =>
        pipe(
          recording(recorder, 'posterior')(momentsOf(executor, plan, state)),
          TE.chain((sites) =>
            savePosterior(c.files, folder)({ parameters: state.parameters, sites })
          ),
          TE.chain(() => saveRecord(c.files, folder)(recordAt(plan, outcome, state)))
        )
      ),
      (task) => () => task().finally(watching.stop)
    )
  }

// constructors

/** Trains as the options say; the run is on the disk afterwards. */
export const trainRun = (path: string, given: Given): Command<Trained> =>
  pipe(
    RTE.Do,
    RTE.bind('plan', () => planRun(path, given)),
    RTE.tap(({ plan }) => profilable(plan)),
    RTE.bind('begin', ({ plan }) => start(plan)),
    RTE.chain(({ plan, begin }): Command<Trained> => (c) => {
      const recorder = plan.options.profile
        ? openRecorder(c.nowMs, 1 + Math.floor(begin.state.step / plan.cut.stepsPerEpoch))
        : undefined
      return pipe(
        c.withExecutor(
          { ...plan.options, probe: recorder?.probe },
          <B>(executor: Executor<B>): TaskEither<Problems, FitResult> =>
            pipe(
              fitAndKeep(c, plan, begin, given['json'] === true, recorder)(executor),
              TE.mapLeft(of)
            )
        ),
        TE.bindTo('fitted'),
        TE.bind('profile', () => pipe(keepProfile(c, plan, recorder), TE.mapLeft(of))),
        TE.map(({ fitted: { outcome, state, metrics }, profile }) => ({
          plan,
          record: recordAt(plan, outcome, state),
          metrics: [...begin.metrics, ...metrics],
          profile
        }))
      )
    })
  )

// destructors

/** When the model shrank, and how. */
const shrinkages = (
  metrics: ReadonlyArray<EpochMetrics>
): ReadonlyArray<Shrinkage & { readonly epoch: number }> =>
  metrics.flatMap(({ epoch, shrinkage }) =>
    shrinkage === undefined ? [] : [{ epoch, ...shrinkage }]
  )

const resumeCommand = (path: string, folder: string): string =>
  `farrier train ${path} --out ${folder} --resume`

/** As text, with where everything is. */
export const train = (path: string, given: Given): Command<Report> =>
  pipe(
    trainRun(path, given),
    RTE.map(({ plan: { folder, settings, options }, record, metrics, profile }) => {
      const last = metrics.at(-1)
      const stopped = record.outcome === 'stopped'
      return {
        interrupted: stopped,
        text: [
          stopped
            ? `interrupted and saved: ${record.steps.done} of ${record.steps.of} steps, in ${folder}`
            : `trained: epoch ${record.epoch}, ${record.steps.of} steps, in ${folder}`,
          ...(last === undefined ? [] : [showEpoch(last)]),
          ...shrinkages(metrics).map(
            ({ epoch, ...s }) => `after epoch ${epoch} it ${showShrinkage(s)}`
          ),
          `seed ${settings.seed}, backend ${options.backend}`,
          ...(profile === undefined
            ? []
            : [
                '',
                showProfile(profile),
                '',
                `flame view: ${inRun(folder, 'profile')} (Perfetto, chrome://tracing, speedscope)`
              ]),
          stopped
            ? `go on with: ${resumeCommand(path, folder)}`
            : `next: farrier press ${folder} --out net.farrier`
        ].join('\n'),
        json: {
          out: folder,
          outcome: record.outcome,
          epoch: record.epoch,
          steps: record.steps,
          seed: settings.seed,
          backend: options.backend,
          model: record.model,
          metrics: last ?? null,
          shrinkage: shrinkages(metrics),
          resume: stopped ? resumeCommand(path, folder) : null,
          ...(profile === undefined
            ? {}
            : { profile: { file: inRun(folder, 'profile'), ...profile } })
        }
      }
    })
  )
