/**
 * `farrier train`: a model is fitted to data; what it learnt is left in the folder of a run.
 *
 * @since 0.1.0
 */
import { labelsIn } from '../options/DataChoice.ts'
import { namesFrom, noNames } from '../../library/PosteriorNames.ts'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { inRun, loadPosterior } from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import type { Bindings } from '../../ir/Posterior.ts'
import { isElbo } from '../../ir/Variational.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { digestOf } from '../../storage/Checksum.ts'
import { type FitStart, freshStart, startFrom } from '../../library/FitStart.ts'
import { openRecorder, profilable, type Recorder } from '../../library/ProfileRecorder.ts'
import { namePosterior, resumedStart } from '../../library/run/ResumeRun.ts'
import { type TrainedRun, trainRun } from '../../library/run/TrainRun.ts'
import type { Executor } from '../../runtime/index.ts'
import { dataStarts, type EpochMetrics, optimiserOf } from '../../inference/index.ts'
import {
  attempt,
  type Capabilities,
  type Command,
  fromMany,
  fromOne,
  type Report,
  say,
  untilInterrupted
} from '../Command.ts'
import { asPlanned, trainingAlone } from '../Locks.ts'
import type { Signal } from '../Processes.ts'
import { keepProfile } from '../ProfileOfRun.ts'
import type { ProfileSummary } from '../../report/ProfileText.ts'
import {
  showInitFrom,
  showTrained,
  type TrainedFacts,
  trainedJson
} from '../../report/TrainedText.ts'
import { type Given, planRun, type RunPlan } from '../RunPlan.ts'
import { watch } from '../Watching.ts'

// model

/** What a finished or stopped training has left; the records of all its epochs. */
export interface Trained {
  readonly plan: RunPlan
  readonly record: RunRecord
  readonly metrics: ReadonlyArray<EpochMetrics>
  readonly profile: ProfileSummary | undefined
  /** What asked it to end, if something did. */
  readonly interrupted: Signal | undefined
}

// combinators

/** The parameters to begin with, if they are still those that the run is named by. */
const parametersOf = (initFrom: string, { digests }: RunRecord): Command<Bindings> =>
  attempt(({ files }) =>
    pipe(
      files.read(inRun(initFrom, 'posterior')),
      TE.filterOrElse(
        (bytes) => [null, undefined, digestOf([bytes])].includes(digests?.initFrom),
        () =>
          problem(
            inRun(initFrom, 'posterior'),
            'this is not the posterior that the run began with',
            'the same run begins with the same parameters',
            'restore it, or train again with --force'
          )
      ),
      TE.chain(() => loadPosterior(files, initFrom)),
      TE.map(({ parameters }) => parameters)
    )
  )

/** At the parameters of another run, or at the seed. */
const firstStart = ({
  options: { initFrom },
  record,
  run: { model, bound },
  settings: { seed }
}: RunPlan): Command<FitStart> => {
  const { sizes } = bound.train
  return pipe(
    fromMany(dataStarts(model.program, bound.train)),
    RTE.chain((starts) =>
      initFrom === undefined
        ? RTE.right(freshStart(model.program, sizes, seed, starts))
        : pipe(
            parametersOf(initFrom, record),
            RTE.map((parameters) => startFrom(model.program, sizes, seed, parameters, starts)),
            RTE.tap((start) => say(showInitFrom(initFrom, start)))
          )
    )
  )
}

/**
 * Where the run in the folder stopped; at its beginning where it was cut off before it left a state. A
 * run of an earlier format, whose files have no names, gets one.
 */
const resumed = (plan: RunPlan, before: RunRecord): Command<FitStart> => {
  const {
    folder,
    record,
    run: { model, bound },
    settings,
    cut: { totalSteps }
  } = plan
  return pipe(
    attempt(({ files }) => files.exists(inRun(folder, 'state'))),
    RTE.chain((there) =>
      there
        ? attempt(({ files }) =>
            resumedStart(
              files,
              folder,
              model.program,
              bound.train.sizes,
              settings.solve === undefined ? totalSteps : Infinity,
              before.id,
              optimiserOf(settings)
            )
          )
        : firstStart(plan)
    ),
    RTE.tap(() =>
      before.id === null
        ? attempt(({ files }) => namePosterior(files, folder, record.id))
        : RTE.right(undefined)
    )
  )
}

const startOf = (plan: RunPlan): Command<FitStart> =>
  plan.before === undefined ? firstStart(plan) : resumed(plan, plan.before)

interface Ended extends TrainedRun {
  readonly interrupted: Signal | undefined
}

const trainOn =
  (c: Capabilities, plan: RunPlan, start: FitStart, asJson: boolean, recorder?: Recorder) =>
  <B>(executor: Executor<B>): TaskEither<Problem, Ended> => {
    const {
      folder,
      record,
      options: { resume },
      run: { model, bound },
      settings,
      cut
    } = plan
    const turn = settings.solve === undefined ? 'epoch' : 'round'
    const watching = watch(c, asJson, cut.totalSteps, turn)
    return untilInterrupted(
      c,
      (stopping) =>
        trainRun(
          {
            files: c.files,
            folder,
            record,
            fit: {
              program: model.program,
              bare: model.bare,
              source: model,
              train: bound.train,
              test: bound.test,
              settings,
              start
            },
            cut,
            isResumed: resume
          },
          {
            nowMs: c.nowMs,
            onProgress: watching.onProgress,
            ...stopping,
            record: (m) => TE.fromIO(() => watching.onEpoch(m))
          },
          recorder
        )(executor),
      watching.stop
    )
  }

const trainFrom =
  (plan: RunPlan, start: FitStart, asJson: boolean): Command<Trained> =>
  (c) => {
    const recorder = plan.options.profile
      ? openRecorder(c.nowMs, 1 + Math.floor(start.state.step / plan.cut.stepsPerEpoch))
      : undefined
    return pipe(
      c.withExecutor({ ...plan.options, probe: recorder?.probe }, (executor) =>
        pipe(trainOn(c, plan, start, asJson, recorder)(executor), TE.mapLeft(of))
      ),
      TE.bindTo('trained'),
      TE.bind('profile', () => pipe(keepProfile(c, plan, recorder), TE.mapLeft(of))),
      TE.map(({ trained: { record, outcome, interrupted }, profile }) => ({
        plan,
        record,
        metrics: outcome.metrics,
        profile,
        interrupted
      }))
    )
  }

// constructors

/** Trains as the options say; the run is on the disk afterwards. */
export const trainFile = (path: string, given: Given): Command<Trained> =>
  pipe(
    planRun(path, given),
    RTE.tap(({ options: { profile, backend } }) =>
      profile ? fromOne(profilable(backend)) : RTE.right(undefined)
    ),
    RTE.chain((plan) =>
      trainingAlone(plan.folder)(
        pipe(
          asPlanned(plan, 'train'),
          RTE.chain(() => startOf(plan)),
          RTE.chain((start) => trainFrom(plan, start, given['json'] === true))
        )
      )
    )
  )

// destructors

const factsOf = ({ plan, record, metrics, profile }: Trained): TrainedFacts => ({
  ...record,
  folder: plan.folder,
  seed: plan.settings.seed,
  isSolved: plan.settings.solve !== undefined,
  isElbo: isElbo(plan.run.model.program),
  metrics,
  names:
    record.data.kind === 'images'
      ? noNames.indices
      : namesFrom(plan.run.model.program, labelsIn(record.data.labels)).indices,
  profile: profile === undefined ? undefined : { file: inRun(plan.folder, 'profile'), ...profile }
})

/** A network is pressed, a posterior of tables is read. */
const nextCommand = ({ plan: { folder }, record: { data } }: Trained): string =>
  data.kind === 'images'
    ? `farrier press ${shellWord(folder)} --out net.farrier`
    : `farrier summary ${shellWord(folder)}`

/** As text, with where everything is. */
export const trainOnce = (path: string, given: Given): Command<Report> =>
  pipe(
    trainFile(path, given),
    RTE.map((trained) => {
      const facts = factsOf(trained)
      const isStopped = facts.outcome === 'stopped'
      const unconverged = facts.outcome === 'notConverged'
      const isOpen = isStopped || unconverged
      const { epochs, settle } = trained.plan.settings
      const resume =
        `farrier train ${shellWord(path)} --out ${shellWord(facts.folder)} --resume` +
        (unconverged && settle !== undefined ? ` --epochs ${2 * epochs}` : '')
      return {
        interrupted: isStopped ? trained.interrupted : undefined,
        unconverged,
        text: [
          showTrained(facts),
          isOpen ? `go on with: ${resume}` : `next: ${nextCommand(trained)}`
        ].join('\n'),
        json: trainedJson(facts, isOpen ? resume : null)
      }
    })
  )
