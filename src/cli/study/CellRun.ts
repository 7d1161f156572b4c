/**
 * One cell of a study in this process: trained round by round, pressed, the file tested. What is
 * there already goes on where it was.
 *
 * @since 0.2.0
 */
import { isAbsolute, join } from 'node:path'
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
import { attempt, type Command, fromMany } from '../Command.ts'
import { testNet } from '../evaluate/EvaluateNet.ts'
import { testRun } from '../evaluate/EvaluateRun.ts'
import { pressRun } from '../commands/PressCommand.ts'
import { type Trained, trainFile } from '../commands/TrainCommand.ts'
import { decodeOptions } from '../options/OptionTable.ts'
import { pressTable } from '../options/PressOptions.ts'
import { trainTable } from '../options/TrainOptions.ts'
import type { Signal } from '../Processes.ts'
import type { Given } from '../RunPlan.ts'
import { modelFileDigest } from '../TrainedModel.ts'

// model

/** Where cells are run: the folder of the study's results, and the one its paths begin in. */
export interface CellPlace {
  readonly out: string
  readonly from: string
  readonly threads: string
  /** As progress is said. */
  readonly json: unknown
}

export type CellEnd =
  | { readonly _tag: 'Finished'; readonly outcome: Outcome }
  | { readonly _tag: 'Stopped'; readonly signal: Signal }

// combinators

export const pathFrom = (from: string, path: string): string =>
  isAbsolute(path) ? path : join(from, path)

/** As they would be typed. */
const typed = (options: Readonly<Record<string, unknown>>): Given =>
  Object.fromEntries(
    Object.entries(options).map(([name, x]) => [name, typeof x === 'number' ? String(x) : x])
  )

const dataWords = (cell: Cell, from: string): ReadonlyArray<string> =>
  cell.data.map((name) => (name === 'mnist' ? name : pathFrom(from, name)))

const trainWords = (
  cell: Cell,
  { from, threads }: CellPlace,
  round: number,
  out: string
): Given => {
  const options = typed(cell.rounds[round] ?? {})
  return {
    ...options,
    threads,
    data: dataWords(cell, from),
    set: Object.entries(cell.model).map(([name, x]) => `${name}=${x}`),
    seed: String(cell.seed),
    out,
    ...(round === 0 ? {} : { initFrom: out.replace(/\d+$/, String(round)) })
  }
}

const pressWords = (cell: Cell, place: CellPlace, out: string): Given => ({
  ...typed(cell.press ?? {}),
  ...engineWords(cell, place),
  out
})

/** Where the last round was trained, the network is pressed and tested. */
const engineWords = (cell: Cell, { threads }: CellPlace): Given => ({
  backend: cell.rounds.at(-1)?.['backend'],
  threads
})

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
        ...trainWords(cell, place, round, out),
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

/** Errors: options that no command takes, in any of its rounds. Nothing is run. */
export const checkCell = (cell: Cell, place: CellPlace): Command<void> =>
  pipe(
    RTE.traverseSeqArray((round: number) =>
      fromMany(
        decodeOptions(
          `${showCell(cell)}: farrier train`,
          trainTable
        )(trainWords(cell, place, round, place.out))
      )
    )(cell.rounds.map((_, i) => i)),
    RTE.chain(() =>
      fromMany(
        decodeOptions(
          `${showCell(cell)}: farrier press`,
          pressTable
        )(pressWords(cell, place, place.out))
      )
    ),
    RTE.chain(() => unknownOptions(cell))
  )

const unknownOptions = (cell: Cell): Command<void> => {
  const wrong = [
    ...cell.rounds.flatMap((round) => Object.keys(round).filter((name) => !(name in trainTable))),
    ...Object.keys(cell.press ?? {}).filter((name) => !(name in pressTable))
  ][0]
  return wrong === undefined
    ? RTE.right(undefined)
    : RTE.left(
        of(
          problem(
            `${showCell(cell)}: ${wrong}`,
            'no command has an option of this name',
            'rounds have the options of farrier train, in camel case, and press those of farrier press',
            'farrier train --help'
          )
        )
      )
}

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
