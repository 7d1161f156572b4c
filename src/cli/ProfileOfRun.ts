/**
 * The profile of a run: whether there can be one, and its file.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { saveProfile } from '../storage/run/RunFolder.ts'
import { problem, type Problem } from '../ir/Problem.ts'
import type { Capabilities, Command } from './Command.ts'
import type { Part, Recorder } from '../library/ProfileRecorder.ts'
import { type ProfileSummary, summarise } from '../report/ProfileText.ts'
import { traceOf } from '../report/ProfileTrace.ts'
import type { RunPlan } from './RunPlan.ts'

/** As a part of what is recorded, if anything is. */
export const recording =
  (recorder: Recorder | undefined, part: Part) =>
  <A>(task: TaskEither<Problem, A>): TaskEither<Problem, A> =>
    recorder === undefined ? task : () => recorder.time(part, task)

/** Only generated modules say when a kernel has ended. */
export const profilable = ({ options }: RunPlan): Command<void> =>
  !options.profile || options.backend === 'wasm'
    ? RTE.right(undefined)
    : RTE.left(
        of(
          problem(
            '--profile',
            `the backend ${options.backend} does not tell the time of a kernel`,
            'kernels are timed inside generated modules, which only wasm has',
            'leave out --backend'
          )
        )
      )

/** The flame view is on the disk afterwards. */
export const keepProfile = (
  { files }: Capabilities,
  {
    folder,
    model: {
      compiled: { program }
    }
  }: RunPlan,
  recorder: Recorder | undefined
): TaskEither<Problem, ProfileSummary | undefined> => {
  if (recorder === undefined) return TE.right(undefined)
  const recorded = recorder.stop()
  return pipe(
    saveProfile(files, folder)(traceOf(program, recorded)),
    TE.map(() => summarise(program, recorded))
  )
}
