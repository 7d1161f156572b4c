/**
 * What a run has learnt, with the data that it was trained on only where they are read.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { CompiledModel } from '../library/CompileModel.ts'
import type { Learnt } from '../library/Learnt.ts'
import { trainedArrays } from '../library/run/RunIdentity.ts'
import { namesFrom, noNames, type PosteriorNames } from '../library/PosteriorNames.ts'
import { learntWithoutData } from '../library/TrainingDataRead.ts'
import { loadLearnt } from '../library/run/LoadLearnt.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import { attempt, type Command, fromMany } from './Command.ts'
import { choiceOfRun, labelsIn, unchangedFiles } from './options/DataChoice.ts'
import { learntRun, modelOfRun, type OpenedRun } from './ModelRun.ts'

export interface PosteriorOfRun extends OpenedRun {
  readonly learnt: Learnt
  /** Of what the model numbers; images have none. */
  readonly names: PosteriorNames
}

const namesOf = ({ record: { data }, model: { program } }: OpenedRun): PosteriorNames =>
  data.kind === 'images' ? noNames : namesFrom(program, labelsIn(data.labels))

/**
 * `reads` names the data of the training that are wanted. Errors: one of their files has changed since.
 */
export const posteriorOfRun = (
  folder: string,
  asked: { readonly changedModel: boolean },
  reads: (model: CompiledModel, record: RunRecord) => ReadonlyArray<string>
): Command<PosteriorOfRun> =>
  pipe(
    modelOfRun(folder, asked),
    RTE.chain((opened) => {
      const { program } = opened.model
      const learnt: Command<Learnt> =
        reads(opened.model, opened.record).length > 0
          ? pipe(
              learntRun(folder, opened, choiceOfRun(opened.record.data)),
              RTE.tap((run) => fromMany(unchangedFiles(opened.record.data, run.data))),
              RTE.tap((run) => fromMany(trainedArrays(folder, opened.record, run.bound.train))),
              RTE.map((run) => run.learnt)
            )
          : pipe(
              attempt(({ files }) => loadLearnt(files, folder, opened.record)),
              RTE.map((posterior) => learntWithoutData(program, posterior))
            )
      return pipe(
        learnt,
        RTE.map((found) => ({ ...opened, learnt: found, names: namesOf(opened) }))
      )
    })
  )
