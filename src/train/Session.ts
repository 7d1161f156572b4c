/**
 * A fit made ready: its plans lowered and accepted, its data cut, its constant inputs with the executor.
 *
 * @since 0.1.0
 */
import { apS, bind, bindTo, chain, type Either, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { refuse, type Problem } from '../ir/Problem.ts'
import { klWeightName, type ParameterKind, type Program } from '../ir/Program.ts'
import { type Optimiser, rateOf, scalarOf } from '../lower/Optimiser.ts'
import { reportPlan } from '../lower/ReportPlan.ts'
import { replaced, trainStep } from '../lower/TrainStep.ts'
import type { Buffers, Executor } from '../runtime/Executor.ts'
import { type Batching, batchesOf, batching } from './Batches.ts'
import { type Bound, totals } from './Data.ts'
import { chunkedPlate, type Evaluator, openEvaluator } from './Evaluate.ts'
import { download, type Prepared, prepare, release, upload } from './Host.ts'
import { openPosterior, type PosteriorOf } from './Posterior.ts'
import { klWeightAt, type Rates, ratesAt } from './Schedule.ts'
import { checkSettings, type Settings } from './Settings.ts'
import type { State } from './State.ts'
import { type Stepped, step } from './Step.ts'
import { arrange, scalar, type Tensors } from './Tensors.ts'

/** What is to be fitted, to what, and how. */
export interface FitRequest {
  readonly program: Program
  readonly optimiser: Optimiser
  readonly settings: Settings
  readonly train: Bound
  readonly test?: Bound
  /** Where to begin; it is as `fromCheckpoint`, `stateOf` or another fit made it. */
  readonly start: State
}

/** What changes from step to step by the schedule. */
export interface Now { readonly rates: Rates; readonly klWeight: number }

export interface Session<B> {
  readonly executor: Executor<B>
  readonly request: FitRequest
  readonly cut: Batching
  readonly report: Prepared<B>
  readonly posterior: PosteriorOf
  readonly evaluator: Evaluator
  readonly now: (step: number) => Now
  /** Gives the state's buffers up for those after the step of this number. */
  readonly advance: (step: number, state: Buffers<B>) => Promise<Stepped<B>>
  readonly upload: (state: State) => Buffers<B>
  /** Parameters and moments as they are now; the buffers stay. */
  readonly download: (state: Buffers<B>) => Promise<{ readonly parameters: Tensors; readonly moments: Tensors }>
  readonly release: (state: Buffers<B>) => void
  readonly dispose: () => void
}

const kinds: ReadonlyArray<ParameterKind> = ['location', 'scale', 'logVariance']

/** The scalar inputs of a step; the optimiser counts steps from 1. */
const scalars = (optimiser: Optimiser, { rates, klWeight }: Now, stepNumber: number): Tensors => new Map([
  [klWeightName, scalar(klWeight)] as const,
  ...kinds.map((kind) => [rateOf(kind), scalar(optimiser.rate(rates[kind], stepNumber + 1))] as const),
  ...[...optimiser.scalars(stepNumber + 1)].map(([name, value]) => [scalarOf(name), scalar(value)] as const)
])

/** Test data cannot be predicted by latents that belong to the rows of the training data. */
const checkTest = ({ program, train, test }: FitRequest): Either<Problem, void> => {
  const plate = chunkedPlate(program, train.plates)
  const local = program.moments.filter((m) => plate !== undefined && m.axes.includes(plate))
  return test === undefined || local.length === 0
    ? right(undefined)
    : refuse('test data', `${local.map((m) => m.site).join(', ')} run over ${plate}`, 'each row of the training data has latents of its own, and other rows have none', 'fit without test data')
}

const sessionWith = <B>(executor: Executor<B>, request: FitRequest, cut: Batching, trainPlan: Prepared<B>, report: Prepared<B>, posterior: PosteriorOf): Session<B> => {
  const { program, optimiser, settings, train, start } = request
  const moved = new Set(replaced(program, optimiser))
  const batchAt = batchesOf(train, cut, settings.seed)
  const fixed = new Map([...start.parameters].filter(([name]) => !moved.has(name)))
  const held = upload(executor, trainPlan.plan, new Map([...fixed, ...totals(train), ...(cut.plate === undefined ? train.data : [])]))
  const evaluator = openEvaluator(executor, program, settings.chunk)
  const run = step(executor, trainPlan, held)
  const now = (s: number): Now => {
    const progress = s / cut.totalSteps
    return { rates: ratesAt(settings.schedule, progress), klWeight: klWeightAt(settings.schedule, progress) }
  }
  return {
    executor, request, cut, report, posterior, evaluator, now,
    advance: (s, state) =>
      run({ seed: settings.seed, step: s }, state, new Map([...(cut.plate === undefined ? [] : batchAt(s)), ...scalars(optimiser, now(s), s)])),
    upload: ({ parameters, moments }) => upload(executor, trainPlan.plan, new Map([...parameters, ...moments].filter(([name]) => moved.has(name)))),
    download: async (state) => {
      const found = await download(executor, trainPlan.plan, state)
      const ordered = (like: Tensors): Tensors => new Map([...like].map(([name, t]) => [name, arrange(t.axes, t.sizes)(found.get(name) ?? t)] as const))
      return { parameters: ordered(start.parameters), moments: ordered(start.moments) }
    },
    release: (state) => release(executor, state),
    dispose: () => {
      release(executor, held)
      trainPlan.runnable.dispose()
      report.runnable.dispose()
      posterior.dispose()
      evaluator.dispose()
    }
  }
}

/** Everything that can be refused is refused here, before the first step. */
export const openSession = <B>(executor: Executor<B>, request: FitRequest): Either<Problem, Session<B>> => {
  const { program, optimiser, train } = request
  return pipe(
    checkSettings(request.settings),
    chain(() => checkTest(request)),
    chain(() => batching(program, train, request.settings)),
    bindTo('cut'),
    bind('trainPlan', ({ cut }) => prepare(executor, trainStep(program, optimiser), cut.sizes)),
    apS('report', prepare(executor, reportPlan(program), train.sizes)),
    apS('posterior', openPosterior(executor, program, train.sizes)),
    map(({ cut, trainPlan, report, posterior }) => sessionWith(executor, request, cut, trainPlan, report, posterior))
  )
}
