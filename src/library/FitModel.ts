/**
 * A model fitted to data: compiled, bound, begun or gone on with, trained, its posterior read.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { compileFields, type CompileOptions } from '../compile/index.ts'
import { type Posterior, posteriorOf, type Program as Model } from '../dsl/index.ts'
import {
  aFlag,
  aFunction,
  anything,
  checked,
  type Field,
  field,
  fields,
  tensors
} from '../ir/Fields.ts'
import type { Bindings, SitePosterior } from '../ir/Posterior.ts'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { adam } from '../lower/index.ts'
import type { ExecutorName } from '../runtime/index.ts'
import {
  batching,
  besideSolver,
  checkScored,
  checkRoom,
  bindData,
  boundFor,
  type Bound,
  type BoundData,
  dataStarts,
  type FitResult,
  type Settings,
  settingsFields,
  besideSettling,
  settlingOf,
  solvingOf,
  shrinkingOf,
  sampledBound,
  standardSettings,
  standardSolving
} from '../inference/index.ts'
import { type CompiledModel, compileModel } from './CompileModel.ts'
import { type FitHooks, fitOn, type FitTask } from './FitOn.ts'
import { freshStart, startFrom } from './FitStart.ts'
import { chosenForm } from './forms/ChosenForm.ts'
import type { KeptCheck } from './checking/KeptCheck.ts'
import { decodeFit, writtenIn } from './KeptFit.ts'
import type { Compared } from './NullModel.ts'
import { openRecorder, profilable, type Recorded, type Recorder } from './ProfileRecorder.ts'
import { runOn } from './RunOn.ts'

// model

/** - `data` arrays by the name of the slot or observed site they fill. */
export interface FitOptions extends FitHooks {
  readonly data: BoundData
  readonly test?: BoundData
  readonly settings?: Partial<Settings>
  readonly compile?: Partial<CompileOptions>
  /** `wasm` unless said. */
  readonly backend?: ExecutorName
  /**
   * Of the wasm backend: as many as there are processors unless said. Results do not depend on
   * them.
   */
  readonly threads?: number | 'auto'
  /** Parameters of another fit, to begin with wherever name, axes and sizes agree. */
  readonly initFrom?: Bindings
  /**
   * What `encodeFit` made of a fit that stopped: goes on with it, and ends with the bytes of one
   * that never stopped. Its settings hold; those given beside must be the same.
   */
  readonly resume?: Uint8Array
  /** With `nowMs`, on wasm: where the time goes. */
  readonly profile?: boolean
}

/**
 * What a fit leaves; `posterior['fc1/w'].mean` has the axes of the site in its type. `sites` has
 * those inside priors too; `result` the records of all epochs, also of those before a resumption.
 */
export interface Fitted<Sites> {
  readonly model: CompiledModel
  readonly bound: Bound
  readonly posterior: Posterior<Sites>
  readonly sites: ReadonlyMap<string, SitePosterior>
  readonly result: FitResult
  /** Where groups can leave: what the model would come to without any. */
  readonly nullModel?: Compared
  /** Where it was solved: whether it can be trusted. */
  readonly check?: KeptCheck
  readonly settings: Settings
  readonly profile: Recorded | undefined
}

/** Parameters of a fit, which is easily given whole. */
const parametersField: Field = (where, x) =>
  x instanceof Map
    ? tensors(where, x)
    : field(
        'a Map of parameters by name, such as fitted.result.state.parameters',
        'a fit begins at them, where its own have their names and axes',
        () => false
      )(where, x)

/** Backends and threads are checked where they are opened, data where they are bound. */
const fitFields = fields<FitOptions>(
  {
    data: anything,
    test: anything,
    settings: settingsFields,
    compile: compileFields,
    backend: anything,
    threads: anything,
    initFrom: parametersField,
    resume: field('bytes', 'encodeFit makes them', (x) => x instanceof Uint8Array),
    profile: aFlag,
    onProgress: aFunction,
    nowMs: aFunction,
    shouldStop: aFunction,
    pause: aFunction,
    record: aFunction,
    checkpoint: aFunction
  },
  ['data']
)

// combinators

const alone = E.mapLeft((p: Problem): Problems => of(p))

const boundTo = (
  { program }: CompiledModel,
  data: BoundData | undefined
): E.Either<Problems, Bound | undefined> =>
  data === undefined ? E.right(undefined) : bindData(program, data)

/** A model that is solved or settles is written as its data have it, unless somebody says how. */
const inBestForm = (
  model: CompiledModel,
  bound: Bound,
  { compile = {}, settings: given = {}, initFrom, resume }: FitOptions
): E.Either<Problems, CompiledModel> => {
  const settings = {
    ...standardSettings,
    ...given,
    ...solvingOf(model.program, bound, given),
    ...settlingOf(model.program, bound, given)
  }
  const { seed, solve, settle } = settings
  const isOpen =
    resume === undefined &&
    initFrom === undefined &&
    !('centred' in compile || 'halfCauchy' in compile || 'skip' in compile)
  if ((solve === undefined && settle === undefined) || !isOpen) return E.right(model)
  const looked = settle === undefined ? bound : sampledBound(model.program, bound, settings)
  return chosenForm(compile, looked, seed, solve ?? standardSolving)(model.graph)
}

/** Settings and start: of the fit that is resumed, or of these options. */
const begun = (
  model: CompiledModel,
  bound: Bound,
  { settings: given = {}, initFrom, resume }: FitOptions
): E.Either<Problems, Pick<FitTask, 'settings' | 'start'>> => {
  if (resume !== undefined) return alone(decodeFit(model, bound, given)('resume', resume))
  const { program } = model
  const settling = settlingOf(program, bound, given)
  const settles = (settling.settle ?? given.settle) !== undefined
  const settings = {
    ...standardSettings,
    ...(settles ? {} : shrinkingOf(given.batch)),
    ...given,
    ...solvingOf(program, bound, given),
    ...settling
  }
  const { sizes } = bound
  return pipe(
    dataStarts(program, bound),
    E.map((starts) => ({
      settings,
      start:
        initFrom === undefined
          ? freshStart(program, sizes, settings.seed, starts)
          : startFrom(program, sizes, settings.seed, initFrom, starts)
    }))
  )
}

const noClock = problem(
  'profile',
  'expected a clock, found none',
  'a profile is made of times',
  'nowMs: () => performance.now()'
)

/** Epochs are counted on from those that ended before the start. */
const recorderOf = (
  { profile = false, backend = 'wasm', nowMs }: FitOptions,
  { program, train, settings, start }: FitTask
): E.Either<Problem, Recorder | undefined> =>
  !profile
    ? E.right(undefined)
    : pipe(
        profilable(backend),
        E.chain(() => (nowMs === undefined ? E.left(noClock) : E.right(nowMs))),
        E.chain((clock) =>
          pipe(
            batching(program, train, settings),
            E.map(({ stepsPerEpoch }) =>
              openRecorder(clock, 1 + Math.floor(start.state.step / stepsPerEpoch))
            )
          )
        )
      )

/** A fit that can begin. */
export interface Prepared {
  readonly compiled: CompiledModel
  readonly task: FitTask
  readonly recorder: Recorder | undefined
}

/** Everything that can be refused before an executor is opened, of options that are whole. */
export const preparedFrom = (
  first: CompiledModel,
  options: FitOptions,
  written: ReturnType<typeof writtenIn> = undefined
): E.Either<Problems, Prepared> =>
  pipe(
    E.Do,
    E.bind('all', (): E.Either<Problems, Bound> => bindData(first.program, options.data)),
    E.chainFirst(() => alone(checkScored(first.program, options.settings ?? {}))),
    E.bind('compiled', ({ all }) =>
      written === undefined ? inBestForm(first, all, options) : E.right({ ...first, written })
    ),
    E.let('train', ({ compiled: { program }, all }) => boundFor(program)(all)),
    E.bind('test', ({ compiled }) => boundTo(compiled, options.test)),
    // before the first array of parameters is made
    E.chainFirst(({ compiled: { program }, train: { sizes } }) =>
      alone(checkRoom(program, adam, sizes))
    ),
    E.bind('begin', ({ compiled, train }) => begun(compiled, train, options)),
    E.let('task', ({ compiled, train, test, begin }): FitTask => ({
      program: compiled.program,
      bare: compiled.bare,
      source: compiled,
      train,
      test,
      ...begin
    })),
    E.bind('recorder', ({ task }) => alone(recorderOf(options, task)))
  )

/** The same of a model, and of options that may be anything. */
const preparedFit = <Env, Sites, R>(
  model: Model<Env, Sites, R>,
  options: FitOptions
): E.Either<Problems, Prepared> =>
  pipe(
    checked(fitFields('', options)),
    // those of a fit that goes on are compared with what it has
    E.chainFirst(() =>
      options.resume === undefined
        ? alone(
            pipe(
              besideSolver(options.settings ?? {}),
              E.chain(() => besideSettling(options.settings ?? {}))
            )
          )
        : E.right(undefined)
    ),
    E.let('written', () => writtenIn(options.resume)),
    E.bind('first', ({ written }) => compileModel({ ...options.compile, ...written?.form })(model)),
    E.chain(({ first, written }) => preparedFrom(first, options, written))
  )

// destructors

/**
 * Fits a model to data. Everything may be left out but the data; whoever gives `shouldStop` (and
 * `pause`, so that there is a turn in which to ask for it) can keep what is stopped (`encodeFit`)
 * and go on with it (`resume`).
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { data, fitModel, model, normal, observe, over, plate, sample } from 'farrier'
 *
 *   const rows = plate('rows')
 *   const mean = model(function* () {
 *     const mu = yield* sample('mu', normal(0, 10))
 *     yield* observe('y', over(rows)(normal(mu, 1)))
 *   })
 *   const y = { axes: ['rows'], sizes: [3], values: Float32Array.of(1, 2, 3) }
 *   await fitModel({ data: new Map([['y', y]]), settings: { steps: 500 } })(mean)()
 */
export const fitModel =
  (options: FitOptions) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): TaskEither<Problems, Fitted<Sites>> =>
    pipe(
      TE.Do,
      TE.chainEitherK(() => preparedFit(model, options)),
      TE.bind('outcome', ({ task, recorder }) =>
        runOn(
          options.backend ?? 'wasm',
          { threads: options.threads ?? 'auto', probe: recorder?.probe },
          fitOn(task, options, recorder)
        )
      ),
      TE.bind('posterior', ({ outcome: { sites } }) => TE.fromEither(posteriorOf(model)(sites))),
      TE.map(
        ({
          compiled,
          task,
          recorder,
          outcome: { sites, nullModel, check, ...result },
          posterior
        }) => ({
          model: compiled,
          bound: task.train,
          posterior,
          sites,
          result,
          ...(nullModel === undefined ? {} : { nullModel }),
          ...(check === undefined ? {} : { check }),
          settings: task.settings,
          profile: recorder?.stop()
        })
      )
    )
