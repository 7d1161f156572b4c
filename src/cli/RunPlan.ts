/**
 * From the options of `train` to a run that can begin: its record, its model and data, its
 * settings.
 *
 * @since 0.1.0
 */
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { inRun, loadRecord } from '../storage/run/RunFolder.ts'
import { type RunRecord, runFormat } from '../storage/run/RunRecord.ts'
import { problem } from '../ir/Problem.ts'
import { batching, type Batching, type Settings } from '../inference/index.ts'
import {
  attempt,
  type Capabilities,
  type Command,
  fromMany,
  fromOne,
  type Problems
} from './Command.ts'
import { compileOptionsOf } from './options/CompileTable.ts'
import type { DataChoice } from './options/DataSource.ts'
import { compileFile, type ModelRun, withData } from './ModelRun.ts'
import { assignments, decodeOptions } from './options/OptionTable.ts'
import { parseRange, settingsOf, trainTable, type TrainOptions } from './options/TrainOptions.ts'

// model

export interface RunPlan {
  readonly folder: string
  readonly options: TrainOptions
  readonly record: RunRecord
  readonly model: ModelRun
  readonly settings: Settings
  readonly cut: Batching
}

/** Options by name, as they were given. */
export type Given = Readonly<Record<string, unknown>>

// combinators

/** They change nothing about what a run becomes. */
const notStored = ['out', 'resume', 'force', 'json', 'threads', 'profile']
const stored = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !notStored.includes(name)))

const taken = (folder: string, { outcome, steps }: RunRecord): Problems => [
  problem(
    folder,
    outcome === 'finished'
      ? 'there is a finished run in this folder'
      : `there is an unfinished run in this folder (${steps.done} of ${steps.of} steps)`,
    'a run is never overwritten by accident',
    `${outcome === 'finished' ? '' : '--resume to go on with it, '}--force to replace it, or another folder with --out`
  )
]

/** What is in the folder: nothing, a run to go on with, or one that stands in the way. */
const found = (folder: string, resume: boolean, force: boolean): Command<RunRecord | undefined> =>
  pipe(
    attempt(({ files }) => files.exists(inRun(folder, 'record'))),
    RTE.chain((there) =>
      (there && !force) || resume
        ? attempt(({ files }) => loadRecord(files, folder))
        : RTE.right(undefined)
    ),
    RTE.chain((record) =>
      record === undefined || resume ? RTE.right(record) : RTE.left(taken(folder, record))
    )
  )

/** Every number and text in a value, by its path: `training/schedule/warmUp`. */
const leaves = (value: unknown, path: string): ReadonlyArray<readonly [string, string]> =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) =>
        leaves(part, path === '' ? name : `${path}/${name}`)
      )
    : [[path, String(value)]]

/** What decides the bytes of a run. */
const facts = ({
  farrier,
  model: { hash },
  data,
  compile,
  training,
  backend
}: RunRecord): ReadonlyMap<string, string> =>
  new Map(leaves({ 'farrier version': farrier, model: hash, data, compile, training, backend }, ''))

/** These facts must be the ones that the run began with. */
const sameRun =
  (folder: string, before: RunRecord) =>
  (now: RunRecord): E.Either<Problems, RunRecord> => {
    const [was, is] = [facts(before), facts(now)]
    const differing = [...new Set([...was.keys(), ...is.keys()])]
      .filter((name) => was.get(name) !== is.get(name))
      .map((name) =>
        problem(
          `${folder}: ${name}`,
          `the run has ${was.get(name) ?? 'none'}, this command ${is.get(name) ?? 'none'}`,
          'a resumed run ends with the same bytes as one that was never interrupted',
          'leave out the options that the run has already, or start another run with --init-from'
        )
      )
    return isNonEmpty(differing) ? E.left(differing) : E.right(now)
  }

/** As texts; `strict` may refuse a model, and changes nothing about one that it lets pass. */
const compileFacts = (options: TrainOptions): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(compileOptionsOf(options))
      .filter(([name]) => name !== 'strict')
      .map(([name, chosenValue]) => [name, String(chosenValue)])
  )

const recordOf =
  (
    version: string,
    path: string,
    options: TrainOptions,
    given: Given,
    model: ModelRun,
    settings: Settings,
    cut: Batching
  ) =>
  (chosen: Readonly<Record<string, string>>, data: DataChoice): RunRecord => ({
    format: runFormat,
    farrier: version,
    model: { path: resolve(path), settings: chosen, hash: model.hash },
    data,
    options: stored(given),
    compile: compileFacts(options),
    training: { ...settings },
    backend: options.backend,
    outcome: 'running',
    steps: { done: 0, of: cut.totalSteps },
    epoch: 0
  })

const dataName = (given: string): string => (given === 'mnist' ? given : resolve(given))

// destructors

/**
 * The run that the command asks for. With `--resume` the options that it began with hold, and those
 * given now may only repeat them.
 */
export const planRun = (path: string, given: Given): Command<RunPlan> =>
  pipe(
    RTE.Do,
    RTE.bind('asked', () =>
      fromMany(
        decodeOptions('farrier train', {
          out: trainTable.out,
          resume: trainTable.resume,
          force: trainTable.force
        })(given)
      )
    ),
    RTE.bind('before', ({ asked }) => found(asked.out, asked.resume, asked.force)),
    RTE.let('all', ({ before }): Given => ({
      ...(before === undefined ? {} : before.options),
      ...given
    })),
    RTE.bind('options', ({ all }) => fromMany(decodeOptions('farrier train', trainTable)(all))),
    RTE.bind('chosen', ({ options }) => fromMany(assignments('--set', options.set))),
    RTE.bind('data', ({ options: { data, range, holdOut } }) =>
      fromMany(
        pipe(
          parseRange(range),
          E.map((ends): DataChoice => ({
            name: dataName(data),
            range: ends,
            holdOut: holdOut ?? 0
          }))
        )
      )
    ),
    RTE.bind('model', ({ options, chosen, data }) =>
      pipe(compileFile(path, chosen, compileOptionsOf(options)), RTE.chain(withData(data)))
    ),
    RTE.bind('settings', ({ options, model: { bound } }) =>
      fromMany(settingsOf(options, bound.plate, bound.train.sizes.get(bound.plate) ?? 0))
    ),
    RTE.bind('cut', ({ model, settings }) =>
      fromOne(batching(model.compiled.program, model.bound.train, settings))
    ),
    RTE.bind('version', () => RTE.asks(({ version }: Capabilities) => version)),
    RTE.bind(
      'record',
      ({ before, version, all, options, chosen, data, model, settings, cut, asked }) =>
        pipe(recordOf(version, path, options, all, model, settings, cut)(chosen, data), (record) =>
          fromMany(before === undefined ? E.right(record) : sameRun(asked.out, before)(record))
        )
    ),
    RTE.map(({ asked, options, record, model, settings, cut }) => ({
      folder: asked.out,
      options,
      record,
      model,
      settings,
      cut
    }))
  )
