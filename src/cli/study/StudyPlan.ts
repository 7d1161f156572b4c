/**
 * A study that can begin: its file read, every cell checked, and which of them are done already.
 *
 * @since 0.2.0
 */
import { dirname } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { problem } from '../../ir/Problem.ts'
import type { StudiedCell } from '../../report/studies/StudyTable.ts'
import { type Cell, cellId, cellsOf, showCell, type Study } from '../../study/index.ts'
import type { Command } from '../Command.ts'
import { loadStudy } from '../ModelFile.ts'
import { modelFileDigest } from '../TrainedModel.ts'
import { type CellPlace, checkCell, pathFrom } from './CellOptions.ts'
import { doneCell } from './CellRun.ts'

// model

export interface StudyPlan {
  readonly study: Study
  readonly cells: ReadonlyArray<Cell>
  readonly place: CellPlace
}

// combinators

const digestsOf = (study: Study, from: string): Command<ReadonlyMap<string, string | null>> =>
  pipe(
    [...new Set(Object.values(study.networks).map(({ path }) => path))],
    RTE.traverseSeqArray((path) =>
      pipe(
        modelFileDigest(pathFrom(from, path)),
        RTE.map((digest) => [path, digest] as const)
      )
    ),
    RTE.map((pairs) => new Map(pairs))
  )

// constructors

/** Errors: what is no study; a cell with options that no command takes. */
export const planStudy = (path: string, place: Omit<CellPlace, 'from'>): Command<StudyPlan> =>
  pipe(
    loadStudy(path),
    RTE.bindTo('study'),
    RTE.let('place', (): CellPlace => ({ ...place, from: dirname(path) })),
    RTE.bind('digests', ({ study, place: { from } }) => digestsOf(study, from)),
    RTE.map(({ study, digests, place: here }) => ({
      study,
      place: here,
      cells: cellsOf(study, (model) => digests.get(model) ?? null)
    })),
    RTE.tap((plan) => RTE.traverseSeqArray((cell: Cell) => checkCell(cell, plan.place))(plan.cells))
  )

// destructors

/** All cells, with what they came to so far. */
export const studied = ({
  cells,
  place: { out }
}: StudyPlan): Command<ReadonlyArray<StudiedCell>> =>
  RTE.traverseSeqArray((cell: Cell): Command<StudiedCell> =>
    pipe(
      doneCell(cell, out),
      RTE.map((outcome) => ({ cell, outcome }))
    )
  )(cells)

/** The cell that is told of by this name, or whose id is or begins with it. */
export const cellNamed = ({ cells }: StudyPlan, name: string): Command<Cell> => {
  const found = cells.filter((cell) => showCell(cell) === name || cellId(cell).startsWith(name))
  const [first] = found
  return first !== undefined && found.length === 1
    ? RTE.right(first)
    : RTE.left(
        of(
          problem(
            '--cell',
            `${found.length} cells of this study have the name '${name}' or an id that begins with it`,
            'it is to say which one is run',
            'take a name or an id of results.json'
          )
        )
      )
}
