/**
 * What a cell came to, and the file `cell.json` in which it stands. The file is written last: where
 * it is, the cell is done.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { type Problem, problem } from '../ir/Problem.ts'
import { standardBudget } from '../storage/Budget.ts'
import { type FileSystem, readIfThere } from '../storage/FileSystem.ts'
import { firstError, readJson } from '../storage/ReadJson.ts'

/** JSON has no ∞: a rate of a network with nothing left is null. */
const perhaps = t.union([t.number, t.null])

/** Of the test data: per cent that are wrong, where outcomes are discrete; −ln p per value. */
const TestedC = t.readonly(t.type({ errorPercent: perhaps, nats: perhaps }))

const FileC = t.readonly(
  t.type({
    nonZeroPercent: perhaps,
    pruningRate: perhaps,
    fastPredictionRate: perhaps,
    maximumCompressionRate: perhaps,
    sizeBytes: t.number,
    architecture: t.string,
    publishedBits: t.string,
    /** Of the file, read back. */
    tested: TestedC
  })
)

const OutcomeC = t.readonly(
  t.type({
    epochs: t.number,
    /** On so many rows of the training data, which it did not see; 0: on test data. */
    heldOut: t.number,
    unpruned: TestedC,
    file: t.union([FileC, t.null])
  })
)

/** How a network of a study does, before it is pressed and after. */
export type Outcome = t.TypeOf<typeof OutcomeC>
export type Tested = t.TypeOf<typeof TestedC>

const CellFileC = t.readonly(
  t.type({ format: t.literal(1), cell: t.string, name: t.string, outcome: OutcomeC })
)

/** `cell` is the digest that names it, `name` what people call it. */
export type CellRecord = t.TypeOf<typeof CellFileC>

const pathIn = (folder: string): string => `${folder}/cell.json`

/** Indented JSON, so that a person can read it. */
export const writeCell = (record: CellRecord): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(record, undefined, 2)}\n`)

/** Errors: what is no record of a cell, with the first thing that is wrong. */
export const readCellRecord =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, CellRecord> =>
    pipe(
      readJson(budget)(bytes),
      E.chain((json) => pipe(CellFileC.decode(json), E.mapLeft(firstError))),
      E.mapLeft((why) =>
        problem(where, 'expected the record of a cell', why, 'remove it: the cell runs again')
      )
    )

/** Errors: an answer of a worker that is none. */
export const readOutcome = (value: unknown): E.Either<Problem, Outcome> =>
  pipe(
    OutcomeC.decode(value),
    E.mapLeft((errors) =>
      problem(
        'an answer from the queue',
        'expected the outcome of a cell',
        firstError(errors),
        'let workers and study be of one version of farrier'
      )
    )
  )

export const saveCell =
  (files: FileSystem, folder: string) =>
  (record: CellRecord): TaskEither<Problem, void> =>
    pipe(
      files.makeFolder(folder),
      TE.chain(() => files.writeWhole(pathIn(folder), writeCell(record)))
    )

/** The outcome in a folder, if the cell of this name is done. Errors: a file that is none. */
export const loadCell = (
  files: FileSystem,
  folder: string,
  id: string
): TaskEither<Problem, Outcome | undefined> => {
  const path = pathIn(folder)
  return pipe(
    readIfThere(files)(path, readCellRecord(path)),
    TE.map((record) => (record?.cell === id ? record.outcome : undefined))
  )
}
