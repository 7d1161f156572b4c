/**
 * The posterior of a fit in numbers: mean, deviation and quantiles of every declared site.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aCountFrom, checked, fields } from '../ir/Fields.ts'
import type { PosteriorDraws } from '../ir/Posterior.ts'
import { isSubset } from '../expr/Expr.ts'
import type { Problem, Problems } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import {
  type DeclaredSite,
  declaredSites,
  type SiteSummary,
  summariseDraws,
  summariseSites,
  type SummaryQuestion
} from '../inference/index.ts'
import type { Executor } from '../runtime/index.ts'
import type { Fitted } from './FitModel.ts'
import { type Learnt, learntOf } from './Learnt.ts'
import { posteriorFields, posteriorQuestion, type PosteriorOptions } from './PosteriorQuestion.ts'
import { runOn } from './RunOn.ts'

/** `rows` at most so many elements of each site; all of them unless said. */
export interface SummaryOptions extends PosteriorOptions {
  readonly rows?: number
}

const summaryFields = fields<SummaryOptions>({ ...posteriorFields, rows: aCountFrom(1) })

/** Declared sites in numbers, and what was asked. */
export interface Summary {
  readonly question: SummaryQuestion
  readonly sites: ReadonlyArray<SiteSummary>
}

/** On an executor, of a fit in memory or in the folder of a run; of draws none is needed. */
export const summariseOn =
  (learnt: Learnt, question: SummaryQuestion) =>
  <B>(executor: Executor<B>): TaskEither<Problem, Summary> =>
    learnt.draws === undefined
      ? pipe(
          (): Promise<E.Either<Problem, ReadonlyArray<SiteSummary>>> =>
            summariseSites(executor, learnt.program, learnt, learnt.train.data, question),
          TE.map((sites) => ({ question, sites }))
        )
      : TE.right(summaryOfDraws(learnt.draws, learnt.program, question))

/** Those that chains move in order, then those that were summed out: draws hold what is known of them. */
const drawnSites = (
  program: Pick<Variational, 'sites'>,
  { sites }: PosteriorDraws
): ReadonlyArray<DeclaredSite> => {
  /** What a vector has coordinates over is its own: draws lie over the axes of its elements. */
  const moved = declaredSites(program).map((declared): DeclaredSite => {
    const own = sites.get(declared.site)?.axes.slice(2) ?? declared.axes
    return isSubset(own, declared.axes) && isSubset(declared.axes, own)
      ? declared
      : { site: declared.site, axes: own }
  })
  return [
    ...moved,
    ...[...sites].flatMap(([site, { axes }]) =>
      moved.some((m) => m.site === site) ? [] : [{ site, axes: axes.slice(2) }]
    )
  ]
}

/** All draws are looked at, however many are asked for. */
export const summaryOfDraws = (
  draws: PosteriorDraws,
  program: Pick<Variational, 'sites'>,
  question: SummaryQuestion
): Summary => {
  const all = { ...question, draws: draws.chains * draws.draws }
  return { question: all, sites: summariseDraws(draws, drawnSites(program, draws), all) }
}

/**
 * Sites in order of declaration, those inside priors too.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { isRight } from 'fp-ts/lib/Either.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { fitModel, normal, observe, over, plate, program, sample, summariseFitted } from 'farrier'
 *
 *   const rates = { location: 0.05, scale: 0.05, logVariance: 0.05 }
 *   const settings = { steps: 1000, schedule: { rates, warmUp: 0, decayFrom: 0.3 } }
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 10)),
 *     observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
 *   )
 *   const y = { axes: ['rows'], sizes: [4], values: Float32Array.of(1, 2, 3, 4) }
 *   const fitted = fitModel({ data: new Map([['y', y]]), backend: 'cpu', settings })
 *   const summary = await pipe(
 *     model,
 *     fitted,
 *     TE.chain(summariseFitted({ quantiles: [0.025, 0.975], backend: 'cpu' }))
 *   )()
 *   if (isRight(summary)) {
 *     const [mu] = summary.right.sites
 *     // the posterior is N(2.494, 0.4994²)
 *     assert.ok(Math.abs((mu?.elements[0]?.mean ?? NaN) - 2.494) < 0.1)
 *   }
 */
export const summariseFitted =
  (options: SummaryOptions = {}) =>
  <Sites>(fitted: Fitted<Sites>): TaskEither<Problems, Summary> =>
    pipe(
      TE.fromEither(checked(summaryFields('', options))),
      TE.chainEitherK(() => posteriorQuestion(options, fitted.settings.seed)),
      TE.chain((question) =>
        runOn(
          options.backend ?? 'wasm',
          { threads: options.threads ?? 'auto' },
          summariseOn(learntOf(fitted), { ...question, rows: options.rows ?? Infinity })
        )
      )
    )
