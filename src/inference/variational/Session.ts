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
import {
  boundedParameters,
  type LeastCost,
  leastComplexity,
  withoutBounds
} from '../evaluate/LeastComplexity.ts'
import { seenPlaces } from '../host/MissingValues.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import type { KeptByAxis } from '../../ir/Kept.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { keptSlices, putBack, sizesAtKept } from '../host/KeptTensors.ts'
import { checkCutting } from '../cutting/Masks.ts'
import { checkEnds } from './DataStarts.ts'
import { openPosterior, type PosteriorOf } from './OpenPosterior.ts'
import { type Complexity, openReporter, type Report, type Reporter, totalNats } from './Report.ts'
import { checkProper, checkTest, type FitRequest } from './Request.ts'
import { type Now, nowAt } from './Schedule.ts'
import { checkSettings } from './Settings.ts'
import { thrifty } from './Thrift.ts'
import { type DataAtKept, openStage, type Stage } from './FitStage.ts'
import { checkScored } from '../solving/ChosenMethod.ts'
import type { State } from './State.ts'

/** Reporter and posterior are those of the full model. */
export interface Session<B> {
  readonly executor: Executor<B>
  readonly request: FitRequest
  readonly dataAt: DataAtKept
  readonly cut: Batching
  readonly reporter: Reporter
  readonly posterior: PosteriorOf
  readonly now: (step: number) => Now
  /** What an element of each site costs that has left, by site. */
  readonly least: ReadonlyMap<string, LeastCost>
  /** Parameters with those at a bound where they would be without it; undefined: there are no bounds. */
  readonly unbounded: ((parameters: Tensors) => Tensors) | undefined
  readonly open: (state: State) => Either<Problem, Stage<B>>
  readonly dispose: () => void
}

/**
 * Everything that can be refused is refused here, and by `open` of the start, before the first
 * step.
 */
export const openSession = <B>(
  executor: Executor<B>,
  asked: FitRequest
): Either<Problem, Session<B>> => {
  const request = thrifty(asked)
  const { program, train, settings } = request
  return pipe(
    checkSettings(asked.settings),
    chain(() => checkScored(program, settings)),
    chain(() => checkCutting(program, settings)),
    chain(() => checkTest(request)),
    chain(() => checkEnds(request)),
    chain(() => checkProper(request)),
    chain(() => batching(program, train, settings)),
    bindTo('cut'),
    bind('reporter', () => openReporter(executor, program, train, settings.seed)),
    apS('posterior', openPosterior(executor, program, train.sizes, train.data)),
    map(({ cut, reporter, posterior }): Session<B> => {
      const needsLeast =
        settings.shrink !== undefined || program.parameters.some((p) => p.upper !== undefined)
      const least = needsLeast ? leastComplexity(program) : new Map<string, LeastCost>()
      const bounded = boundedParameters(program, least)
      const now = (step: number): Now =>
        nowAt(settings.schedule, step / cut.totalSteps, settings.complexityWeight)
      const dataAt: DataAtKept = {
        train: keptSlices(train),
        test: request.test === undefined ? () => undefined : keptSlices(request.test)
      }
      return {
        executor,
        request,
        dataAt,
        cut,
        reporter,
        posterior,
        now,
        least,
        unbounded: bounded.size === 0 ? undefined : withoutBounds(bounded),
        open: (state) => openStage(executor, request, dataAt, now, state),
        dispose: () => {
          reporter.dispose()
          posterior.dispose()
        }
      }
    })
  )
}

/** Observed values in the full data set, without those that are missing. */
export const observations = <B>({ request: { program, train } }: Session<B>): number =>
  program.observed.reduce(
    (n, { name, axes }) =>
      n +
      (seenPlaces(train.data, name)?.length ?? elements(axes.map((a) => train.sizes.get(a) ?? 1))),
    0
  )

/** `boundsNats` what of the complexity costs would not be there without bounds. */
export interface PricedReport extends Report {
  readonly boundsNats: number
}

const count = (axes: ReadonlyArray<string>, sizes: AxisSizes): number =>
  elements(axes.map((a) => sizes.get(a) ?? 1))

/**
 * The complexity costs of the whole model by site, from those of what is left: what has gone costs
 * the least that it can. A site whose least is not known keeps the cost that it had when it left, which
 * is what `whole` says.
 */
export const withGone =
  ({ least, request: { train } }: Pick<Session<unknown>, 'least' | 'request'>, kept: KeptByAxis) =>
  (left: Complexity, whole: Complexity): Complexity =>
    Object.fromEntries(
      Object.entries(left).map(([site, nats]) => {
        const cost = least.get(site)
        if (cost === undefined) return [site, whole[site] ?? nats]
        const gone =
          count(cost.axes, train.sizes) - count(cost.axes, sizesAtKept(kept)(train.sizes))
        return [site, nats + gone * cost.nats]
      })
    )

/**
 * The complexity costs of the full model, in which what is gone costs the least that it can: the best
 * that its guide could do. Scores are of what is left where anything is: noise of units that are gone
 * says nothing.
 */
export const report = async <B>(
  session: Session<B>,
  stage: Stage<B>,
  { parameters, shrunk: { kept } }: Pick<State, 'parameters' | 'shrunk'>
): Promise<PricedReport> => {
  const whole = await session.reporter.report(parameters)
  const { unbounded } = session
  const reporter = stage.reporter ?? session.reporter
  const free =
    unbounded === undefined ? undefined : await reporter.report(stage.slice(unbounded(parameters)))
  if (stage.reporter === undefined)
    return { ...whole, boundsNats: free === undefined ? 0 : totalNats(whole) - totalNats(free) }
  const part = await stage.reporter.report(stage.slice(parameters))
  const scores: Tensors = new Map(
    [...whole.scores].map(([name, score]) => {
      const left = part.scores.get(name)
      return [name, left === undefined ? score : putBack(kept, score)(left)] as const
    })
  )
  return {
    scores,
    boundsNats: free === undefined ? 0 : totalNats(part) - totalNats(free),
    complexityNats: withGone(session, kept)(part.complexityNats, whole.complexityNats)
  }
}
