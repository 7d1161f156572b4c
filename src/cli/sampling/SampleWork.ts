/**
 * What `sample` does: chains that go on where they stand, or draws that are made at once.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { deriveDensity } from '../../compile/index.ts'
import {
  checkProper,
  modelTarget,
  type ModelTarget,
  samplerFacts,
  type SamplerFacts,
  type SamplerSettings
} from '../../inference/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { Drawn } from '../../library/run/DrawnRun.ts'
import { drawnFrom, priorTask } from '../../library/sampling/SamplePrior.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import type { ModelRun } from '../ModelRun.ts'
import { flagOf } from '../options/OptionTable.ts'
import {
  centredOf,
  type SampleCommandOptions,
  samplerSettingsOf
} from '../options/SampleOptions.ts'
import type { Given } from '../RunPlan.ts'

/** What is done: chains that go on where they stand, or draws that are made at once. */
export type SampleWork =
  | { readonly kind: 'chains'; readonly target: ModelTarget }
  | { readonly kind: 'draws'; readonly draw: TaskEither<Problems, Drawn> }

/** The density of the model on its data, or why there is none to sample. */
const targetOf = (
  { model: { graph }, bound: { train } }: ModelRun,
  centred: ReadonlyArray<string>
): E.Either<Problems, ModelTarget> =>
  pipe(
    deriveDensity({ centred })(graph),
    E.mapLeft((p): Problems => p),
    E.chainFirst(({ density }) =>
      pipe(
        checkProper({ program: density, train }),
        E.mapLeft((p): Problems => of(p))
      )
    ),
    E.chain(({ density }) => modelTarget(density, train))
  )

/** Draws of the priors, or why there are none. */
const priorOf = (
  { model: { program, graph }, bound: { train } }: ModelRun,
  { chains, draws, seed }: SamplerSettings
): E.Either<Problems, SampleWork> =>
  pipe(
    priorTask(program, graph, train, { chains, draws, seed }),
    E.map((task) => ({
      kind: 'draws',
      draw: () =>
        Promise.resolve(
          pipe(
            drawnFrom(task),
            E.map((found) => ({ draws: found, facts: { sampler: 'prior', chains, draws } }))
          )
        )
    }))
  )

/** Options of chains alone. */
const ofChains = ['warmup', 'acceptance', 'maxDepth', 'mass', 'centred', 'threads'] as const

/** Errors: an option that would say nothing. */
export const meaningful = (
  given: Given,
  { prior }: SampleCommandOptions
): E.Either<Problems, void> => {
  const idle = ofChains.find((name) => prior && given[name] !== undefined)
  return idle === undefined
    ? E.right(undefined)
    : E.left(
        of(
          problem(
            flagOf(idle),
            'it says how chains are run, and --prior runs none',
            'draws of the priors are independent of each other',
            'leave one of the two out'
          )
        )
      )
}

export const workOf = (
  run: ModelRun,
  options: SampleCommandOptions
): E.Either<Problems, SampleWork> =>
  options.prior
    ? priorOf(run, samplerSettingsOf(options))
    : pipe(
        targetOf(run, centredOf(options)),
        E.map((target) => ({ kind: 'chains', target }))
      )

/** What a record says of it before it begins. */
interface Begun extends Pick<RunRecord, 'training' | 'steps'> {
  readonly sampled: SamplerFacts
}

export const begunAs = (settings: SamplerSettings, { prior }: SampleCommandOptions): Begun => {
  const { chains, draws, warmUp, seed } = settings
  return prior
    ? {
        training: { sampler: 'prior', chains, draws, seed },
        steps: { done: 0, of: chains * draws },
        sampled: { sampler: 'prior', chains, draws: 0 }
      }
    : {
        training: { sampler: 'nuts', ...settings },
        steps: { done: 0, of: chains * (warmUp + draws) },
        sampled: samplerFacts(settings, [], undefined)
      }
}
