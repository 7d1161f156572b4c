/**
 * Draws that are made at once, into the folder of a run: its record and its draws. One that was cut off
 * is made again from its beginning, to the same bytes.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { SamplerFacts } from '../../inference/index.ts'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import type { Problems } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { clearRun, saveDraws, saveRecord } from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import type { SampledRun } from './SampleRun.ts'

/** Draws, and what is said of how they came about. */
export interface Drawn {
  readonly draws: PosteriorDraws
  readonly facts: SamplerFacts
}

/** `record` says what the run is; outcome, steps and what was drawn are filled in. */
export interface DrawTask {
  readonly files: FileSystem
  readonly folder: string
  readonly record: RunRecord
  readonly draw: TaskEither<Problems, Drawn>
}

/** The run is in its folder afterwards. What is refused leaves it as it was. */
export const drawnRun = ({
  files,
  folder,
  record,
  draw
}: DrawTask): TaskEither<Problems, SampledRun> =>
  pipe(
    draw,
    TE.chain(({ draws, facts }) => {
      const run = record.id ?? undefined
      const ended: RunRecord = {
        ...record,
        outcome: 'finished',
        steps: { done: record.steps.of, of: record.steps.of },
        sampled: facts
      }
      return pipe(
        files.makeFolder(folder),
        TE.chain(() => clearRun(files, folder)),
        TE.chain(() => saveRecord(files, folder)(record)),
        TE.chain(() => saveDraws(files, folder)({ run, draws })),
        TE.chain(() => saveRecord(files, folder)(ended)),
        TE.bimap(
          (p): Problems => of(p),
          () => ({ record: ended, draws })
        )
      )
    })
  )
