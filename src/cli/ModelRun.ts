/**
 * A model, its derivation and its data, ready to be trained, pressed or evaluated.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { DataSet } from '../data/LabelledImages.ts'
import { loadRecord } from '../storage/run/RunFolder.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import { compile, type Compiled, type CompileOptions } from '../compile/index.ts'
import type { Graph } from '../ir/Graph.ts'
import { problem } from '../ir/Problem.ts'
import { bindDataSet, type BoundSet } from './options/BindDataSet.ts'
import { attempt, type Command, fromMany, fromOne } from './Command.ts'
import { compileOptionsOf, compileTable } from './options/CompileTable.ts'
import { type DataChoice, loadDataSet } from './options/DataSource.ts'
import { graphHash } from './GraphHash.ts'
import { inFile, loadGraph } from './ModelFile.ts'
import { decodeOptions } from './options/OptionTable.ts'

// model

export interface CompiledModel {
  readonly graph: Graph
  readonly hash: string
  readonly compiled: Compiled
}

export interface ModelRun extends CompiledModel {
  readonly set: DataSet
  readonly bound: BoundSet
}

// constructors

export const compileFile = (
  path: string,
  settings: Readonly<Record<string, string>>,
  options: Partial<CompileOptions>
): Command<CompiledModel> =>
  pipe(
    loadGraph(path, settings),
    RTE.chain((graph) =>
      fromMany(
        pipe(
          compile(options)(graph),
          E.bimap(inFile(path), (compiled) => ({ graph, hash: graphHash(graph), compiled }))
        )
      )
    )
  )

export const withData =
  (choice: DataChoice) =>
  (model: CompiledModel): Command<ModelRun> =>
    pipe(
      loadDataSet(choice),
      RTE.chain((set) =>
        fromMany(
          pipe(
            bindDataSet(model.compiled.program)(set),
            E.map((bound) => ({ ...model, set, bound }))
          )
        )
      )
    )

const sameModel =
  (folder: string, record: RunRecord) =>
  (model: CompiledModel): Command<CompiledModel> =>
    fromOne(
      model.hash === record.model.hash
        ? E.right(model)
        : E.left(
            problem(
              folder,
              `the run was trained with another model than ${record.model.path} declares now`,
              'its parameters mean nothing in this one',
              'restore the model file, or train again'
            )
          )
    )

/** The model of a run, from its file, checked to be the one that was trained. */
export const modelOfRun = (
  folder: string
): Command<{ readonly record: RunRecord; readonly model: CompiledModel }> =>
  pipe(
    attempt(({ files }) => loadRecord(files, folder)),
    RTE.bindTo('record'),
    RTE.bind('options', ({ record }) =>
      fromMany(decodeOptions(`farrier train (${folder})`, compileTable)(record.compile))
    ),
    RTE.bind('model', ({ record, options }) =>
      pipe(
        compileFile(record.model.path, record.model.settings, compileOptionsOf(options)),
        RTE.chain(sameModel(folder, record))
      )
    ),
    RTE.map(({ record, model }) => ({ record, model }))
  )
