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
import * as TE from 'fp-ts/lib/TaskEither.js'
import { graphHash } from '../library/GraphHash.ts'
import { digestsOf, nameRun } from '../library/run/RunDigests.ts'
import { digestOf } from '../storage/Checksum.ts'
import { inRun } from '../storage/run/RunFolder.ts'
import { runBefore, sameRun } from '../library/run/RunIdentity.ts'
import { type RunRecord, runFormat } from '../storage/run/RunRecord.ts'
import {
  batching,
  type Batching,
  checkRoom,
  checkScored,
  checkSettings,
  type Settings
} from '../inference/index.ts'
import { adam } from '../lower/index.ts'
import { attempt, type Capabilities, type Command, fromMany, fromOne } from './Command.ts'
import { formOf, inForm } from './WrittenRun.ts'
import { compileOptionsOf } from './options/CompileTable.ts'
import { writtenChoice } from './options/DataChoice.ts'
import { notTraining } from './Locks.ts'
import { type ModelRun, settledRun, type SettledRun } from './ModelRun.ts'
import { modelFileDigest, unchangedModel } from './TrainedModel.ts'
import { assignments, decodeOptions } from './options/OptionTable.ts'
import { settingsOf, trainTable, type TrainOptions } from './options/TrainOptions.ts'

// model

export interface RunPlan {
  readonly folder: string
  readonly options: TrainOptions
  readonly record: RunRecord
  readonly run: ModelRun
  readonly settings: Settings
  readonly cut: Batching
  /** The record that the folder had, of the run that goes on. */
  readonly before: RunRecord | undefined
}

/** Options by name, as they were given. */
export type Given = Readonly<Record<string, unknown>>

// combinators

/** They change nothing about what a run becomes. */
const notStored = ['out', 'resume', 'force', 'json', 'threads', 'profile', 'changedModel']
/** Those that do. */
export const stored = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !notStored.includes(name)))

/** As texts; `strict` may refuse a model, and changes nothing about one that it lets pass. */
const compileFacts = (options: TrainOptions): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...compileOptionsOf(options), joint: options.joint })
      .filter(([name, chosenValue]) => name !== 'strict' && String(chosenValue) !== '')
      .map(([name, chosenValue]) => [name, String(chosenValue)])
  )

interface Facts {
  readonly version: string
  readonly path: string
  /** Digests of the model file, and of the posterior that the fit begins with. */
  readonly file: string | null
  readonly initFrom: string | null
  readonly options: TrainOptions
  readonly all: Given
  readonly settled: SettledRun
  readonly settings: Settings
  readonly cut: Batching
  /** Of the run that goes on. */
  readonly form: RunRecord['form'] | undefined
}

const recordOf = ({
  version,
  path,
  file,
  initFrom,
  options,
  all,
  settled: {
    settings: chosen,
    run: { model, data, bound }
  },
  settings,
  cut,
  form = model.written?.decisions
}: Facts): RunRecord =>
  nameRun({
    format: runFormat,
    farrier: version,
    model: { path: resolve(path), settings: chosen, hash: graphHash(model.graph), file },
    data,
    digests: digestsOf(bound.train, bound.test, initFrom),
    options: stored(all),
    compile: compileFacts(options),
    training: { ...settings },
    backend: options.backend,
    outcome: 'running',
    steps: { done: 0, of: cut.totalSteps },
    epoch: 0,
    ...(form === undefined ? {} : { form })
  })

/**
 * The digest of the posterior that a fit begins with; of a run that goes on it is known, or was not
 * asked for by its format.
 */
const initFromDigest = (
  { initFrom }: TrainOptions,
  before: RunRecord | undefined
): Command<string | null> =>
  before !== undefined
    ? RTE.right(before.digests?.initFrom ?? null)
    : initFrom === undefined
      ? RTE.right(null)
      : attempt(({ files }) =>
          pipe(
            files.read(inRun(initFrom, 'posterior')),
            TE.map((bytes) => digestOf([bytes]))
          )
        )

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
    RTE.tap(({ asked }) => notTraining(asked.out)),
    RTE.bind('before', ({ asked }) => attempt(({ files }) => runBefore(files, asked.out, asked))),
    RTE.let('all', ({ before }): Given => ({
      ...(before === undefined ? {} : before.options),
      ...given
    })),
    RTE.bind('options', ({ all, before }) =>
      fromMany(
        pipe(decodeOptions('farrier train', trainTable)(all), E.chain(formOf(given, before)))
      )
    ),
    RTE.bind('file', () => modelFileDigest(path)),
    RTE.tap(({ asked, before, options }) =>
      before === undefined
        ? RTE.right(undefined)
        : unchangedModel(asked.out, before, path, options.changedModel)
    ),
    RTE.bind('chosen', ({ options }) => fromMany(assignments('--set', options.set))),
    RTE.bind('data', ({ options }) => fromMany(writtenChoice(options))),
    RTE.bind('settled', ({ options, chosen, data }) =>
      settledRun(path, chosen, compileOptionsOf(options))(data)
    ),
    RTE.let('run', ({ settled }) => settled.run),
    // before anything is written: a folder with half a run would stand in the way of the next
    RTE.bind('settings', ({ options, run, all }) =>
      pipe(
        fromMany(settingsOf(options, run, all)),
        RTE.tap((found) => fromOne(checkSettings(found))),
        RTE.tap((found) => fromOne(checkScored(run.model.program, found)))
      )
    ),
    RTE.bind('written', (so) => inForm(so)),
    RTE.bind(
      'cut',
      ({
        written: {
          run: { model, bound }
        },
        settings
      }) => fromOne(batching(model.program, bound.train, settings))
    ),
    RTE.tap(({ run: { model, bound } }) =>
      fromOne(checkRoom(model.program, adam, bound.train.sizes))
    ),
    RTE.bind('version', () => RTE.asks(({ version }: Capabilities) => version)),
    RTE.bind('initFrom', ({ options, before }) => initFromDigest(options, before)),
    RTE.bind('record', ({ before, asked, written, settled, ...facts }) =>
      pipe(
        recordOf({
          ...facts,
          path,
          options: written.options,
          settled: { ...settled, run: written.run },
          form: before?.form
        }),
        (record) =>
          fromMany(before === undefined ? E.right(record) : sameRun(asked.out, before)(record))
      )
    ),
    RTE.map(({ asked, before, record, written: { options, run }, settings, cut }) => ({
      folder: asked.out,
      before,
      options,
      record,
      run,
      settings,
      cut
    }))
  )
