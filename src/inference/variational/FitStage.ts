/**
 * Training at one set of kept indices: its step, data, evaluation and scores. A fit has one stage,
 * and another whenever it shrinks.
 *
 * The state of a fit on the host is that of the full model always; here it is sliced on the way in
 * and put back on the way out.
 *
 * @since 0.1.0
 */
import { apS, bind, bindTo, type Either, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { klWeightName, type RateKind, type Variational } from '../../ir/Variational.ts'
import { programAt } from '../../lower/AtKept.ts'
import { type Masking, surgeryName } from '../../lower/steps/Masking.ts'
import { rateOf, scalarOf } from '../../lower/steps/Optimiser.ts'
import { replaced, trainStep } from '../../lower/steps/TrainStep.ts'
import type { Buffers, Executor } from '../../runtime/Executor.ts'
import { looksAgain, maskingOf } from '../cutting/Masks.ts'
import { batchesOf, batching, type Batching, isCut } from '../host/Batches.ts'
import { longest } from '../host/Blocks.ts'
import type { KeptByAxis } from '../../ir/Kept.ts'
import { type Bound, totals } from '../host/BoundData.ts'
import { type Evaluator, openEvaluator } from '../evaluate/Evaluate.ts'
import { download, type Prepared, prepare, release, upload } from '../host/Host.ts'
import { allAtKept, putBack } from '../host/KeptTensors.ts'
import { openReporter, type Reporter } from './Report.ts'
import type { FitRequest } from './Request.ts'
import type { Now } from './Schedule.ts'
import type { State } from './State.ts'
import { advance, type Advanced, takesSeveral } from './Step.ts'
import { arrange, elements, scalarSeries, type Tensors } from '../host/Tensors.ts'

export interface Stage<B> {
  /** At the kept indices, as are the data. */
  readonly program: Variational
  readonly train: Bound
  readonly test: Bound | undefined
  readonly evaluator: Evaluator
  /** Undefined where nothing is gone: the full model's says the same. */
  readonly reporter: Reporter | undefined
  /** Steps that a call may take. */
  readonly mostSteps: number
  /** Tensors of the full model as this stage has them. */
  readonly slice: (tensors: Tensors) => Tensors
  /** Gives the state's buffers up for those after `count` steps of one epoch. */
  readonly advance: (first: number, count: number, state: Buffers<B>) => Promise<Advanced<B>>
  readonly upload: (state: State) => Buffers<B>
  /** Parameters and moments of the full model as they are now; the buffers stay. */
  readonly download: (
    state: Buffers<B>
  ) => Promise<{ readonly parameters: Tensors; readonly moments: Tensors }>
  readonly release: (state: Buffers<B>) => void
  readonly dispose: () => void
}

const kinds: ReadonlyArray<RateKind> = ['location', 'scale', 'logVariance']

/** The scalar inputs of some steps; the optimiser counts steps from 1. */
const scalarsOf = (
  { optimiser, settings: { seed, surgery } }: FitRequest,
  now: (step: number) => Now,
  first: number,
  count: number
): Tensors => {
  const steps = Array.from({ length: count }, (_, k) => first + k)
  const names = [...optimiser.scalars(first + 1).keys()]
  return new Map([
    [klWeightName, scalarSeries(steps.map((s) => now(s).klWeight))] as const,
    ...(surgery === undefined
      ? []
      : [
          [
            surgeryName,
            scalarSeries(steps.map((s) => (looksAgain(surgery, seed, s) ? 1 : 0)))
          ] as const
        ]),
    ...kinds.map(
      (kind) =>
        [
          rateOf(kind),
          scalarSeries(steps.map((s) => optimiser.rate(now(s).rates[kind], s + 1)))
        ] as const
    ),
    ...names.map(
      (name) =>
        [
          scalarOf(name),
          scalarSeries(steps.map((s) => optimiser.scalars(s + 1).get(name) ?? NaN))
        ] as const
    )
  ])
}

interface Parts<B> {
  readonly program: Variational
  readonly masking: Masking | undefined
  readonly train: Bound
  readonly test: Bound | undefined
  readonly cut: Batching
  readonly step: Prepared<B>
  readonly reporter: Reporter | undefined
}

const stageWith = <B>(
  executor: Executor<B>,
  request: FitRequest,
  now: (step: number) => Now,
  from: State,
  p: Parts<B>
): Stage<B> => {
  const { optimiser, settings } = request
  const { program, masking, train, test, cut, step, reporter } = p
  const { kept } = from.shrunk
  const slice = allAtKept(kept)
  const moved = new Set(replaced(program, optimiser, masking))
  const isHeld = ([name, t]: readonly [string, NamedTensor]): boolean =>
    !moved.has(name) && !isCut(cut)(t)
  const held = upload(
    executor,
    step.plan,
    new Map(
      [
        ...slice(from.parameters),
        ...(masking === undefined ? [] : slice(from.moments)),
        ...train.data,
        ...totals(train)
      ].filter(isHeld)
    )
  )
  const series = batchesOf(train, cut, settings.seed)
  const run = advance(executor, step, held)
  const numbers = step.plan.inputs.reduce(
    (n, i) => n + (moved.has(i.name) || held.has(i.name) ? 0 : elements(i.shape)),
    0
  )
  const evaluator = openEvaluator(executor, program, settings.chunk)
  return {
    program,
    train,
    test,
    evaluator,
    reporter,
    slice,
    mostSteps: takesSeveral(step) ? longest(numbers) : 1,
    advance: (first, count, state) =>
      run(
        { seed: settings.seed, step: first },
        state,
        count,
        new Map([...series(first, count), ...scalarsOf(request, now, first, count)])
      ),
    upload: ({ parameters, moments }) =>
      upload(
        executor,
        step.plan,
        slice(new Map([...parameters, ...moments].filter(([name]) => moved.has(name))))
      ),
    download: async (state) => {
      const found = await download(executor, step.plan, state)
      const whole = (like: Tensors): Tensors =>
        new Map(
          [...like].map(([name, t]) => {
            const part = found.get(name)
            return [
              name,
              part === undefined
                ? t
                : putBack(
                    kept,
                    t
                  )(
                    arrange(
                      t.axes,
                      t.axes.map((a, d) => kept.get(a)?.indices.length ?? t.sizes[d] ?? 1)
                    )(part)
                  )
            ] as const
          })
        )
      return { parameters: whole(from.parameters), moments: whole(from.moments) }
    },
    release: (state) => release(executor, state),
    dispose: () => {
      release(executor, held)
      step.runnable.dispose()
      reporter?.dispose()
      evaluator.dispose()
    }
  }
}

/** The data of a fit at the indices that are left of their axes. */
export interface DataAtKept {
  readonly train: (kept: KeptByAxis) => Bound
  readonly test: (kept: KeptByAxis) => Bound | undefined
}

/** A stage for a state, at the indices that it has kept. */
export const openStage = <B>(
  executor: Executor<B>,
  request: FitRequest,
  dataAt: DataAtKept,
  now: (step: number) => Now,
  from: State
): Either<Problem, Stage<B>> => {
  const { optimiser, settings } = request
  const { kept } = from.shrunk
  const program = programAt(kept)(request.program)
  const train = dataAt.train(kept)
  const test = dataAt.test(kept)
  // of the whole model: which tensors have masks does not depend on what is left of them
  const masking = maskingOf(request.program, settings)
  return pipe(
    batching(program, train, settings),
    bindTo('cut'),
    bind('step', ({ cut }) => prepare(executor, trainStep(program, optimiser, masking), cut.sizes)),
    apS(
      'reporter',
      kept.size === 0 ? right(undefined) : openReporter(executor, program, train, settings.seed)
    ),
    map(({ cut, step, reporter }) =>
      stageWith(executor, request, now, from, {
        program,
        masking,
        train,
        test,
        cut,
        step,
        reporter
      })
    )
  )
}
