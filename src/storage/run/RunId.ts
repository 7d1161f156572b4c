/**
 * The name of a run in its files, so that none is taken for that of another. Files of formats before
 * there were names have none.
 *
 * @since 0.2.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Problem, problem } from '../../ir/Problem.ts'

/** What the files of a run must be named: null where its record has no name, so that any is. */
export type RunId = string | null

const named = (id: string | undefined): string => (id === undefined ? 'no run' : `run ${id}`)

/** Errors: a file of another run than the one whose record lies beside it. */
export const checkRun = (
  path: string,
  wanted: RunId,
  found: string | undefined
): Either<Problem, void> =>
  wanted === null || wanted === found
    ? right(undefined)
    : left(
        problem(
          path,
          `this file is of ${named(found)}, the record beside it of run ${wanted}`,
          'a run is named by its model, options, seed and data; of two runs at once nothing is right',
          'put the file of this run back, or train again with --force'
        )
      )
