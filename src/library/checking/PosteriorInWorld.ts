/**
 * Draws of a posterior on data that a model made itself, by every inference there is.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type CompiledDensity, type CompileOptions, deriveWeight } from '../../compile/index.ts'
import {
  approximate,
  begunChains,
  bindData,
  type BoundData,
  checkProper,
  type DrawnValues,
  drawsOfChains,
  isApproximationMethod,
  openWeigher,
  sampleChains,
  type SamplerSettings,
  type Settings,
  targetOn,
  targetPlans
} from '../../inference/index.ts'
import { ofGuide } from '../../inference/checking/Proposal.ts'
import { keptBySizes } from '../../lower/index.ts'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import type { Problem, Problems } from '../../ir/Problem.ts'
import type { Executor, ExecutorName } from '../../runtime/index.ts'
import type { CompiledModel } from '../CompileModel.ts'
import { preparedFrom } from '../FitModel.ts'
import { fitOn, type FitHooks } from '../FitOn.ts'
import { samplerEnvironment } from '../sampling/SampleModel.ts'

// model

/** How posteriors are found: by a fit of guides, or by what `farrier sample` knows. */
export const calibratedMethods = ['fit', 'nuts', 'hmc', 'pathfinder', 'laplace'] as const
/** One of them. */
export type CalibratedMethod = (typeof calibratedMethods)[number]

/** As many draws as were asked for, one after the other; `undefined` where it was stopped. */
export interface Answer {
  readonly sites: ReadonlyArray<DrawnValues>
  readonly isConverged: boolean
}

/** Of data under a seed. */
export type Answering = (data: BoundData, seed: number) => TaskEither<Problem, Answer | undefined>

/** While one world is answered, the others wait. */
export type WorldHooks = Pick<FitHooks, 'shouldStop' | 'pause'>

// combinators

const first = <A>(e: E.Either<Problems, A>): E.Either<Problem, A> =>
  pipe(
    e,
    E.mapLeft(([p]) => p)
  )

/** `count` of the draws that there are, evenly over all of them; the last one is. */
const evenly = (
  { chains, draws, sites }: PosteriorDraws,
  count: number
): ReadonlyArray<DrawnValues> => {
  const all = chains * draws
  return [...sites].map(([site, { axes, sizes, values }]) => {
    const n = values.length / all
    const kept = new Float64Array(count * n)
    for (let d = 0; d < count; d++) {
      const at = Math.floor(((d + 1) * all) / count) - 1
      kept.set(values.subarray(at * n, (at + 1) * n), d * n)
    }
    return { site, axes: axes.slice(2), sizes: sizes.slice(2), values: kept }
  })
}

// constructors

export interface FitAnswers {
  readonly model: CompiledModel
  readonly compile: Partial<CompileOptions>
  readonly settings: Partial<Settings>
  readonly backend: ExecutorName
  readonly count: number
}

/** By a fit, as `fitModel` makes it, and draws of its guide in float64. */
export const answerByFit =
  <B>(
    executor: Executor<B>,
    { model, compile, settings, backend, count }: FitAnswers,
    hooks: WorldHooks
  ): Answering =>
  (data, seed) =>
    pipe(
      TE.fromEither(
        first(preparedFrom(model, { data, settings: { ...settings, seed }, compile, backend }))
      ),
      // what is learnt here is asked of all worlds together
      TE.bind('fitted', ({ task: { program, train, test, settings: all, start } }) =>
        fitOn({ program, train, test, settings: all, start }, hooks)(executor)
      ),
      TE.chainEitherK(({ compiled, task: { train }, fitted: { outcome, state } }) =>
        outcome === 'stopped'
          ? E.right(undefined)
          : pipe(
              first(deriveWeight(compiled.options)(compiled.graph)),
              E.chain((weight) => openWeigher(weight, train, state.parameters, count)),
              E.map(({ dimension, weigh }) => ({
                sites: weigh(ofGuide(dimension)(seed, 0, count).noise).sites,
                isConverged: outcome !== 'notConverged'
              }))
            )
      )
    )

export interface SampleAnswers {
  readonly density: CompiledDensity['density']
  readonly method: Exclude<CalibratedMethod, 'fit'>
  readonly settings: SamplerSettings
  readonly count: number
}

/**
 * By chains, of which every so-manieth draw is taken, or by an approximation. Worlds are answered one
 * after the other: they share what the model is compiled to.
 */
export const answerBySampling = (
  { density, method, settings, count }: SampleAnswers,
  hooks: WorldHooks
): Answering => {
  const plansOf = keptBySizes(targetPlans(density))
  return (data, seed) =>
    pipe(
      E.Do,
      E.bind('bound', () => first(bindData(density, data))),
      E.chainFirst(({ bound }) => checkProper({ program: density, train: bound })),
      E.bind('target', ({ bound }) =>
        first(pipe(plansOf(bound.sizes), E.chain(targetOn(density, bound))))
      ),
      TE.fromEither,
      TE.chain(({ target }): TaskEither<Problem, PosteriorDraws | undefined> => {
        const all = { ...settings, seed }
        return isApproximationMethod(method)
          ? TE.fromEither(
              first(
                pipe(
                  approximate(target, { ...all, method }),
                  E.map(({ draws }) => draws)
                )
              )
            )
          : pipe(
              TE.fromEither(first(begunChains(target, { ...all, method }))),
              TE.chain(
                (chains) => () =>
                  sampleChains(target, { ...all, method }, chains, {
                    ...samplerEnvironment(hooks),
                    threads: 1
                  })
              ),
              TE.map(({ outcome, chains }) =>
                outcome === 'stopped' ? undefined : drawsOfChains(target, chains)
              )
            )
      }),
      TE.map((draws) =>
        draws === undefined ? undefined : { sites: evenly(draws, count), isConverged: true }
      )
    )
}
