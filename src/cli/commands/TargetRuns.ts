/**
 * `farrier train --target-bytes` and `--target-error`: complete runs, each trained, pressed and
 * tested on rows that it has not seen, until the thrift is found that meets the target.
 *
 * @since 0.2.0
 */
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { errorRateOf } from '../../library/EvaluateModel.ts'
import {
  bestTrial,
  nearestTrial,
  nextThrift,
  type Target,
  type Trial
} from '../../library/run/ThriftSearch.ts'
import {
  searchJson,
  showBudget,
  showMeasured,
  showSearch,
  showTarget,
  showTrial
} from '../../report/TargetText.ts'
import {
  loadSearch,
  saveSearch,
  searchFormat,
  type SearchRecord
} from '../../storage/run/SearchFile.ts'
import { inRun } from '../../storage/run/RunFolder.ts'
import { attempt, type Command, fromMany, type Report, say } from '../Command.ts'
import { trainingAlone } from '../Locks.ts'
import { decodeOptions, flagOf } from '../options/OptionTable.ts'
import { type SearchOptions, searchTable, trainTable } from '../options/TrainOptions.ts'
import type { Signal } from '../Processes.ts'
import type { Given } from '../RunPlan.ts'
import { testNet } from './EvaluateNet.ts'
import { pressRun } from './PressCommand.ts'
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

/** What a run is not asked: it is the search's. */
const ofSearch = [...Object.keys(searchTable), 'out', 'resume', 'force', 'json', 'threads']

const optionsOfRuns = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !ofSearch.includes(name)))

const refused = (what: string, why: string, next: string): Command<never> =>
  RTE.left(of(problem('farrier train', what, why, next)))

/** Per cent, as errors are printed. */
const targetOf = (o: SearchOptions): Command<Target | undefined> =>
  o.targetBytes !== undefined && o.targetError !== undefined
    ? refused(
        '--target-bytes and --target-error',
        'one of the two is limited, and the other as small as that lets it be',
        'leave one of them out'
      )
    : RTE.right(
        o.targetBytes !== undefined
          ? { what: 'bytes', most: o.targetBytes }
          : o.targetError !== undefined
            ? { what: 'error', most: Number((o.targetError / 100).toPrecision(12)) }
            : undefined
      )

/** Options that a search gives to its runs itself, or that would make them no whole runs. */
const inTheWay = ['thrift', 'complexityWeight', 'profile', 'initFrom']

const checked = (options: Given): Command<void> => {
  const [first] = inTheWay.filter((name) => options[name] !== undefined)
  return first !== undefined
    ? refused(
        `a target, and beside it ${flagOf(first)}`,
        'a search is for the thrift of runs that begin by themselves',
        'leave one of the two out'
      )
    : options['holdOut'] === undefined
      ? refused(
          'a target without --hold-out',
          'runs are tested on training rows that they have not seen; test data choose nothing',
          '--hold-out 10000'
        )
      : RTE.right(undefined)
}

const standing = (folder: string, { trials }: SearchRecord): Problem =>
  problem(
    folder,
    `there is a search in this folder (${trials.length} trials)`,
    'a search is never overwritten by accident',
    '--resume to go on with it, --force to replace it, or another folder with --out'
  )

const nothingThere = (folder: string): Problem =>
  problem(
    folder,
    'expected a search to go on with, found none',
    '--resume goes on with what is there',
    'leave out --resume'
  )

/** The first option that a search which goes on would have otherwise. */
const changed = (before: SearchRecord, options: Given): string | undefined =>
  Object.keys(options).find((name) => !isDeepStrictEqual(before.options[name], options[name]))

/** The record to begin or to go on with. A search that goes on may have another target. */
const recordFor = (
  path: string,
  folder: string,
  given: Given,
  target: Target | undefined,
  o: SearchOptions & { readonly resume: boolean; readonly force: boolean }
): Command<SearchRecord> =>
  pipe(
    attempt(({ files }) => (o.force ? TE.right(undefined) : loadSearch(files, folder))),
    RTE.chain((before): Command<SearchRecord> => {
      const options = optionsOfRuns(given)
      if (before !== undefined && !o.resume) return RTE.left(of(standing(folder, before)))
      if (before === undefined)
        return o.resume || target === undefined
          ? RTE.left(of(nothingThere(folder)))
          : RTE.right({
              format: searchFormat,
              target,
              model: resolve(path),
              runs: o.runs ?? 6,
              options,
              trials: []
            })
      if (before.model !== resolve(path))
        return refused(
          `${path} is not the model of the search in ${folder}`,
          'its trials would not compare',
          `give ${before.model}, or search again with --force`
        )
      const other = changed(before, options)
      return other === undefined
        ? RTE.right({
            ...before,
            options: optionsOfRuns(before.options),
            target: target ?? before.target,
            runs: o.runs ?? before.runs
          })
        : refused(
            `${flagOf(other)} is not what the search in ${folder} was begun with`,
            'its trials would not compare',
            'leave it out, or search again with --force'
          )
    }),
    RTE.tap((record) => checked(record.options))
  )

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
