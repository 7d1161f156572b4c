/**
 * A model, its derivation and its data, ready to be trained, pressed or evaluated.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { CompileOptions } from '../compile/index.ts'
import type { DataSet } from '../data/LabelledImages.ts'
import { compileGraph, type CompiledModel } from '../library/CompileModel.ts'
import type { Learnt } from '../library/Learnt.ts'
import { modelTrained } from '../library/run/RunIdentity.ts'
import { loadPosterior, loadRecord } from '../storage/run/RunFolder.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import { bindDataSet, type BoundSet } from './options/BindDataSet.ts'
import { attempt, type Command, fromMany, fromOne } from './Command.ts'
import { compileOptionsOf, compileTable } from './options/CompileTable.ts'
import { type DataChoice, loadDataSet } from './options/DataSource.ts'
import { inFile, loadGraph } from './ModelFile.ts'
import { decodeOptions } from './options/OptionTable.ts'

// model

export interface ModelRun {
  readonly model: CompiledModel
  readonly set: DataSet
  readonly bound: BoundSet
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

export const withData =
  (choice: DataChoice) =>
  (model: CompiledModel): Command<ModelRun> =>
    pipe(
      loadDataSet(choice),
      RTE.chain((set) =>
        fromMany(
          pipe(
            bindDataSet(model.program)(set),
            E.map((bound) => ({ model, set, bound }))
          )
        )
      )
    )

/** The model of a run, from its file, checked to be the one that was trained. */
export const modelOfRun = (folder: string): Command<OpenedRun> =>
  pipe(
    attempt(({ files }) => loadRecord(files, folder)),
    RTE.bindTo('record'),
    RTE.bind('options', ({ record }) =>
      fromMany(decodeOptions(`farrier train (${folder})`, compileTable)(record.compile))
    ),
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
  { model }: OpenedRun,
  choice: DataChoice
): Command<LearntRun> =>
  pipe(
    attempt(({ files }) => loadPosterior(files, folder)),
    RTE.bindTo('posterior'),
    RTE.bind('run', () => withData(choice)(model)),
    RTE.map(({ posterior, run }) => ({
      ...run,
      learnt: { program: model.program, train: run.bound.train, ...posterior }
    }))
  )
