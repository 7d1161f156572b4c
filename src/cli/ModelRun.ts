/**
 * A model, its derivation and its data, ready to be trained, pressed or evaluated.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { CompileOptions } from '../compile/index.ts'
import { disagreements } from '../data/binding/AxisSizes.ts'
import { perhapsObserved } from '../library/sampling/SamplePrior.ts'
import { compileGraph, type CompiledModel } from '../library/CompileModel.ts'
import type { Learnt } from '../library/Learnt.ts'
import { modelTrained } from '../library/run/RunIdentity.ts'
import { loadRecord } from '../storage/run/RunFolder.ts'
import { loadLearnt } from '../library/run/LoadLearnt.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import { bindDataSet, type BoundSet, mostOutcomes } from './options/BindDataSet.ts'
import { attempt, type Command, fromMany, fromOne, say } from './Command.ts'
import { compileOptionsOf, compileTable } from './options/CompileTable.ts'
import type { DataChoice, TableChoice } from './options/DataChoice.ts'
import { loadDataSet, showTested } from './options/DataSource.ts'
import { inFile, loadGraph, loadOptions } from './ModelFile.ts'
import { sayImport, unchangedModel } from './TrainedModel.ts'
import { decodeOptions } from './options/OptionTable.ts'
import {
  boundTableSet,
  type ObservedColumns,
  type ReadTables,
  readTables,
  showTables,
  tableNames
} from './options/TableSource.ts'

// model

/** - `rows` of them are trained on; - `tested` what is tested on, in words. */
export interface DataFacts {
  readonly name: string
  readonly heldOut: number
  readonly rows: number
  readonly tested: string
}

export interface ModelRun {
  readonly model: CompiledModel
  /** As a record keeps it. */
  readonly data: RunRecord['data']
  readonly set: DataFacts
  readonly bound: BoundSet
}

/** A model whose options may have been taken from the data: `settings` are all of them. */
export interface SettledRun {
  readonly settings: Readonly<Record<string, string>>
  readonly run: ModelRun
  /** What tables have and the model has no place for. */
  readonly leftOver: ReadonlyArray<string>
}

/** What the folder of a run says, and the model that it names. */
export interface OpenedRun {
  readonly record: RunRecord
  readonly model: CompiledModel
}

/** A run with data, and what it learnt. */
export interface LearntRun extends ModelRun {
  readonly learnt: Learnt
}

// constructors

export const compileFile = (
  path: string,
  settings: Readonly<Record<string, string>>,
  options: Partial<CompileOptions>
): Command<CompiledModel> =>
  pipe(
    loadGraph(path, settings),
    RTE.chain((graph) => fromMany(pipe(compileGraph(options)(graph), E.mapLeft(inFile(path)))))
  )

const sayAll = (lines: ReadonlyArray<string>): Command<void> =>
  lines.length === 0 ? RTE.right(undefined) : say(lines.join('\n'))

const withTables = (
  model: CompiledModel,
  choice: TableChoice,
  read: ReadTables,
  options: ReadonlyArray<string>,
  observed: ObservedColumns
): Command<ModelRun> =>
  fromMany(
    pipe(
      boundTableSet(
        observed === 'needed'
          ? model.program
          : perhapsObserved(model.program, (name) => read.bound.data.has(name)),
        choice,
        read,
        options
      ),
      E.map((bound): ModelRun => {
        const rows = bound.plate === undefined ? undefined : bound.train.sizes.get(bound.plate)
        return {
          model,
          data: read.data,
          bound,
          set: {
            name: tableNames(read.data),
            heldOut: choice.holdOut,
            rows: rows ?? 1,
            tested: showTables(read.data)
          }
        }
      })
    )
  )

export const withData =
  (choice: DataChoice, observed: ObservedColumns = 'needed') =>
  (model: CompiledModel): Command<ModelRun> =>
    choice.kind === 'tables'
      ? pipe(
          readTables(choice, observed)(model.program),
          RTE.chain((read) => withTables(model, choice, read, [], observed))
        )
      : pipe(
          loadDataSet(choice, mostOutcomes(model.program)),
          RTE.chain((set) =>
            fromMany(
              pipe(
                bindDataSet(model.program)(set),
                E.map((bound): ModelRun => ({
                  model,
                  data: choice,
                  bound,
                  set: { ...set, rows: set.train.count, tested: showTested(set) }
                }))
              )
            )
          )
        )

/**
 * The model in a file with data. Where a table disagrees about the size of an axis that the model
 * has as an option of the same name, and nobody has set it, the size is taken from the table.
 */
export const settledRun =
  (
    path: string,
    settings: Readonly<Record<string, string>>,
    options: Partial<CompileOptions>,
    observed: ObservedColumns = 'needed'
  ) =>
  (choice: DataChoice): Command<SettledRun> => {
    const compiled = compileFile(path, settings, options)
    return choice.kind === 'images'
      ? pipe(
          compiled,
          RTE.chain(withData(choice)),
          RTE.map((run) => ({ settings, run, leftOver: [] }))
        )
      : pipe(
          compiled,
          RTE.bindTo('first'),
          RTE.bind('names', () =>
            pipe(
              loadOptions(path),
              RTE.map((found) => found.map(({ name }) => name))
            )
          ),
          RTE.bind('read', ({ first }) => readTables(choice, observed)(first.program)),
          RTE.let('taken', ({ first, names, read }) =>
            disagreements(first.program, read.bound.sizes).filter(
              ({ axis }) => names.includes(axis) && !(axis in settings)
            )
          ),
          RTE.let('settings', ({ taken }) => ({
            ...settings,
            ...Object.fromEntries(taken.map(({ axis, size }) => [axis, String(size)]))
          })),
          RTE.tap(({ first, taken, read }) =>
            sayAll([
              ...taken.map(({ axis, size, words }) => `${axis}=${size}: ${words}`),
              ...read.bound.found.leftOver.map((left) => `not used: ${left}`),
              ...first.program.decisions
                .filter(({ pass }) => pass === 'lint')
                .map(({ what, why }) => `not used: ${what}: ${why}`)
            ])
          ),
          RTE.bind('model', ({ taken, first, settings: all }) =>
            taken.length === 0 ? RTE.right(first) : compileFile(path, all, options)
          ),
          RTE.bind('run', ({ model, read, names }) =>
            withTables(model, choice, read, names, observed)
          ),
          RTE.map(({ settings: all, run, read }) => ({
            settings: all,
            run,
            leftOver: read.bound.found.leftOver
          }))
        )
  }

/**
 * The model of a run, from its file, checked to be the one that was trained; `changedModel`: also where
 * the file is another.
 */
export const modelOfRun = (
  folder: string,
  { changedModel }: { readonly changedModel: boolean }
): Command<OpenedRun> =>
  pipe(
    attempt(({ files }) => loadRecord(files, folder)),
    RTE.bindTo('record'),
    RTE.bind('options', ({ record }) =>
      fromMany(decodeOptions(`farrier train (${folder})`, compileTable)(record.compile))
    ),
    RTE.tap(({ record }) => unchangedModel(folder, record, record.model.path, changedModel)),
    RTE.tap(({ record }) => sayImport(folder, record)),
    RTE.bind('model', ({ record, options }) =>
      pipe(
        compileFile(record.model.path, record.model.settings, compileOptionsOf(options)),
        RTE.chain((model) => fromOne(modelTrained(folder, record)(model)))
      )
    ),
    RTE.map(({ record, model }) => ({ record, model }))
  )

/** What an opened run learnt, beside the data that are chosen. */
export const learntRun = (
  folder: string,
  { model, record }: OpenedRun,
  choice: DataChoice
): Command<LearntRun> =>
  pipe(
    attempt(({ files }) => loadLearnt(files, folder, record)),
    RTE.bindTo('posterior'),
    RTE.bind('run', () =>
      withData(choice, record.sampled?.sampler === 'prior' ? 'perhaps' : 'needed')(model)
    ),
    RTE.map(({ posterior, run }) => ({
      ...run,
      learnt: { program: model.program, train: run.bound.train, ...posterior }
    }))
  )
