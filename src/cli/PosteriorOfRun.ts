/**
 * What a run has learnt, with the data that it was trained on only where they are read.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { CompiledModel } from '../library/CompileModel.ts'
import type { Learnt } from '../library/Learnt.ts'
import { learntWithoutData } from '../library/TrainingDataRead.ts'
import { noNames, type PredictionNames } from '../report/PredictionText.ts'
import { loadPosterior } from '../storage/run/RunFolder.ts'
import { attempt, type Command } from './Command.ts'
import { learntRun, modelOfRun, type OpenedRun } from './ModelRun.ts'
import { choiceOfRun, labelsIn } from './options/DataChoice.ts'

export interface PosteriorOfRun extends OpenedRun {
  readonly learnt: Learnt
  /** The labels of categories and columns; images have none. */
  readonly names: PredictionNames
}

/** As the record keeps them; those of an axis of outcomes are the names of these outcomes too. */
const namesOf = ({ record: { data }, model: { program } }: OpenedRun): PredictionNames => {
  if (data.kind === 'images') return noNames
  const { axes, outcomes } = labelsIn(data.labels)
  const ofAxes = program.predictions.flatMap(({ site, consumes: [axis = '', ...more] }) => {
    const labels = axes.get(axis)
    return labels === undefined || more.length > 0 ? [] : [[site, labels] as const]
  })
  return { indices: axes, outcomes: new Map([...ofAxes, ...outcomes]) }
}

/** `reads` names the data of the training that are wanted. */
export const posteriorOfRun = (
  folder: string,
  reads: (model: CompiledModel) => ReadonlyArray<string>
): Command<PosteriorOfRun> =>
  pipe(
    modelOfRun(folder),
    RTE.chain((opened) => {
      const { program } = opened.model
      const learnt: Command<Learnt> =
        reads(opened.model).length > 0
          ? pipe(
              learntRun(folder, opened, choiceOfRun(opened.record.data)),
              RTE.map((run) => run.learnt)
            )
          : pipe(
              attempt(({ files }) => loadPosterior(files, folder)),
              RTE.map((posterior) => learntWithoutData(program, posterior))
            )
      return pipe(
        learnt,
        RTE.map((found) => ({ ...opened, learnt: found, names: namesOf(opened) }))
      )
    })
  )
