/**
 * A fit into the folder of a run: its record, a line for every epoch, its state after each, and in
 * the end its posterior. Whatever the files are kept in: a disk, memory, a page's own storage.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import type { Executor } from '../../runtime/index.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import {
  appendMetrics,
  clearRun,
  inRun,
  lineOf,
  saveMetrics,
  savePosterior,
  saveRecord,
  saveState
} from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import {
  type Batching,
  type EpochMetrics,
  roundLimit,
  type Settled,
  type Solution,
  type State,
  toCheckpoint,
  toLine
} from '../../inference/index.ts'
import { type FitHooks, fitOn, type FitOutcome, type FitTask } from '../FitOn.ts'
import type { Recorder } from '../ProfileRecorder.ts'

// model

/**
 * `record` says what the run is, and its `id` stands in every file; outcome, steps and epoch are filled
 * in as it goes.
 */
export interface RunTask {
  readonly files: FileSystem
  readonly folder: string
  readonly record: RunRecord
  readonly fit: FitTask
  readonly cut: Batching
  /** There is a state in the folder already. */
  readonly isResumed: boolean
}

/** The run that a training left in its folder, and how it ended. */
export interface TrainedRun {
  readonly record: RunRecord
  readonly outcome: FitOutcome
}

// combinators

/** Of how many steps: what has converged has done all of its own, and a solver when it ends. */
const stepsOf = (
  { cut, fit: { settings } }: RunTask,
  outcome: RunRecord['outcome'],
  done: number
): RunRecord['steps'] => ({
  done,
  of:
    outcome === 'converged' || (settings.solve !== undefined && outcome === 'notConverged')
      ? done
      : settings.solve === undefined
        ? cut.totalSteps
        : roundLimit(settings.solve, done)
})

const solutionRecord = ({
  draws,
  stepSds,
  drawErrorSds,
  lossNats,
  moving
}: Solution): NonNullable<RunRecord['solution']> => ({
  draws,
  stepSds,
  drawErrorSds,
  lossNats,
  moving
})

const settledRecord = ({ mean, lossNats, moving }: Settled): NonNullable<RunRecord['settled']> => ({
  ...(mean === undefined ? {} : { mean }),
  lossNats,
  moving
})

const recordAt = (
  task: RunTask,
  outcome: RunRecord['outcome'],
  state: State,
  {
    solution,
    settled,
    nullModel,
    check
  }: Pick<FitOutcome, 'solution' | 'settled' | 'nullModel' | 'check'> = {}
): RunRecord => ({
  ...task.record,
  outcome,
  steps: stepsOf(task, outcome, state.step),
  epoch: Math.floor(state.step / task.cut.stepsPerEpoch),
  ...(solution === undefined ? {} : { solution: solutionRecord(solution) }),
  ...(settled === undefined ? {} : { settled: settledRecord(settled) }),
  ...(nullModel === undefined ? {} : { nullModel }),
  ...(check === undefined ? {} : { check })
})

/** Where a state has been saved before a fit was refused, the message says where. */
const naming =
  (folder: string, isSaved: () => boolean) =>
  (p: Problem): Problem =>
    isSaved() ? { ...p, try: `${p.try}; the last good state is in ${inRun(folder, 'state')}` } : p

// destructors

/**
 * The run is in its folder afterwards, finished or stopped; hooks are asked and told as well.
 *
 * @example
 *   import { type FitHooks, type RunTask, trainRun, withExecutor } from 'farrier'
 *
 *   const train = (task: RunTask, hooks: FitHooks) => withExecutor('wasm')(trainRun(task, hooks))
 */
export const trainRun =
  (task: RunTask, hooks: FitHooks = {}, recorder?: Recorder) =>
  <B>(executor: Executor<B>): TaskEither<Problem, TrainedRun> => {
    const { files, folder, fit, record } = task
    const { state: first, metrics } = fit.start
    const run = record.id ?? undefined
    const line = (m: EpochMetrics): string => lineOf(record.id, toLine(m).trimEnd())
    const keep = (state: State): TaskEither<Problem, void> => {
      const { tensors, scalars } = toCheckpoint(state)
      const texts = run === undefined ? {} : { run }
      return saveState(files, folder)({ tensors, numbers: scalars, texts })
    }
    const keepsFirst = task.isResumed || (record.digests?.initFrom ?? null) !== null
    let isSaved = task.isResumed
    const keeping: FitHooks = {
      ...hooks,
      record: (m) =>
        pipe(
          hooks.record?.(m) ?? TE.right(undefined),
          TE.chain(() => appendMetrics(files, folder)(line(m)))
        ),
      checkpoint: (state) =>
        pipe(
          keep(state),
          TE.chain(() => {
            isSaved = true
            return saveRecord(files, folder)(recordAt(task, 'running', state))
          }),
          TE.chain(() => hooks.checkpoint?.(state) ?? TE.right(undefined))
        )
    }
    return pipe(
      files.makeFolder(folder),
      // of a run that was there before nothing may be left that this record could be taken for
      TE.chain(() => (task.isResumed ? TE.right(undefined) : clearRun(files, folder))),
      // what a fit begins with need not be there any more when it goes on
      TE.chain(() => (keepsFirst ? keep(first) : TE.right(undefined))),
      TE.chain(() => saveMetrics(files, folder)(metrics.map(line))),
      TE.chain(() => saveRecord(files, folder)(recordAt(task, 'running', first))),
      TE.chain(() =>
        pipe(fitOn(fit, keeping, recorder)(executor), TE.mapLeft(naming(folder, () => isSaved)))
      ),
      TE.bindTo('outcome'),
      TE.bind('record', ({ outcome: { outcome, state, sites, ...found } }) =>
        pipe(
          savePosterior(files, folder)({ run, parameters: state.parameters, sites }),
          TE.map(() => recordAt(task, outcome, state, found)),
          TE.tap(saveRecord(files, folder))
        )
      )
    )
  }
