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
  approximate,
  type ApproximationMethod,
  checkProper,
  modelTarget,
  type ModelTarget,
  nothingApproximated,
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

/** A posterior approximated, or why that cannot be begun. */
const approximationOf = (
  target: ModelTarget,
  { chains, draws, seed }: SamplerSettings,
  method: ApproximationMethod
): SampleWork => ({
  kind: 'draws',
  draw: () => Promise.resolve(approximate(target, { method, chains, draws, seed }))
})

/** What draws come from: `--prior`, or the method. */
type Source = 'prior' | SampleCommandOptions['method']

const sourceOf = ({ prior, method }: SampleCommandOptions): Source => (prior ? 'prior' : method)

/** Options that say nothing of some sources. */
const ofChains = ['warmup', 'acceptance', 'maxDepth', 'mass', 'threads', 'pathLength'] as const
const idleFor: { readonly [S in Source]: ReadonlyArray<string> } = {
  prior: [...ofChains, 'centred', 'method'],
  pathfinder: ofChains,
  laplace: ofChains,
  nuts: ['pathLength'],
  hmc: []
}

/** Errors: an option that would say nothing. */
export const meaningful = (
  given: Given,
  options: SampleCommandOptions
): E.Either<Problems, void> => {
  const source = sourceOf(options)
  const idle = idleFor[source].find((name) => given[name] !== undefined)
  return idle === undefined
    ? E.right(undefined)
    : E.left(
        of(
          problem(
            flagOf(idle),
            `it says nothing of ${source === 'prior' ? '--prior' : `--method ${source}`}`,
            'a choice that changes nothing is mostly a mistake',
            'leave one of the two out'
          )
        )
      )
}

export const workOf = (
  run: ModelRun,
  options: SampleCommandOptions
): E.Either<Problems, SampleWork> => {
  const source = sourceOf(options)
  const settings = samplerSettingsOf(options)
  if (source === 'prior') return priorOf(run, settings)
  return pipe(
    targetOf(run, centredOf(options)),
    E.map((target) =>
      source === 'nuts' || source === 'hmc'
        ? { kind: 'chains', target }
        : approximationOf(target, settings, source)
    )
  )
}

/** What a record says of it before it begins. */
interface Begun extends Pick<RunRecord, 'training' | 'steps'> {
  readonly sampled: SamplerFacts
}

export const begunAs = (settings: SamplerSettings, options: SampleCommandOptions): Begun => {
  const source = sourceOf(options)
  const { chains, draws, warmUp, seed } = settings
  const atOnce = {
    training: { sampler: source, chains, draws, seed },
    steps: { done: 0, of: chains * draws }
  }
  switch (source) {
    case 'prior':
      return { ...atOnce, sampled: { sampler: source, chains, draws: 0 } }
    case 'pathfinder':
    case 'laplace':
      return { ...atOnce, sampled: nothingApproximated(source, chains) }
    case 'nuts':
    case 'hmc':
      return {
        training: trainingOf(settings),
        steps: { done: 0, of: chains * (warmUp + draws) },
        sampled: samplerFacts(settings, [], undefined)
      }
  }
}

/** Settings that decide the draws of chains: a length of paths only where it does. */
const trainingOf = ({ method, pathLength, ...others }: SamplerSettings): RunRecord['training'] => ({
  sampler: method,
  ...others,
  ...(method === 'hmc' ? { pathLength } : {})
})
