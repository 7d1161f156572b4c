/**
 * A model sampled from its posterior: its density compiled, bound, run by chains of NUTS, its draws
 * read as values of its sites.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type CompiledDensity, deriveDensity, type DensityOptions } from '../../compile/index.ts'
import { build, type Posterior, posteriorOf, type Program as Model } from '../../dsl/index.ts'
import {
  aCountFrom,
  aFunction,
  anything,
  aText,
  checked,
  field,
  fields,
  listOf
} from '../../ir/Fields.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { PosteriorDraws, SitePosterior } from '../../ir/Posterior.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import {
  begunChains,
  bindData,
  type Bound,
  type BoundData,
  checkDraws as checkRoomFor,
  checkProper,
  drawsOfChains,
  type KeptChain,
  modelTarget,
  type ModelTarget,
  momentsOfDraws,
  sampleChains,
  type SamplerEnvironment,
  samplerFields,
  type SamplerSettings,
  standardSampler,
  threadsForChains
} from '../../inference/index.ts'
import { decodeSampled, encodeSampled, type KeepableChains } from './KeptChains.ts'

// model

/** What a caller may give; without it chains run through, and nothing is kept on the way. */
export interface SampleHooks {
  /**
   * In Node: as many as there are processors unless said. They are started where the rest takes a second
   * or more by the clock of `nowMs`; draws do not depend on them.
   */
  readonly threads?: number | 'auto'
  readonly onProgress?: SamplerEnvironment['onProgress']
  /**
   * Milliseconds since an arbitrary moment (`performance.now`): with it, progress is told about fifty
   * times a second.
   */
  readonly nowMs?: () => number
  /** Asked after every block of iterations: sampling ends there. */
  readonly shouldStop?: () => boolean
  /** Awaited after every block: signals and messages arrive only then. */
  readonly pause?: () => Promise<void>
  /** Keeps chains as they are, now and then, and where sampling ends. */
  readonly checkpoint?: SamplerEnvironment['checkpoint']
}

/**
 * - `data` arrays by the name of the slot or observed site they fill
 * - `settings` chains, draws, warmUp, seed, acceptance, maxDepth, mass: `standardSampler` unless said
 * - `centred` declared sites that are sampled as they are declared; the others, where location or scale
 *   is random, as location + scale · base
 * - `resume` bytes that `encodeSampled` made, or that `keep` was given: chains go on where they stood, under
 *   their settings; there may be more draws than before
 * - `keep` is given such bytes now and then, and where sampling ends or stops, draws or none
 */
export interface SampleOptions extends SampleHooks {
  readonly data: BoundData
  readonly settings?: Partial<SamplerSettings>
  readonly centred?: DensityOptions['centred']
  readonly resume?: Uint8Array
  readonly keep?: (bytes: () => Uint8Array) => TaskEither<Problem, void>
}

/**
 * What sampling leaves; `draws` has all draws of all sites, those inside priors too, and the numbers of
 * the sampler; `posterior` and `sites` their means and variances. `outcome` is `stopped` where there
 * are fewer draws than asked for.
 */
export interface Sampled<Sites> {
  readonly graph: Graph
  readonly centred: ReadonlyArray<string>
  readonly density: CompiledDensity
  readonly bound: Bound
  readonly posterior: Posterior<Sites>
  readonly sites: ReadonlyMap<string, SitePosterior>
  readonly draws: PosteriorDraws
  readonly chains: ReadonlyArray<KeptChain>
  readonly settings: SamplerSettings
  readonly outcome: 'finished' | 'stopped'
}

const sampleFields = fields<SampleOptions>(
  {
    data: anything,
    settings: samplerFields,
    centred: listOf(aText),
    resume: field('bytes', 'encodeSampled makes them', (x) => x instanceof Uint8Array),
    keep: aFunction,
    threads: (where, x) => (x === 'auto' ? [] : aCountFrom(1)(where, x)),
    onProgress: aFunction,
    nowMs: aFunction,
    shouldStop: aFunction,
    pause: aFunction,
    checkpoint: aFunction
  },
  ['data']
)

// combinators

/** What hooks leave out. */
export const samplerEnvironment = (hooks: SampleHooks): SamplerEnvironment => ({
  ...(hooks.nowMs === undefined ? {} : { nowMs: hooks.nowMs }),
  threads: threadsForChains(hooks.threads ?? 'auto'),
  onProgress: hooks.onProgress ?? (() => undefined),
  shouldStop: hooks.shouldStop ?? (() => false),
  pause: hooks.pause ?? (() => Promise.resolve()),
  checkpoint: hooks.checkpoint ?? (() => TE.right(undefined))
})

interface Prepared {
  readonly graph: Graph
  readonly density: CompiledDensity
  readonly bound: Bound
  readonly target: ModelTarget
}

/** A model on its data as samplers see it, or everything that can be refused before a density is evaluated. */
export const preparedTarget = <Env, Sites, R>(
  model: Model<Env, Sites, R>,
  data: BoundData,
  centred: ReadonlyArray<string>
): E.Either<Problems, Prepared> =>
  pipe(
    E.Do,
    E.bind('graph', (): E.Either<Problems, Graph> => build(model)),
    E.bind('density', ({ graph }): E.Either<Problems, CompiledDensity> =>
      deriveDensity({ centred })(graph)
    ),
    E.bind('bound', ({ density: { density } }): E.Either<Problems, Bound> =>
      bindData(density, data)
    ),
    E.chainFirst(({ density: { density }, bound }) =>
      pipe(
        checkProper({ program: density, train: bound }),
        E.mapLeft((p): Problems => of(p))
      )
    ),
    E.bind('target', ({ density: { density }, bound }) => modelTarget(density, bound))
  )

/** Chains before their first iteration, or where they were kept. */
const begunOrKept = (
  { graph, bound, target }: Prepared,
  { settings = {}, centred = [], resume }: SampleOptions
): E.Either<Problems, Pick<KeepableChains, 'settings' | 'chains'>> =>
  resume === undefined
    ? pipe(
        E.right({ ...standardSampler, ...settings }),
        E.bindTo('settings'),
        E.bind('chains', ({ settings: all }) => begunChains(target, all))
      )
    : pipe(
        decodeSampled({ graph, bound, centred }, target.size, settings)('resume', resume),
        E.mapLeft((p): Problems => of(p)),
        E.chainFirst(({ settings: all }) => checkRoomFor(all, target))
      )

/** Errors: chains were stopped before each had a draw. */
const anyDraws = (draws: PosteriorDraws): E.Either<Problems, PosteriorDraws> =>
  draws.draws > 0
    ? E.right(draws)
    : E.left(
        of(
          problem(
            'sampling',
            'it was stopped before each chain had a draw',
            'warm-up iterations are not kept: they are not yet draws of the posterior',
            'let it run on, or ask for a shorter warm-up; `keep` is given what there is'
          )
        )
      )

// destructors

/**
 * Draws from the posterior by the No-U-Turn sampler. A draw is a function of data, settings and its
 * place alone: the same seed gives the same bytes.
 *
 * Errors: a site that no real number maps onto (a discrete one); a posterior without a total mass; more
 * coordinates than are sampled; data that do not fit; no place where chains could begin.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { isRight } from 'fp-ts/lib/Either.js'
 *   import { normal, observe, over, plate, program, sample, sampleModel } from 'farrier'
 *
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 10)),
 *     observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
 *   )
 *   const y = { axes: ['rows'], sizes: [4], values: Float32Array.of(1, 2, 3, 4) }
 *   const sampled = await sampleModel({ data: new Map([['y', y]]) })(model)()
 *   // the posterior is N(2.494, 0.4994²)
 *   assert.ok(isRight(sampled))
 *   assert.ok(Math.abs((sampled.right.posterior.mu.mean.values[0] ?? NaN) - 2.494) < 0.06)
 *   assert.equal(sampled.right.draws.sites.get('mu')?.values.length, 4 * 1000)
 */
export const sampleModel =
  (options: SampleOptions) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): TaskEither<Problems, Sampled<Sites>> => {
    const { centred = [], keep } = options
    return pipe(
      TE.fromEither(checked(sampleFields('', options))),
      TE.chainEitherK(() => preparedTarget(model, options.data, centred)),
      TE.bind('begun', (found) => TE.fromEither(begunOrKept(found, options))),
      TE.bind('sampled', ({ graph, bound, target, begun: { settings, chains: from } }) => {
        const env = samplerEnvironment(options)
        const kept = (chains: ReadonlyArray<KeptChain>): TaskEither<Problem, void> =>
          pipe(
            env.checkpoint(chains),
            TE.chain(
              () =>
                keep?.(() => encodeSampled({ graph, settings, centred, bound, chains })) ??
                TE.right(undefined)
            )
          )
        return pipe(
          () => sampleChains(target, settings, from, { ...env, checkpoint: kept }),
          TE.mapLeft((p): Problems => of(p))
        )
      }),
      TE.bind('draws', ({ target, sampled: { chains } }) =>
        TE.fromEither(anyDraws(drawsOfChains(target, chains)))
      ),
      TE.let('sites', ({ draws }) => momentsOfDraws(draws)),
      TE.bind('posterior', ({ sites }) => TE.fromEither(posteriorOf(model)(sites))),
      TE.map(
        ({
          graph,
          density,
          bound,
          posterior,
          sites,
          draws,
          begun,
          sampled: { chains, outcome }
        }) => ({
          graph,
          centred,
          density,
          bound,
          posterior,
          sites,
          draws,
          chains,
          settings: begun.settings,
          outcome
        })
      )
    )
  }
