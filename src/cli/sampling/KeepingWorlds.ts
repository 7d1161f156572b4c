/**
 * Worlds of a calibration, kept in a file while it runs: who is killed goes on behind the last of them.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import { readWorlds, worldsOf, writeWorlds } from '../../library/checking/KeptWorlds.ts'
import type { CalibrationHooks, Ranked } from '../../library/checking/RankedWorlds.ts'
import { readIfThere } from '../../storage/FileSystem.ts'
import type { Capabilities } from '../Command.ts'

/** What a calibration goes on with and tells, and what is written at its end. */
export interface KeepingWorlds {
  readonly hooks: Pick<CalibrationHooks, 'resume' | 'keep'>
  readonly last: (ranked: Ranked) => TaskEither<Problem, void>
}

/** The file is written so often (ms), so that short worlds do not wait for it. */
const betweenMs = 2000

/** Nothing is kept. */
export const keepingNothing: KeepingWorlds = { hooks: {}, last: () => TE.right(undefined) }

/** In a file that may be there; `of` is the name of what is calibrated. Errors: it has something else. */
export const keepingWorlds =
  (path: string, of: string) =>
  ({ files, nowMs }: Pick<Capabilities, 'files' | 'nowMs'>): TaskEither<Problem, KeepingWorlds> => {
    const write = (ranked: Ranked): TaskEither<Problem, void> =>
      files.writeWhole(path, writeWorlds({ of, ...ranked }))
    let written = nowMs()
    const keep = (ranked: Ranked): TaskEither<Problem, void> => {
      if (nowMs() - written < betweenMs) return TE.right(undefined)
      written = nowMs()
      return write(ranked)
    }
    return pipe(
      readIfThere(files)(path, (bytes) =>
        pipe(
          readWorlds(path)(bytes),
          E.chain((kept) => worldsOf(of)(path, kept))
        )
      ),
      TE.map((resume) => ({
        hooks: resume === undefined ? { keep } : { resume, keep },
        last: write
      }))
    )
  }
