/**
 * A fit made ready: what stays the same however the model shrinks.
 *
 * @since 0.1.0
 */
import { apS, bind, bindTo, chain, type Either, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Problem } from '../../ir/Problem.ts'
import type { Executor } from '../../runtime/Executor.ts'
import { type Batching, batching } from '../host/Batches.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { putBack } from '../host/KeptTensors.ts'
import { checkEnds } from './DataStarts.ts'
import { openPosterior, type PosteriorOf } from './OpenPosterior.ts'
import { openReporter, type Report, type Reporter } from './Report.ts'
import { checkProper, checkTest, type FitRequest } from './Request.ts'
import { type Now, nowAt } from './Schedule.ts'
import { checkSettings } from './Settings.ts'
import { openStage, type Stage } from './FitStage.ts'
import type { State } from './State.ts'

/** Reporter and posterior are those of the full model. */
export interface Session<B> {
  readonly executor: Executor<B>
  readonly request: FitRequest
  readonly cut: Batching
  readonly reporter: Reporter
  readonly posterior: PosteriorOf
  readonly now: (step: number) => Now
  readonly open: (state: State) => Either<Problem, Stage<B>>
  readonly dispose: () => void
}

/**
 * Everything that can be refused is refused here, and by `open` of the start, before the first
 * step.
 */
export const openSession = <B>(
  executor: Executor<B>,
  request: FitRequest
): Either<Problem, Session<B>> => {
  const { program, train, settings } = request
  return pipe(
    checkSettings(settings),
    chain(() => checkTest(request)),
    chain(() => checkEnds(request)),
    chain(() => checkProper(request)),
    chain(() => batching(program, train, settings)),
    bindTo('cut'),
    bind('reporter', () => openReporter(executor, program, train, settings.seed)),
    apS('posterior', openPosterior(executor, program, train.sizes, train.data)),
    map(({ cut, reporter, posterior }): Session<B> => {
      const now = (step: number): Now => nowAt(settings.schedule, step / cut.totalSteps)
      return {
        executor,
        request,
        cut,
        reporter,
        posterior,
        now,
        open: (state) => openStage(executor, request, now, state),
        dispose: () => {
          reporter.dispose()
          posterior.dispose()
        }
      }
    })
  )
}

/** Observed values in the full data set. */
export const observations = <B>({ request: { program, train } }: Session<B>): number =>
  program.observed.reduce(
    (n, slot) => n + elements(slot.axes.map((a) => train.sizes.get(a) ?? 1)),
    0
  )

/**
 * The complexity costs of the full model, in which those of groups that are gone stay what they
 * were; scores are of what is left where anything is: noise of units that are gone says nothing.
 */
export const report = async <B>(
  { reporter }: Session<B>,
  stage: Stage<B>,
  { parameters, shrunk: { kept } }: Pick<State, 'parameters' | 'shrunk'>
): Promise<Report> => {
  const whole = await reporter.report(parameters)
  if (stage.reporter === undefined) return whole
  const part = await stage.reporter.report(stage.slice(parameters))
  const scores: Tensors = new Map(
    [...whole.scores].map(([name, score]) => {
      const left = part.scores.get(name)
      return [name, left === undefined ? score : putBack(kept, score)(left)] as const
    })
  )
  return { ...whole, scores }
}
