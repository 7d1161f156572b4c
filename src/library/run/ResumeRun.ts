/**
 * Where the run in a folder stopped.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { adam, type AxisSizes } from '../../lower/index.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import {
  inRun,
  loadMetrics,
  loadPosterior,
  loadState,
  savePosterior
} from '../../storage/run/RunFolder.ts'
import type { RunId } from '../../storage/run/RunId.ts'
import { fromCheckpoint, fromLines } from '../../inference/index.ts'
import type { FitStart } from '../FitStart.ts'

const within = (path: string) =>
  E.mapLeft((p: Problem): Problem => ({ ...p, where: `${path}: ${p.where}` }))

/**
 * The stored state, checked against the program, how many steps there are and the run that it must be
 * of; records of later steps are dropped, since those steps come again.
 */
export const resumedStart = (
  files: FileSystem,
  folder: string,
  program: Variational,
  sizes: AxisSizes,
  totalSteps = Infinity,
  run: RunId = null,
  optimiser = adam
): TaskEither<Problem, FitStart> =>
  pipe(
    loadState(files, folder, run),
    TE.chainEitherK(({ tensors, numbers }) =>
      pipe(
        fromCheckpoint(program, optimiser, sizes, totalSteps)({ tensors, scalars: numbers }),
        within(inRun(folder, 'state'))
      )
    ),
    TE.bindTo('state'),
    TE.bind('recorded', () =>
      pipe(
        loadMetrics(files, folder, run),
        TE.chainEitherK((lines) =>
          pipe(fromLines(lines.join('\n')), within(inRun(folder, 'metrics')))
        )
      )
    ),
    TE.map(({ state, recorded }) => ({
      state,
      metrics: recorded.filter((m) => m.step <= state.step)
    }))
  )

/**
 * The posterior in a folder, if there is one, says of which run it is: for a run of an earlier format,
 * which had no names, before its record gets one.
 */
export const namePosterior = (
  files: FileSystem,
  folder: string,
  run: RunId
): TaskEither<Problem, void> =>
  pipe(
    files.exists(inRun(folder, 'posterior')),
    TE.chain((there) =>
      there && run !== null
        ? pipe(
            loadPosterior(files, folder),
            TE.chain((posterior) => savePosterior(files, folder)({ ...posterior, run }))
          )
        : TE.right(undefined)
    )
  )
