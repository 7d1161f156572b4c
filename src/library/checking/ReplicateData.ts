/**
 * Predictive checks: statistics of the data against those of data that the model draws again.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { deriveAncestral } from '../../compile/index.ts'
import type { Derived } from '../../ir/Derived.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { NamedTensor, PosteriorDraws, WideTensor } from '../../ir/Posterior.ts'
import { checked, fields, oneOf, perhaps } from '../../ir/Fields.ts'
import type { Problem, Problems } from '../../ir/Problem.ts'
import {
  arrange,
  type Bound,
  checkReplicable,
  type DataStatistic,
  placesIn,
  type PredictiveModel,
  replicate,
  type ReplicationQuestion,
  type ReplicationScope,
  replicationScope,
  type ReplicationSource,
  seenPlaces,
  statisticsOf
} from '../../inference/index.ts'
import type { Executor } from '../../runtime/index.ts'
import type { Fitted } from '../FitModel.ts'
import { type Learnt, learntBy, learntOf } from '../Learnt.ts'
import { posteriorFields, posteriorQuestion, type PosteriorOptions } from '../PosteriorQuestion.ts'
import { runOn } from '../RunOn.ts'

// model

/** `from` what was learnt, or the priors; `posterior` unless said. */
export interface ReplicateOptions extends Omit<PosteriorOptions, 'quantiles'> {
  readonly from?: ReplicationSource
}

/**
 * A statistic of an observed site: of the data, and of each replication. `p` is the share of
 * replications above the data, of equal ones half.
 */
export interface ReplicatedStatistic {
  readonly site: string
  readonly name: string
  readonly observed: number
  readonly replicated: Float64Array
  readonly p: number
}

/** A replication that can be made. */
export interface ReplicationTask {
  readonly learnt: Learnt
  readonly model: PredictiveModel
  readonly scope: ReplicationScope
  readonly question: ReplicationQuestion
}

/** Statistics of all observed sites. */
export interface Replicated {
  readonly question: ReplicationQuestion
  readonly statistics: ReadonlyArray<ReplicatedStatistic>
}

const replicateFields = fields<ReplicateOptions>({
  draws: posteriorFields.draws,
  seed: posteriorFields.seed,
  backend: posteriorFields.backend,
  threads: posteriorFields.threads,
  from: perhaps(oneOf('posterior', 'prior'))
})

// combinators

/** NaN where a statistic of the data, or of every replication, is no number. */
const shareAbove = (observed: number, replicated: Float64Array): number => {
  const kept = replicated.filter((x) => !Number.isNaN(x))
  const above = kept.reduce((n, x) => n + (x > observed ? 1 : x === observed ? 0.5 : 0), 0)
  return Number.isNaN(observed) ? NaN : above / kept.length
}

/** Of values those in these places; all where none is missing. */
const only = (
  values: ArrayLike<number>,
  seen: ReadonlyArray<number> | undefined
): ArrayLike<number> =>
  seen === undefined ? values : Float64Array.from(seen, (at) => values[at] ?? NaN)

/** Of each draw of a site its values, in the order in which the data lie: `next` asks neighbours. */
const laidAs = (
  data: NamedTensor | undefined,
  drawn: WideTensor | undefined,
  seen: ReadonlyArray<number> | undefined
): ((draw: number) => ArrayLike<number>) => {
  if (data === undefined || drawn === undefined)
    throw new Error('internal: an observed site was not drawn')
  const at = placesIn(data.axes, data.sizes)(drawn.axes.slice(2), drawn.sizes.slice(2))
  const values = new Float64Array(at.length)
  return (draw) => {
    at.forEach((from, i) => (values[i] = drawn.values[draw * at.length + from] ?? NaN))
    return only(values, seen)
  }
}

/** A statistic of the data, and room for those of replications. */
interface Asked {
  readonly site: string
  readonly statistic: DataStatistic
  readonly observed: number
  readonly replicated: Float64Array
  /** Of a replication the values in the places of those of the data. */
  readonly own: (drawn: NamedTensor) => ArrayLike<number>
}

const askedOf = (
  { predictions }: Pick<Derived, 'predictions'>,
  bound: Bound,
  draws: number
): ReadonlyArray<Asked> =>
  predictions.flatMap((p) => {
    const data = bound.data.get(p.site),
      seen = seenPlaces(bound.data, p.site)
    return data === undefined
      ? []
      : statisticsOf(p, data, (axis) => bound.sizes.get(axis) ?? 0)
          // where values are missing, the next one that is there is no neighbour
          .filter(({ asksNeighbours }) => seen === undefined || asksNeighbours !== true)
          .map((statistic) => ({
            site: p.site,
            statistic,
            observed: statistic.of(only(data.values, seen)),
            replicated: new Float64Array(draws),
            own: ({ axes, sizes, values }: NamedTensor) =>
              only(
                seen === undefined
                  ? values
                  : arrange(data.axes, data.sizes)({ axes, sizes, values }).values,
                seen
              )
          }))
  })

const compared = (asked: ReadonlyArray<Asked>, question: ReplicationQuestion): Replicated => ({
  question,
  statistics: asked.map(({ site, statistic: { name }, observed, replicated }) => ({
    site,
    name,
    observed,
    replicated,
    p: shareAbove(observed, replicated)
  }))
})

// destructors

/**
 * Of draws of the priors that are there: what they drew for observed sites beside what was observed. A
 * site whose data are not bound is left out.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { normal, observe, over, plate, program, replicatedPrior, sample, samplePrior } from 'farrier'
 *
 *   // a prior that is sure that mu is near 0, and data near 9
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 0.1)),
 *     observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
 *   )
 *   const y = { axes: ['rows'], sizes: [3], values: Float32Array.of(9, 8, 10) }
 *   const drawn = await samplePrior({ data: new Map([['y', y]]) })(model)()
 *   assert(drawn._tag === 'Right')
 *   const mean = replicatedPrior(drawn.right).statistics.find(({ name }) => name === 'mean')
 *   assert(mean?.p === 0)
 */
export const replicatedPrior = ({
  program,
  bound,
  draws: { chains, draws, sites },
  settings: { seed }
}: {
  readonly program: Pick<Derived, 'predictions'>
  readonly bound: Bound
  readonly draws: PosteriorDraws
  readonly settings: { readonly seed: number }
}): Replicated => {
  const asked = askedOf(program, bound, chains * draws)
  for (const { site, statistic, replicated } of asked) {
    const values = laidAs(bound.data.get(site), sites.get(site), seenPlaces(bound.data, site))
    for (let d = 0; d < replicated.length; d++) replicated[d] = statistic.of(values(d))
  }
  return compared(asked, { from: 'prior', draws: chains * draws, seed })
}

/** What can be refused before anything is drawn; all data of the training are read. */
export const replicationOf = (
  learnt: Learnt,
  graph: Graph,
  question: ReplicationQuestion
): E.Either<Problems, ReplicationTask> => {
  const model = { program: learnt.program, sites: deriveAncestral(graph, learntBy(learnt.draws)) }
  return pipe(
    checkReplicable(learnt.train),
    E.chain(() => replicationScope(model, question.from)),
    E.map((scope) => ({ learnt, model, scope, question }))
  )
}

/** On an executor, of a fit in memory or in the folder of a run. */
export const replicateOn =
  ({ learnt, model, scope, question }: ReplicationTask) =>
  <B>(executor: Executor<B>): TaskEither<Problem, Replicated> => {
    const asked = askedOf(learnt.program, learnt.train, question.draws)
    let d = 0
    return pipe(
      () =>
        replicate(executor, model, scope, learnt, learnt.train, question, (drawn) => {
          for (const { site, statistic, replicated, own } of asked) {
            const found = drawn.get(site)
            replicated[d] = statistic.of(found === undefined ? [] : own(found))
          }
          d += 1
        }),
      TE.map(() => compared(asked, question))
    )
  }

/**
 * Posterior predictive checks, or prior ones: the data drawn again, 1,000 times unless said, and
 * statistics of them beside those of the data. A `p` near 0 or 1 names what the model has no word for.
 * Errors: a site that has no draws, as an improper prior; data too large to be drawn so often.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { fitModel, normal, observe, over, plate, program, replicateFitted, sample } from 'farrier'
 *
 *   // one value far out: normal noise of deviation 1 never gives it
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 10)),
 *     observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
 *   )
 *   const y = { axes: ['rows'], sizes: [5], values: Float32Array.of(0, 1, -1, 0.5, 9) }
 *   const replicated = await pipe(
 *     model,
 *     fitModel({ data: new Map([['y', y]]), backend: 'cpu' }),
 *     TE.chain(replicateFitted({ backend: 'cpu' }))
 *   )()
 *   assert(replicated._tag === 'Right')
 *   const largest = replicated.right.statistics.find(({ name }) => name === 'largest')
 *   assert((largest?.p ?? 1) < 0.01)
 */
export const replicateFitted =
  (options: ReplicateOptions = {}) =>
  <Sites>(fitted: Fitted<Sites>): TaskEither<Problems, Replicated> => {
    const { from = 'posterior', draws, seed, backend = 'wasm', threads = 'auto' } = options
    return pipe(
      checked(replicateFields('', options)),
      E.chain(() => posteriorQuestion({ draws, seed }, fitted.settings.seed)),
      E.chain((question) =>
        replicationOf(learntOf(fitted), fitted.model.graph, { ...question, from })
      ),
      TE.fromEither,
      TE.chain((task) => runOn(backend, { threads }, replicateOn(task)))
    )
  }
