/**
 * Where a fit begins: at its seed, at the parameters of another run, or where the run in the folder
 * stopped.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { inRun, loadMetrics, loadPosterior, loadState } from '../storage/run/RunFolder.ts'
import type { Variational } from '../ir/Variational.ts'
import type { AxisSizes } from '../lower/Outputs.ts'
import type { Optimiser } from '../lower/Optimiser.ts'
import {
  type EpochMetrics,
  fromCheckpoint,
  fromLines,
  initFrom,
  initialParameters,
  type State,
  stateOf
} from '../inference/index.ts'
import { attempt, type Command, fromOne, say } from './Command.ts'

/** A state, and the records of the epochs that ended before it. */
export interface StartOfRun {
  readonly state: State
  readonly metrics: ReadonlyArray<EpochMetrics>
}

/** From noise under the seed; of another run, whatever agrees in name, axes and sizes. */
export const freshStart = (
  program: Variational,
  optimiser: Optimiser,
  sizes: AxisSizes,
  seed: number,
  from: string | undefined
): Command<StartOfRun> => {
  const initial = initialParameters(program, sizes, seed)
  const begin = (parameters: typeof initial): StartOfRun => ({
    state: stateOf(program, optimiser, parameters),
    metrics: []
  })
  return from === undefined
    ? RTE.right(begin(initial))
    : pipe(
        attempt(({ files }) => loadPosterior(files, from)),
        RTE.map((other) => initFrom(initial, other.parameters)),
        RTE.tap(({ taken, left }) =>
          say(
            `${taken.length} parameters from ${from}${left.length === 0 ? '' : `; not taken: ${left.map((l) => `${l.name} (${l.why})`).join(', ')}`}`
          )
        ),
        RTE.map(({ parameters }) => begin(parameters))
      )
}

/**
 * The stored state, checked against the program; records of later steps are dropped, since those
 * steps come again.
 */
export const resumedStart = (
  program: Variational,
  optimiser: Optimiser,
  sizes: AxisSizes,
  folder: string
): Command<StartOfRun> =>
  pipe(
    RTE.Do,
    RTE.bind('stored', () => attempt(({ files }) => loadState(files, folder))),
    RTE.bind('state', ({ stored }) =>
      fromOne(
        pipe(
          fromCheckpoint(
            program,
            optimiser,
            sizes
          )({ tensors: stored.tensors, scalars: stored.numbers }),
          E.mapLeft((p) => ({ ...p, where: `${inRun(folder, 'state')}: ${p.where}` }))
        )
      )
    ),
    RTE.bind('recorded', () => attempt(({ files }) => loadMetrics(files, folder))),
    RTE.bind('metrics', ({ recorded }) =>
      fromOne(
        pipe(
          fromLines(recorded.join('\n')),
          E.mapLeft((p) => ({ ...p, where: `${inRun(folder, 'metrics')}: ${p.where}` }))
        )
      )
    ),
    RTE.map(({ state, metrics }) => ({
      state,
      metrics: metrics.filter((m) => m.step <= state.step)
    }))
  )
