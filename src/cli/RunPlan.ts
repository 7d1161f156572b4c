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
import { graphHash } from '../library/GraphHash.ts'
import { runBefore, sameRun } from '../library/run/RunIdentity.ts'
import { type RunRecord, runFormat } from '../storage/run/RunRecord.ts'
import {
  batching,
  type Batching,
  checkRoom,
  checkSettings,
  type Settings
} from '../inference/index.ts'
import { adam } from '../lower/index.ts'
import { attempt, type Capabilities, type Command, fromMany, fromOne } from './Command.ts'
import { compileOptionsOf } from './options/CompileTable.ts'
import { dataChoice } from './options/DataChoice.ts'
import { type ModelRun, settledRun } from './ModelRun.ts'
import { assignments, decodeOptions } from './options/OptionTable.ts'
import { parseRange, settingsOf, trainTable, type TrainOptions } from './options/TrainOptions.ts'

// model

export interface RunPlan {
  readonly folder: string
  readonly options: TrainOptions
  readonly record: RunRecord
  readonly run: ModelRun
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
    { model, data }: ModelRun,
    settings: Settings,
    cut: Batching
  ) =>
  (chosen: Readonly<Record<string, string>>): RunRecord => ({
    format: runFormat,
    farrier: version,
    model: { path: resolve(path), settings: chosen, hash: graphHash(model.graph) },
    data,
    options: stored(given),
    compile: compileFacts(options),
    training: { ...settings },
    backend: options.backend,
    outcome: 'running',
    steps: { done: 0, of: cut.totalSteps },
    epoch: 0
  })

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
    RTE.bind('before', ({ asked }) => attempt(({ files }) => runBefore(files, asked.out, asked))),
    RTE.let('all', ({ before }): Given => ({
      ...(before === undefined ? {} : before.options),
      ...given
    })),
    RTE.bind('options', ({ all }) => fromMany(decodeOptions('farrier train', trainTable)(all))),
    RTE.bind('chosen', ({ options }) => fromMany(assignments('--set', options.set))),
    RTE.bind('data', ({ options }) =>
      fromMany(
        pipe(
          parseRange(options.range),
          E.chain((range) => dataChoice({ ...options, range }))
        )
      )
    ),
    RTE.bind('settled', ({ options, chosen, data }) =>
      settledRun(path, chosen, compileOptionsOf(options))(data)
    ),
    RTE.let('run', ({ settled }) => settled.run),
    RTE.bind('settings', ({ options, run }) => fromMany(settingsOf(options, run))),
    // before anything is written: a folder with half a run would stand in the way of the next
    RTE.tap(({ settings }) => fromOne(checkSettings(settings))),
    RTE.bind('cut', ({ run: { model, bound }, settings }) =>
      fromOne(batching(model.program, bound.train, settings))
    ),
    RTE.tap(({ run: { model, bound } }) =>
      fromOne(checkRoom(model.program, adam, bound.train.sizes))
    ),
    RTE.bind('version', () => RTE.asks(({ version }: Capabilities) => version)),
    RTE.bind('record', ({ before, version, all, options, settled, run, settings, cut, asked }) =>
      pipe(recordOf(version, path, options, all, run, settings, cut)(settled.settings), (record) =>
        fromMany(before === undefined ? E.right(record) : sameRun(asked.out, before)(record))
      )
    ),
    RTE.map(({ asked, options, record, run, settings, cut }) => ({
      folder: asked.out,
      options,
      record,
      run,
      settings,
      cut
    }))
  )
