/**
 * What the run in a folder has learnt: parameters of a guide, or draws.
 *
 * @since 0.2.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { momentsOfDraws } from '../../inference/index.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { loadDraws, loadPosterior } from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import type { Learnt } from '../Learnt.ts'

/** Errors: those of the files; files of another run. */
export const loadLearnt = (
  files: FileSystem,
  folder: string,
  { id, sampled }: RunRecord
): TaskEither<Problem, Pick<Learnt, 'parameters' | 'sites' | 'draws'>> =>
  sampled === undefined
    ? loadPosterior(files, folder, id)
    : pipe(
        loadDraws(files, folder, id),
        TE.map(({ draws }) => ({ parameters: new Map(), sites: momentsOfDraws(draws), draws }))
      )

/** Errors: a run that was sampled, of which `what` asks for the parameters of a guide; `next` to try. */
export const fittedRun =
  (folder: string, what: string, next?: string) =>
  (record: RunRecord): Either<Problem, RunRecord> =>
    record.sampled === undefined
      ? right(record)
      : refuse(
          folder,
          'this run was sampled, and has draws',
          `${what} reads the parameters of a guide, which training leaves`,
          next ?? `farrier train ${shellWord(record.model.path)} --out runs/trained`
        )
