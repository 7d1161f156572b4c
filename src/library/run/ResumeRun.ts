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
import { inRun, loadMetrics, loadState } from '../../storage/run/RunFolder.ts'
import { fromCheckpoint, fromLines } from '../../inference/index.ts'
import type { FitStart } from '../FitStart.ts'

const within = (path: string) =>
  E.mapLeft((p: Problem): Problem => ({ ...p, where: `${path}: ${p.where}` }))

/**
 * The stored state, checked against the program and how many steps there are; records of later
 * steps are dropped, since those steps come again.
 */
export const resumedStart = (
  files: FileSystem,
  folder: string,
  program: Variational,
  sizes: AxisSizes,
  totalSteps = Infinity
): TaskEither<Problem, FitStart> =>
  pipe(
    loadState(files, folder),
    TE.chainEitherK(({ tensors, numbers }) =>
      pipe(
        fromCheckpoint(program, adam, sizes, totalSteps)({ tensors, scalars: numbers }),
        within(inRun(folder, 'state'))
      )
    ),
    TE.bindTo('state'),
    TE.bind('recorded', () =>
      pipe(
        loadMetrics(files, folder),
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
