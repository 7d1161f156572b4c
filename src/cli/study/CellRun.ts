/**
 * One cell of a study in this process: trained round by round, pressed, the file tested. What is
 * there already goes on where it was.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TableRow } from '../../compress/index.ts'
import type { Evaluation } from '../../inference/index.ts'
import { problem } from '../../ir/Problem.ts'
import { errorRateOf } from '../../library/EvaluateModel.ts'
import { inRun } from '../../storage/run/RunFolder.ts'
import {
  type Cell,
  cellFolder,
  cellId,
  loadCell,
  type Outcome,
  saveCell,
  showCell,
  type Tested
} from '../../study/index.ts'
import { attempt, type Command } from '../Command.ts'
import { testNet } from '../evaluate/EvaluateNet.ts'
import { testRun } from '../evaluate/EvaluateRun.ts'
import { pressRun } from '../commands/PressCommand.ts'
import { type Trained, trainFile } from '../commands/TrainCommand.ts'
import type { Signal } from '../Processes.ts'
import { modelFileDigest } from '../TrainedModel.ts'
import { type CellPlace, pathFrom, pressWords, trainWords } from './CellOptions.ts'

// model

export type CellEnd =
  | { readonly _tag: 'Finished'; readonly outcome: Outcome }
  | { readonly _tag: 'Stopped'; readonly signal: Signal }

// combinators

const roundFolder = (folder: string, round: number): string => `${folder}/round-${round + 1}`

/** Errors: the model file here is not the one that the study means. */
const sameModel = (cell: Cell, path: string): Command<void> =>
  pipe(
    modelFileDigest(path),
    RTE.chain((found) =>
      found === cell.file
        ? RTE.right(undefined)
        : RTE.left(
            of(
              problem(
                path,
                'this model file is not the one that the study was begun with',
                'its cells would be of another model under the same name',
                'give every worker the same files, or begin the study again'
              )
            )
          )
    )
  )

const trainRound = (cell: Cell, place: CellPlace, folder: string, round: number) => {
  const out = roundFolder(folder, round)
  return pipe(
    attempt(({ files }) => files.exists(inRun(out, 'record'))),
    RTE.chain((there) =>
      trainFile(pathFrom(place.from, cell.path), {
        ...trainWords(cell, place, round, {
          out,
          initFrom: round === 0 ? undefined : roundFolder(folder, round - 1)
        }),
        json: place.json,
        ...(there ? { resume: true } : { force: true })
      })
    )
  )
}

/** Round after round; an interrupted one is the last. */
const trainAll = (cell: Cell, place: CellPlace, folder: string, round = 0): Command<Trained> =>
  pipe(
    trainRound(cell, place, folder, round),
    RTE.chain((trained) =>
      trained.interrupted !== undefined || round + 1 >= cell.rounds.length
        ? RTE.right(trained)
        : trainAll(cell, place, folder, round + 1)
    )
  )

const number = (x: number): number | null => (Number.isFinite(x) ? x : null)

const testedBy = (evaluations: ReadonlyArray<Evaluation>): Tested => {
  const count = evaluations.reduce((sum, e) => sum + e.count, 0)
  const nats = evaluations.reduce((sum, e) => sum + e.nllNats * e.count, 0) / count
  return { errorPercent: number(100 * errorRateOf(evaluations)), nats: number(nats) }
}

const fileOf = (row: TableRow, tested: Tested): NonNullable<Outcome['file']> => ({
  nonZeroPercent: number(row.nonZeroPercent),
  pruningRate: number(row.pruningRate),
  fastPredictionRate: number(row.fastPredictionRate),
  maximumCompressionRate: number(row.maximumCompressionRate),
  sizeBytes: row.sizeBytes,
  architecture: row.architecture,
  publishedBits: row.publishedBits,
  tested
})

const pressedFile = (
  cell: Cell,
  place: CellPlace,
  folder: string,
  { record: { data }, plan }: Trained
): Command<Outcome['file']> => {
  const path = `${folder}/net.farrier`
  const last = roundFolder(folder, cell.rounds.length - 1)
  return cell.press === null
    ? RTE.right(null)
    : pipe(
        pressRun(last, pressWords(cell, place, path)),
        RTE.chain(() =>
          testNet({
            path,
            data: data.kind === 'images' ? [data.name] : data.files.map((file) => file.path),
            bind: data.kind === 'images' ? [] : data.bind,
            range: undefined,
            holdOut: data.holdOut === 0 ? undefined : data.holdOut,
            engine: plan.options,
            budget: 1
          })
        ),
        RTE.map(({ row, evaluations }) => fileOf(row, testedBy(evaluations)))
      )
}

const outcomeOf = (
  cell: Cell,
  place: CellPlace,
  folder: string,
  trained: Trained
): Command<Outcome> =>
  pipe(
    testRun({
      folder: roundFolder(folder, cell.rounds.length - 1),
      data: [],
      bind: [],
      range: undefined,
      holdOut: undefined,
      engine: trained.plan.options,
      draws: 0,
      changedModel: false
    }),
    RTE.bindTo('unpruned'),
    RTE.bind('file', () => pressedFile(cell, place, folder, trained)),
    RTE.map(({ unpruned: { answers }, file }) => ({
      epochs: trained.record.epoch,
      heldOut: trained.record.data.holdOut,
      unpruned: testedBy(answers.plugIn),
      file
    }))
  )

// destructors

/** The outcome of a cell that is done, from its folder. */
export const doneCell = (cell: Cell, out: string): Command<Outcome | undefined> =>
  attempt(({ files }) => loadCell(files, cellFolder(out, cell), cellId(cell)))

/** A cell comes to the same however often it is run, and whatever was there of it before. */
export const runCell = (cell: Cell, place: CellPlace): Command<CellEnd> => {
  const folder = cellFolder(place.out, cell)
  return pipe(
    doneCell(cell, place.out),
    RTE.chain((before): Command<CellEnd> =>
      before !== undefined
        ? RTE.right({ _tag: 'Finished', outcome: before })
        : pipe(
            sameModel(cell, pathFrom(place.from, cell.path)),
            RTE.chain(() => attempt(({ files }) => files.makeFolder(folder))),
            RTE.chain(() => trainAll(cell, place, folder)),
            RTE.chain((trained): Command<CellEnd> =>
              trained.interrupted !== undefined
                ? RTE.right({ _tag: 'Stopped', signal: trained.interrupted })
                : pipe(
                    outcomeOf(cell, place, folder, trained),
                    RTE.tap((outcome) => keepCell(cell, place.out, outcome)),
                    RTE.map((outcome) => ({ _tag: 'Finished', outcome }))
                  )
            )
          )
    )
  )
}

/** From here on the cell is done. */
export const keepCell = (cell: Cell, out: string, outcome: Outcome): Command<void> =>
  attempt(({ files }) =>
    pipe(
      saveCell(
        files,
        cellFolder(out, cell)
      )({
        format: 1,
        cell: cellId(cell),
        name: showCell(cell),
        outcome
      }),
      TE.map(() => undefined)
    )
  )
