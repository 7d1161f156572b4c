/**
 * From the options of `sample` to a run that can begin: its record, its density on its data.
 *
 * @since 0.2.0
 */
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { checked } from '../../ir/Fields.ts'
import { graphHash } from '../../library/GraphHash.ts'
import { digestsOf, nameRun } from '../../library/run/RunDigests.ts'
import { runBefore, sameRun } from '../../library/run/RunIdentity.ts'
import { samplerFields, type SamplerSettings } from '../../inference/index.ts'
import { type RunRecord, runFormat } from '../../storage/run/RunRecord.ts'
import { attempt, type Capabilities, type Command, fromMany } from '../Command.ts'
import { notTraining } from '../Locks.ts'
import { type ModelRun, settledRun } from '../ModelRun.ts'
import { writtenChoice } from '../options/DataChoice.ts'
import { assignments, decodeOptions } from '../options/OptionTable.ts'
import {
  centredOf,
  type SampleCommandOptions,
  samplerSettingsOf,
  sampleTable
} from '../options/SampleOptions.ts'
import { type Given, stored } from '../RunPlan.ts'
import { begunAs, meaningful, type SampleWork, workOf } from './SampleWork.ts'
import { modelFileDigest, unchangedModel } from '../TrainedModel.ts'

export interface SamplePlan {
  readonly folder: string
  readonly options: SampleCommandOptions
  readonly record: RunRecord
  readonly run: ModelRun
  readonly settings: SamplerSettings
  readonly work: SampleWork
  /** The record that the folder had, of the run that goes on. */
  readonly before: RunRecord | undefined
}

/**
 * The run that the command asks for. With `--resume` the options that it began with hold, and those
 * given now may only repeat them.
 */
export const planSampling = (path: string, given: Given): Command<SamplePlan> =>
  pipe(
    RTE.Do,
    RTE.bind('asked', () =>
      fromMany(
        decodeOptions('farrier sample', {
          out: sampleTable.out,
          resume: sampleTable.resume,
          force: sampleTable.force
        })(given)
      )
    ),
    RTE.tap(({ asked }) => notTraining(asked.out)),
    RTE.bind('before', ({ asked }) =>
      attempt(({ files }) => runBefore(files, asked.out, { ...asked, how: 'sample' }))
    ),
    RTE.let('all', ({ before }): Given => ({
      ...(before === undefined ? {} : before.options),
      ...given
    })),
    RTE.bind('options', ({ all }) => fromMany(decodeOptions('farrier sample', sampleTable)(all))),
    RTE.let('settings', ({ options }) => samplerSettingsOf(options)),
    RTE.tap(({ settings }) => fromMany(checked(samplerFields('farrier sample', settings)))),
    RTE.bind('file', () => modelFileDigest(path)),
    RTE.tap(({ asked, before, options }) =>
      before === undefined
        ? RTE.right(undefined)
        : unchangedModel(asked.out, before, path, options.changedModel)
    ),
    RTE.bind('chosen', ({ options }) => fromMany(assignments('--set', options.set))),
    RTE.bind('data', ({ options }) => fromMany(writtenChoice(options))),
    RTE.let('centred', ({ options }) => centredOf(options)),
    RTE.tap(({ options }) => fromMany(meaningful(given, options))),
    RTE.bind('settled', ({ chosen, data, centred, options }) =>
      settledRun(path, chosen, { centred }, options.prior ? 'perhaps' : 'needed')(data)
    ),
    RTE.bind('work', ({ settled: { run }, options }) => fromMany(workOf(run, options))),
    RTE.bind('version', () => RTE.asks(({ version }: Capabilities) => version)),
    RTE.bind(
      'record',
      ({ asked, before, all, options, settled, settings, centred, file, version }) => {
        const { model, data, bound } = settled.run
        const record = nameRun({
          format: runFormat,
          farrier: version,
          model: {
            path: resolve(path),
            settings: settled.settings,
            hash: graphHash(model.graph),
            file
          },
          data,
          digests: digestsOf(bound.train, bound.test, null),
          options: stored(all),
          compile: centred.length === 0 ? {} : { centred: centred.join(',') },
          backend: 'float64',
          outcome: 'running',
          epoch: 0,
          ...begunAs(settings, options)
        })
        return fromMany(before === undefined ? E.right(record) : sameRun(asked.out, before)(record))
      }
    ),
    RTE.map(({ asked, before, options, record, settled: { run }, settings, work }) => ({
      folder: asked.out,
      options,
      record,
      run,
      settings,
      work,
      before
    }))
  )
