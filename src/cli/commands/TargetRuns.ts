/**
 * `farrier train --target-bytes` and `--target-error`: complete runs, each trained, pressed and
 * tested on rows that it has not seen, until the thrift is found that meets the target.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { errorRateOf } from '../../library/EvaluateModel.ts'
import { bestTrial, nearestTrial, nextThrift, type Trial } from '../../library/run/ThriftSearch.ts'
import {
  searchJson,
  showBudget,
  showMeasured,
  showSearch,
  showTarget,
  showTrial
} from '../../report/TargetText.ts'
import { loadSearch, saveSearch, type SearchRecord } from '../../storage/run/SearchFile.ts'
import { inRun } from '../../storage/run/RunFolder.ts'
import { attempt, type Command, fromMany, type Report, say } from '../Command.ts'
import { trainingAlone } from '../Locks.ts'
import { decodeOptions } from '../options/OptionTable.ts'
import { searchTable, trainTable } from '../options/TrainOptions.ts'
import type { Signal } from '../Processes.ts'
import type { Given } from '../RunPlan.ts'
import { testNet } from '../evaluate/EvaluateNet.ts'
import { pressRun } from './PressCommand.ts'
import { recordFor, refused, targetOf } from './TargetPlan.ts'
import { type Trained, trainFile, trainOnce } from './TrainCommand.ts'

// model

/** A search that begins or goes on. */
interface Search {
  readonly path: string
  readonly folder: string
  /** Of the command itself; each run has the record's options. */
  readonly given: Given
  readonly record: SearchRecord
}

interface Ended {
  readonly record: SearchRecord
  readonly interrupted: Signal | undefined
}

// combinators

const folderOf =
  (folder: string) =>
  (number: number): string =>
    `${folder.replace(/\/+$/, '')}/trial-${number}`

const noErrors: Problem = problem(
  'farrier train',
  'expected a model whose predictions can be wrong, found one without error rate',
  'bytes are weighed against the share of wrong predictions',
  'try --thrift with values of your own'
)

const engineWords = (given: Given, { options: { backend } }: SearchRecord): Given =>
  Object.fromEntries(
    Object.entries({ backend, threads: given['threads'] }).filter(([, x]) => x !== undefined)
  )

/** A run that was cut off in the middle goes on; one that is there of another search is replaced. */
const trainTrial = (s: Search, number: number, thrift: number): Command<Trained> => {
  const out = folderOf(s.folder)(number)
  return pipe(
    attempt(({ files }) =>
      s.given['resume'] === true ? files.exists(inRun(out, 'record')) : TE.right(false)
    ),
    RTE.chain((there) =>
      trainFile(s.path, {
        ...s.record.options,
        ...engineWords(s.given, s.record),
        json: s.given['json'],
        thrift: String(thrift),
        out,
        ...(there ? { resume: true } : { force: true })
      })
    )
  )
}

/** What the pressed network of a finished run comes to. */
const measure = (s: Search, number: number, thrift: number, trained: Trained): Command<Trial> => {
  const folder = folderOf(s.folder)(number)
  const { data } = trained.record
  const path = `${folder}/net.farrier`
  const engine = engineWords(s.given, s.record)
  return pipe(
    pressRun(folder, { out: path, ...engine }),
    RTE.bindTo('pressed'),
    RTE.bind('tested', () =>
      testNet({
        path,
        data: data.kind === 'images' ? [data.name] : data.files.map((file) => file.path),
        bind: data.kind === 'images' ? [] : data.bind,
        range: undefined,
        holdOut: data.holdOut,
        engine: trained.plan.options,
        budget: 1
      })
    ),
    RTE.chain(({ pressed, tested: { evaluations } }) => {
      const errorRate = errorRateOf(evaluations)
      return Number.isNaN(errorRate)
        ? RTE.left(of(noErrors))
        : RTE.right({ thrift, sizeBytes: pressed.ledger.sizeBytes, errorRate })
    })
  )
}

/** Trials until the target is found, none tells more, the budget is used, or somebody stops it. */
const searched = (s: Search): Command<Ended> => {
  const { record } = s
  const { target, trials, runs } = record
  const thrift = trials.length < runs ? nextThrift(target, trials) : undefined
  if (thrift === undefined) return RTE.right({ record, interrupted: undefined })
  const number = trials.length + 1
  return pipe(
    trainTrial(s, number, thrift),
    RTE.chain((trained): Command<Ended> =>
      trained.interrupted !== undefined
        ? RTE.right({ record, interrupted: trained.interrupted })
        : pipe(
            measure(s, number, thrift, trained),
            RTE.tap((trial) => say(showTrial(target, trial, number))),
            RTE.map((trial): SearchRecord => ({ ...record, trials: [...trials, trial] })),
            RTE.tap((next) => attempt(({ files }) => saveSearch(files, s.folder)(next))),
            RTE.chain((next) => searched({ ...s, record: next }))
          )
    )
  )
}

// destructors

/** Nothing that was tried is enough: the nearest is said, and stays. */
const notMet = (folder: string, { target, trials, options }: SearchRecord): Problem => {
  const nearest = nearestTrial(target, trials)
  const number = nearest === undefined ? 0 : trials.indexOf(nearest) + 1
  return problem(
    `farrier train ${target.what === 'bytes' ? '--target-bytes' : '--target-error'}`,
    `no run of ${trials.length} has ${showTarget(target)} on held-out rows`,
    nearest === undefined
      ? 'nothing was tried'
      : `the nearest is trial ${number} at thrift ${nearest.thrift}: ${showMeasured(nearest)}; ` +
          `it is kept in ${folderOf(folder)(number)}`,
    `--resume with more --runs or a target that is not so far, or other options of the runs ` +
      `(--epochs, now ${String(options['epochs'] ?? trainTable.epochs.fallback)})`
  )
}

const reportOf =
  ({ path, folder, given }: Omit<Search, 'record'>) =>
  ({ record, interrupted }: Ended): Command<Report> => {
    const { target, trials, options } = record
    const best = bestTrial(target, trials)
    const resume = `farrier train ${shellWord(path)} --out ${shellWord(folder)} --resume`
    if (interrupted === undefined && best === undefined)
      return pipe(
        given['json'] === true
          ? RTE.right(undefined)
          : say(showSearch(target, trials, folderOf(folder))),
        RTE.chain(() => RTE.left(of(notMet(folder, record))))
      )
    return RTE.right({
      interrupted,
      text: [
        showSearch(target, trials, folderOf(folder)),
        interrupted !== undefined
          ? `interrupted and saved; go on with: ${resume}`
          : `on all rows: the same command with --thrift ${best?.thrift} ` +
            `and without --hold-out ${String(options['holdOut'])}`
      ].join('\n'),
      json: {
        outcome: interrupted === undefined ? 'met' : 'stopped',
        ...searchJson(target, trials, folderOf(folder)),
        resume: interrupted === undefined ? null : resume
      }
    })
  }

const search = (path: string, given: Given): Command<Report> =>
  pipe(
    fromMany(
      decodeOptions('farrier train', {
        ...searchTable,
        out: trainTable.out,
        resume: trainTable.resume,
        force: trainTable.force
      })(given)
    ),
    RTE.bindTo('o'),
    RTE.bind('target', ({ o }) => targetOf(o)),
    RTE.chain(({ o, target }) =>
      trainingAlone(o.out)(
        pipe(
          recordFor(path, o.out, given, target, o),
          RTE.tap((record) => attempt(({ files }) => saveSearch(files, o.out)(record))),
          RTE.tap(({ target: found, runs, options }) =>
            say(showBudget(found, runs, Number(options['holdOut'])))
          ),
          RTE.chain((record) => searched({ path, folder: o.out, given, record })),
          RTE.chain(reportOf({ path, folder: o.out, given }))
        )
      )
    )
  )

/** Is a thrift looked for, or does a search go on? */
const isSearch = (given: Given): Command<boolean> => {
  const { out, resume, targetBytes, targetError } = given
  return targetBytes !== undefined || targetError !== undefined
    ? RTE.right(true)
    : resume === true && typeof out === 'string'
      ? attempt(({ files }) =>
          pipe(
            loadSearch(files, out),
            TE.map((record) => record !== undefined)
          )
        )
      : RTE.right(false)
}

/** One run, or a search. */
export const train = (path: string, given: Given): Command<Report> =>
  pipe(
    isSearch(given),
    RTE.chain((is) =>
      is
        ? search(path, given)
        : given['runs'] !== undefined
          ? refused(
              '--runs without a target',
              'it is how many runs a search takes',
              'add --target-bytes or --target-error, or leave it out'
            )
          : trainOnce(path, given)
    )
  )
