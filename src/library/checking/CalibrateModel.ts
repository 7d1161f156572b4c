/**
 * Whether an inference finds the posteriors of a model: parameters are drawn from its priors, data from
 * them, a posterior from the data, in many worlds; in each the parameters have a rank among draws of the
 * posterior, and of all worlds the ranks are even where posteriors are right.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type CompiledDensity,
  type CompileOptions,
  deriveAncestral,
  deriveDensity
} from '../../compile/index.ts'
import { build, type Program as Model } from '../../dsl/index.ts'
import {
  bindData,
  drawPriors,
  isApproximationMethod,
  type SamplerSettings,
  standardSampler
} from '../../inference/index.ts'
import { checked, fields } from '../../ir/Fields.ts'
import type { Graph } from '../../ir/Graph.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import type { Executor } from '../../runtime/index.ts'
import { type CompiledModel, compileGraph } from '../CompileModel.ts'
import { runOn } from '../RunOn.ts'
import { perhapsObserved, priorTask } from '../sampling/SamplePrior.ts'
import {
  calibrateFields,
  type CalibrateOptions,
  ofApproximations,
  ofChains,
  standardWorlds
} from './CalibrateOptions.ts'
import { answerByFit, answerBySampling, type CalibratedMethod } from './PosteriorInWorld.ts'
import { calibrateWith, type Calibration, type CalibrationTask } from './RankedWorlds.ts'

// combinators

/** Chains hang together, draws of guides and of approximations do not. */
const isChain = (method: CalibratedMethod): boolean =>
  method !== 'fit' && !isApproximationMethod(method)

const madeBy = (method: CalibratedMethod): typeof ofChains =>
  isChain(method) ? ofChains : ofApproximations

const nothingAsked = problem(
  'the model',
  'it has no latent of which a posterior could be biased',
  'discrete latents are summed out: they have probabilities, and no draws that a value could lie among',
  'calibrate a model with real latents'
)

const tooFew = (draws: number, made: number): Problem =>
  problem(
    'draws',
    `${draws} draws of each posterior are to be taken, and chains make ${made}`,
    'those that are taken lie evenly among all of them',
    'fewer, or more draws in the settings of the sampler'
  )

// constructors

/** Errors: a prior without draws; nothing to ask; data that do not fit; more than memory holds. */
export const calibrationTask = (
  { graph, program }: Pick<CompiledModel, 'graph' | 'program'>,
  {
    data,
    method = 'fit',
    worlds = standardWorlds,
    draws = madeBy(method).draws,
    seed = 1
  }: CalibrateOptions
): E.Either<Problems, CalibrationTask> => {
  const sites = deriveAncestral(graph, method === 'fit' ? 'fit' : 'chains')
  const observed = sites.filter((s) => s.role === 'observed').map((s) => s.site)
  const latents = sites.filter((s) => s.role === 'latent' && !s.isSummedOut).map((s) => s.site)
  if (latents.length === 0) return E.left(of(nothingAsked))
  return pipe(
    bindData(
      perhapsObserved(program, (name) => data.has(name)),
      data
    ),
    E.mapLeft((p): Problems => p),
    E.chain((bound) =>
      pipe(
        priorTask(program, graph, bound, { chains: 1, draws: worlds, seed }),
        E.chain(({ model, question }) =>
          pipe(
            drawPriors(model, bound, question),
            E.mapLeft((p): Problems => of(p))
          )
        ),
        E.map((drawn) => ({
          graph,
          method,
          draws,
          seed,
          worlds,
          drawn,
          latents,
          observed,
          data: new Map([...bound.data].filter(([name]) => !observed.includes(name)))
        }))
      )
    )
  )
}

/** Draws of chains, or of paths, that are made so that `draws` can be taken. */
export const samplerOf = (
  { method, draws }: Pick<CalibrationTask, 'method' | 'draws'>,
  given: Partial<SamplerSettings> = {}
): E.Either<Problems, SamplerSettings> => {
  const { chains } = madeBy(method)
  const settings = {
    ...standardSampler,
    chains,
    draws: isChain(method) ? standardSampler.draws : Math.ceil(draws / chains),
    ...given
  }
  const made = settings.chains * settings.draws
  return made < draws ? E.left(of(tooFew(draws, made))) : E.right(settings)
}

/** By fits, all of them on one executor. */
export const calibrateFits =
  (
    task: CalibrationTask,
    model: CompiledModel,
    compile: Partial<CompileOptions>,
    options: CalibrateOptions
  ) =>
  <B>(executor: Executor<B>): TaskEither<Problem, Calibration> => {
    const { settings = {}, backend = 'wasm' } = options
    const asked = { model, compile, settings, backend, count: task.draws }
    return calibrateWith(task, answerByFit(executor, asked, options), options)
  }

/** By draws of each posterior itself, or approximations; what `fit` does needs an executor. */
export const calibrateDraws = (
  task: CalibrationTask,
  method: Exclude<CalibratedMethod, 'fit'>,
  options: CalibrateOptions
): TaskEither<Problems, Calibration> =>
  pipe(
    samplerOf(task, options.sampler),
    E.bindTo('settings'),
    E.bind('density', (): E.Either<Problems, CompiledDensity> =>
      deriveDensity({ centred: options.centred ?? [] })(task.graph)
    ),
    TE.fromEither,
    TE.chain(({ settings, density: { density } }) =>
      pipe(
        calibrateWith(
          task,
          answerBySampling({ density, method, settings, count: task.draws }, options),
          options
        ),
        TE.mapLeft((p): Problems => of(p))
      )
    )
  )

// destructors

/**
 * Calibrates an inference on a model: in each of `worlds` its parameters are drawn from their priors, data
 * from them, and a posterior is found on the data; the share of its draws below the parameter is even over
 * all worlds where posteriors are right. `verdict` says whether they are, `sites` by how much they are off
 * (`offSds`) or too narrow (`narrowness`), with p-values that allow for all that was asked. A world depends
 * on the seed and its number alone.
 *
 * Errors: a prior that is no distribution; data that leave a plate without a size; an inference that
 * refuses the model.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { axis, calibrateModel, normal, observe, over, program, sample } from 'farrier'
 *
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 2)),
 *     observe('y', ({ mu }) => over(axis('rows', 3))(normal(mu, 1)))
 *   )
 *   const found = await calibrateModel({ data: new Map(), worlds: 40, backend: 'cpu' })(model)()
 *   // the guide of a normal mean is its posterior
 *   assert(found._tag === 'Right' && found.right.verdict.trust === 'trust')
 */
export const calibrateModel =
  (options: CalibrateOptions) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): TaskEither<Problems, Calibration> => {
    const compile = options.centred === undefined ? {} : { centred: options.centred }
    return pipe(
      checked(fields<CalibrateOptions>(calibrateFields, ['data'])('', options)),
      E.chain((): E.Either<Problems, Graph> => build(model)),
      E.chain(compileGraph(compile)),
      E.bindTo('compiled'),
      E.bind('task', ({ compiled }) => calibrationTask(compiled, options)),
      TE.fromEither,
      TE.chain(({ compiled, task }) => {
        const { backend = 'wasm', threads = 'auto' } = options
        return task.method === 'fit'
          ? runOn(backend, { threads }, calibrateFits(task, compiled, compile, options))
          : calibrateDraws(task, task.method, options)
      })
    )
  }
