/**
 * Worlds of a calibration, kept in a file while it runs: who is killed goes on behind the last of them.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import { readWorlds, worldsOf, writeWorlds } from '../../library/checking/KeptWorlds.ts'
import type { CalibrationHooks, Ranked } from '../../library/checking/RankedWorlds.ts'
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
      files.exists(path),
      TE.chain((there) =>
        there
          ? pipe(
              files.read(path),
              TE.chainEitherK(readWorlds(path)),
              TE.chainEitherK((kept) => worldsOf(of)(path, kept)),
              TE.map((resume): KeepingWorlds['hooks'] => ({ resume, keep }))
            )
          : TE.right({ keep })
      ),
      TE.map((hooks) => ({ hooks, last: write }))
    )
  }
