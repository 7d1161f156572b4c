/**
 * The whole sentence in four functions: compile, fit, press, evaluate. Each is a composition of
 * what the rooms offer; take those apart where more is wanted (checkpoints, schedules, executors of
 * your own).
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of, type ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { compile, type Compiled, type CompileOptions } from '../compile/index.ts'
import {
  defaultPressOptions,
  networkOf,
  type Network,
  press,
  type Pressed,
  type PressOptions,
  twoClass,
  unusedIndices
} from '../compress/index.ts'
import { build, type Posterior, posteriorOf, type Program as Model } from '../dsl/index.ts'
import type { Graph } from '../ir/Graph.ts'
import type { SitePosterior } from '../ir/Posterior.ts'
import type { Problem } from '../ir/Problem.ts'
import { adam } from '../lower/index.ts'
import { dataProgram, effectOn, evaluateNetwork } from './NetworkEvaluation.ts'
import { type Executor, type ExecutorName, withExecutor } from '../runtime/index.ts'
import { savingsOn } from './Savings.ts'
import {
  bindData,
  type Bound,
  type BoundData,
  type Evaluation,
  fit,
  type FitResult,
  initialParameters,
  means,
  openPosterior,
  type Progress,
  type Settings,
  standardSettings,
  stateOf,
  withoutGone
} from '../inference/index.ts'

// model

/** Everything that is wrong, at once. */
export type Problems = ReadonlyNonEmptyArray<Problem>

export interface CompiledModel extends Compiled {
  readonly graph: Graph
}

/** - `data` arrays by the name of the slot or observed site they fill. */
export interface FitOptions {
  readonly data: BoundData
  readonly test?: BoundData
  readonly settings?: Partial<Settings>
  readonly compile?: Partial<CompileOptions>
  readonly backend?: ExecutorName
  /**
   * Of the wasm backend: as many as there are processors unless said. Results do not depend on
   * them.
   */
  readonly threads?: number | 'auto'
  readonly onProgress?: (p: Progress) => void
  /**
   * Milliseconds since an arbitrary moment (`performance.now`): with it, progress is told about
   * twenty times a second.
   */
  readonly nowMs?: () => number
}

/**
 * What a fit leaves; `posterior['fc1/w'].mean` has the axes of the site in its type. `sites` has
 * those inside priors too.
 */
export interface Fitted<Sites> {
  readonly model: CompiledModel
  readonly bound: Bound
  readonly posterior: Posterior<Sites>
  readonly sites: ReadonlyMap<string, SitePosterior>
  readonly result: FitResult
  readonly settings: Settings
}

// combinators

const on = <A>(
  backend: ExecutorName,
  use: <B>(executor: Executor<B>) => TaskEither<Problem, A>,
  threads: number | 'auto' = 'auto'
): TaskEither<Problems, A> =>
  pipe(
    withExecutor(backend, { threads })(use),
    TE.flatten,
    TE.mapLeft((p): Problems => of(p))
  )

const siteMoments = <B>(
  executor: Executor<B>,
  { program }: Compiled,
  bound: Bound,
  result: FitResult,
  settings: Settings
): TaskEither<Problem, ReadonlyMap<string, SitePosterior>> =>
  pipe(
    TE.fromEither(openPosterior(executor, program, bound.sizes)),
    TE.chainTaskK(
      (opened) => () =>
        opened
          .moments(result.state.parameters, settings.seed, settings.draws)
          .finally(opened.dispose)
    ),
    TE.map(withoutGone(program.gates, result.state.shrunk))
  )

// destructors

/** Everything that is derived from a model, or everything that is wrong with it. */
export const compileModel =
  (options: Partial<CompileOptions> = {}) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): E.Either<Problems, CompiledModel> =>
    pipe(
      build(model),
      E.mapLeft((p): Problems => p),
      E.chain((graph) =>
        pipe(
          compile(options)(graph),
          E.bimap(
            (p): Problems => p,
            (compiled) => ({ ...compiled, graph })
          )
        )
      )
    )

/** Fits a model to data in one go; `backend` wasm unless said. */
export const fitModel =
  (options: FitOptions) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): TaskEither<Problems, Fitted<Sites>> => {
    const settings = { ...standardSettings, ...options.settings }
    return pipe(
      TE.fromEither(compileModel(options.compile)(model)),
      TE.bindTo('compiled'),
      TE.bind('bound', ({ compiled }): TaskEither<Problems, Bound> =>
        TE.fromEither(bindData(compiled.program, options.data))
      ),
      TE.bind('test', ({ compiled }): TaskEither<Problems, Bound | undefined> =>
        options.test === undefined
          ? TE.right(undefined)
          : TE.fromEither(bindData(compiled.program, options.test))
      ),
      TE.chain(({ compiled, bound, test }) =>
        on(
          options.backend ?? 'wasm',
          <B>(executor: Executor<B>) =>
            pipe(
              fit({
                program: compiled.program,
                optimiser: adam,
                settings,
                train: bound,
                ...(test === undefined ? {} : { test }),
                start: stateOf(
                  compiled.program,
                  adam,
                  initialParameters(compiled.program, bound.sizes, settings.seed)
                )
              })({
                executor,
                onProgress: options.onProgress ?? (() => undefined),
                shouldStop: () => false,
                pause: () => Promise.resolve(),
                record: () => TE.right(undefined),
                checkpoint: () => TE.right(undefined),
                threshold: (scores) => twoClass(scores).threshold,
                unused: unusedIndices(compiled.program),
                ...(options.nowMs === undefined ? {} : { nowMs: options.nowMs })
              }),
              TE.bindTo('result'),
              TE.bind('sites', ({ result }) =>
                siteMoments(executor, compiled, bound, result, settings)
              ),
              TE.map((found) => ({ ...found, model: compiled, bound, settings }))
            ),
          options.threads
        )
      ),
      TE.chain((found) =>
        TE.fromEither(
          pipe(
            posteriorOf(model)(found.sites),
            E.map((posterior): Fitted<Sites> => ({ ...found, posterior }))
          )
        )
      )
    )
  }

/**
 * Prunes and quantises the network of a fit by its effect on the training data; `name` goes into
 * the file. `encodeNet` gives the bytes.
 */
export const pressFitted =
  (name: string, options: Partial<PressOptions> = {}, backend: ExecutorName = 'wasm') =>
  <Sites>(fitted: Fitted<Sites>): TaskEither<Problems, Pressed> => {
    const {
      model: { program },
      bound,
      sites,
      settings,
      result
    } = fitted
    return pipe(
      TE.fromEither(networkOf(program)(means(sites))),
      TE.mapLeft((p): Problems => of(p)),
      TE.chain((network) =>
        on(backend, <B>(executor: Executor<B>) =>
          pipe(
            savingsOn(executor, program, bound)(result.state.parameters, settings.seed),
            TE.chain((savedNats) =>
              press(
                { ...defaultPressOptions, savedNats, ...options },
                effectOn(executor, bound)
              )({
                network,
                gates: program.gates,
                posterior: sites,
                provenance: {
                  model: name,
                  seed: settings.seed,
                  epochs: result.metrics.at(-1)?.epoch ?? 0,
                  settings: {}
                }
              })
            )
          )
        )
      )
    )
  }

/** How well a network (of a model, pressed, or read from a file) predicts data. */
export const evaluateOn =
  (data: BoundData, backend: ExecutorName = 'wasm') =>
  (network: Network): TaskEither<Problems, ReadonlyArray<Evaluation>> =>
    pipe(
      TE.fromEither(bindData(dataProgram(network), data)),
      TE.chain((bound) =>
        on(backend, <B>(executor: Executor<B>) => evaluateNetwork(executor, bound)(network))
      )
    )
