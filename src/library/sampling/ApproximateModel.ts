/**
 * A posterior approximated in a few milliseconds, by Pathfinder or at its mode.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CompiledDensity, DensityOptions } from '../../compile/index.ts'
import { type Posterior, posteriorOf, type Program as Model } from '../../dsl/index.ts'
import {
  approximate,
  type ApproximationFacts,
  type ApproximationMethod,
  approximationMethods,
  type ApproximationSettings,
  type ApproximationVerdict,
  type Bound,
  type BoundData,
  momentsOfDraws,
  standardSampler,
  verdictOnApproximation
} from '../../inference/index.ts'
import { aCountFrom, anything, aText, checked, fields, listOf, oneOf } from '../../ir/Fields.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { PosteriorDraws, SitePosterior } from '../../ir/Posterior.ts'
import type { Problems } from '../../ir/Problem.ts'
import { preparedTarget } from './SampleModel.ts'

// model

/**
 * - `data` arrays by the name of the slot or observed site they fill
 * - `method` pathfinder, or laplace; `pathfinder` unless said
 * - `settings` chains (paths, each from a start of its own), draws for each of them, seed; 4, 1,000 and 1
 *   unless said
 * - `centred` as of `sampleModel`
 */
export interface ApproximateOptions {
  readonly data: BoundData
  readonly method?: ApproximationMethod
  readonly settings?: Partial<Omit<ApproximationSettings, 'method'>>
  readonly centred?: DensityOptions['centred']
}

/** Draws, and how far they can be trusted. */
export interface ApproximatedModel<Sites> {
  readonly graph: Graph
  readonly density: CompiledDensity
  readonly bound: Bound
  readonly posterior: Posterior<Sites>
  readonly sites: ReadonlyMap<string, SitePosterior>
  readonly draws: PosteriorDraws
  readonly facts: ApproximationFacts
  readonly verdict: ApproximationVerdict
  readonly settings: ApproximationSettings
}

const approximateFields = fields<ApproximateOptions>(
  {
    data: anything,
    method: oneOf(...approximationMethods),
    settings: fields<Omit<ApproximationSettings, 'method'>>({
      chains: aCountFrom(1, 1024),
      draws: aCountFrom(1, 2 ** 22),
      seed: aCountFrom(-Number.MAX_SAFE_INTEGER)
    }),
    centred: listOf(aText)
  },
  ['data']
)

// destructors

/**
 * Draws from an approximation of the posterior: what a model is tried out with, and where chains take too
 * long. `verdict` says whether to trust them, by k̂ of their weights p/q.
 *
 * - pathfinder   normal guesses on the way to the mode, the best of each path; draws of all of them are
 *                drawn again by their weights (Zhang et al. 2022)
 * - laplace      the normal distribution whose precision is −∇² ln p at the highest point: exact where the
 *                posterior of the real coordinates is normal
 *
 * Errors: those of `sampleModel`; no highest point, or no guess that the density bears out.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { approximateModel, normal, observe, over, plate, program, sample } from 'farrier'
 *
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 10)),
 *     observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
 *   )
 *   const y = { axes: ['rows'], sizes: [4], values: Float32Array.of(1, 2, 3, 4) }
 *   const found = await approximateModel({ data: new Map([['y', y]]), method: 'laplace' })(model)()
 *   // the posterior is N(2.494, 0.4994²)
 *   assert(found._tag === 'Right' && found.right.verdict.trust === 'trust')
 *   assert(Math.abs((found.right.posterior.mu.mean.values[0] ?? NaN) - 2.494) < 0.05)
 */
export const approximateModel =
  (options: ApproximateOptions) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): TaskEither<Problems, ApproximatedModel<Sites>> => {
    const { method = 'pathfinder', centred = [] } = options
    const { chains, draws, seed } = { ...standardSampler, ...options.settings }
    const settings: ApproximationSettings = { method, chains, draws, seed }
    return pipe(
      E.Do,
      E.bind('known', () => checked(approximateFields('', options))),
      E.bind('prepared', () => preparedTarget(model, options.data, centred)),
      E.bind('found', ({ prepared: { target } }) => approximate(target, settings)),
      E.let('sites', ({ found }) => momentsOfDraws(found.draws)),
      E.bind('posterior', ({ sites }) => posteriorOf(model)(sites)),
      E.map(({ prepared: { graph, density, bound }, found, sites, posterior }) => ({
        graph,
        density,
        bound,
        posterior,
        sites,
        draws: found.draws,
        facts: found.facts,
        verdict: verdictOnApproximation(found.facts),
        settings
      })),
      TE.fromEither
    )
  }
