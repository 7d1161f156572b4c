/**
 * `train --profile`: what was recorded is kept as a flame view, and told as a table.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { saveProfile } from '../storage/run/RunFolder.ts'
import type { Problem } from '../ir/Problem.ts'
import type { Capabilities } from './Command.ts'
import type { Recorder } from '../library/ProfileRecorder.ts'
import { type ProfileSummary, summarise } from '../report/ProfileText.ts'
import { traceOf } from '../report/ProfileTrace.ts'
import type { RunPlan } from './RunPlan.ts'

/** The flame view is on the disk afterwards. */
export const keepProfile = (
  { files }: Capabilities,
  { folder, record: { id }, run: { model } }: RunPlan,
  recorder: Recorder | undefined
): TaskEither<Problem, ProfileSummary | undefined> => {
  if (recorder === undefined) return TE.right(undefined)
  const recorded = recorder.stop()
  return pipe(
    saveProfile(
      files,
      folder
    )({
      ...traceOf(model.program, recorded),
      otherData: { run: id }
    }),
    TE.map(() => summarise(model.program, recorded))
  )
}
