/**
 * What a cell of a study asks of `farrier train` and `farrier press`, as it would be typed.
 *
 * @since 0.2.0
 */
import { isAbsolute, join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { problem } from '../../ir/Problem.ts'
import { type Cell, showCell } from '../../study/index.ts'
import { type Command, fromMany } from '../Command.ts'
import { decodeOptions } from '../options/OptionTable.ts'
import { pressTable } from '../options/PressOptions.ts'
import { trainTable } from '../options/TrainOptions.ts'
import type { Given } from '../RunPlan.ts'

// model

/** Where cells are run: the folder of the study's results, and the one its paths begin in. */
export interface CellPlace {
  readonly out: string
  readonly from: string
  readonly threads: string
  /** As progress is said. */
  readonly json: unknown
}

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

/** `initFrom` is where the round before ended; the first has none. */
export const trainWords = (
  cell: Cell,
  { from, threads }: CellPlace,
  round: number,
  { out, initFrom }: { readonly out: string; readonly initFrom: string | undefined }
): Given => {
  const options = typed(cell.rounds[round] ?? {})
  return {
    ...options,
    threads,
    data: dataWords(cell, from),
    set: Object.entries(cell.model).map(([name, x]) => `${name}=${x}`),
    seed: String(cell.seed),
    out,
    ...(initFrom === undefined ? {} : { initFrom })
  }
}

export const pressWords = (cell: Cell, place: CellPlace, out: string): Given => ({
  ...typed(cell.press ?? {}),
  ...engineWords(cell, place),
  out
})

/** Where the last round was trained, the network is pressed and tested. */
const engineWords = (cell: Cell, { threads }: CellPlace): Given => ({
  backend: cell.rounds.at(-1)?.['backend'],
  threads
})

// destructors

/** Errors: options that no command takes, in any of its rounds. Nothing is run. */
export const checkCell = (cell: Cell, place: CellPlace): Command<void> =>
  pipe(
    RTE.traverseSeqArray((round: number) =>
      fromMany(
        decodeOptions(
          `${showCell(cell)}: farrier train`,
          trainTable
        )(
          trainWords(cell, place, round, {
            out: place.out,
            initFrom: round === 0 ? undefined : place.out
          })
        )
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
