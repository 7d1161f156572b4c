/**
 * What a fitted model says of observations that it has not seen, without fitting it again: PSIS
 * leave-one-out, from weighed draws of the guide.
 *
 * A draw of the guide weighs p/q; without observation i the posterior has p(yᵢ | θ) less, and the
 * weight is (p/q)/p(yᵢ | θ) (Magnusson, Andersen, Jonasson & Vehtari 2019). Where the guide's own
 * weights cannot be trusted, draws of a proposal that follows the posterior take their place, as in a
 * check.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { derivePrediction, deriveWeight, sumOut } from '../../compile/index.ts'
import type { Derived } from '../../ir/Derived.ts'
import type { Variational } from '../../ir/Variational.ts'
import { checked, fields } from '../../ir/Fields.ts'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import {
  type Bound,
  drawnAsRead,
  drawnValues,
  type LeaveOneOut,
  leaveOneOut,
  meanSize,
  openWeigher,
  pointwiseLikelihood,
  type PointwiseLikelihood,
  type UndiagnosedAt,
  weighGuide,
  whyUndiagnosed
} from '../../inference/index.ts'
import type { CompiledModel } from '../CompileModel.ts'
import type { Fitted } from '../FitModel.ts'
import { learntOf } from '../Learnt.ts'
import type { Sampled } from '../sampling/SampleModel.ts'
import {
  checkFields,
  type CheckOptions,
  standardCheckDraws,
  unweighed,
  type WeighedFit
} from './CheckLearnt.ts'

/** Where an observation of the flat list stands. */
export interface ObservedPlace {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  /** Its number in row-major order. */
  readonly at: number
}

/** Observations one after the other, in the order of their sites. */
export interface LeftOneOut {
  readonly draws: number
  readonly seed: number
  /** Of the proposal, 0 of the guide itself. */
  readonly rounds: number
  readonly loo: LeaveOneOut
  readonly places: ReadonlyArray<ObservedPlace>
}

const noReference: Problem = problem(
  'the guide',
  'no weighted draws were found that stand for the posterior',
  'leaving one out corrects draws of the posterior, and these are not',
  'farrier sample draws from the posterior itself; farrier check says how far off the guide is'
)

const heldByData = (sites: ReadonlyArray<string>): Problem =>
  problem(
    sites.join(', '),
    'data set an end to where it may lie',
    'without one of them it could lie where no draw is, and no weight shows that',
    'fit the model without the observation'
  )

/** Errors: a latent that the data hold in. */
const free = (sites: ReadonlyArray<string>): E.Either<Problem, void> =>
  sites.length === 0 ? E.right(undefined) : E.left(heldByData([...new Set(sites)]))

const placesOf = (found: ReadonlyArray<PointwiseLikelihood>): ReadonlyArray<ObservedPlace> =>
  found.flatMap(({ site, axes, sizes, nats, isSeen }) =>
    nats.flatMap((_, at) => (isSeen(at) ? [{ site, axes, sizes, at }] : []))
  )

/** Draws of each value that there is. */
const seenNats = (found: ReadonlyArray<PointwiseLikelihood>): ReadonlyArray<Float64Array> =>
  found.flatMap(({ nats, isSeen }) => nats.filter((_, at) => isSeen(at)))

const undiagnosed =
  (places: ReadonlyArray<ObservedPlace>) =>
  ({ observation, why }: UndiagnosedAt): Problem =>
    problem(
      places[observation]?.site ?? 'the data',
      `value ${1 + (places[observation]?.at ?? 0)} cannot be left out: ${whyUndiagnosed[why]}`,
      'ln p of it is no finite number under every draw',
      'look at it beside what farrier predict says'
    )

/** Declared latents that data set an end to. */
export const heldSites = ({ parameters }: Pick<Variational, 'parameters'>): ReadonlyArray<string> =>
  parameters.flatMap((p) => (p.initial._tag === 'End' ? [p.site] : []))

/** Of what was learnt on data that are all there; `seed` is that of the draws. */
export const leaveOneOutLearnt = (
  { graph, options, program }: Pick<CompiledModel, 'graph' | 'options' | 'program'>,
  { parameters, train }: WeighedFit,
  draws: number,
  seed: number
): E.Either<Problems, LeftOneOut> => {
  const one = E.mapLeft((p: Problem): Problems => of(p))
  return pipe(
    checked(fields<CheckOptions>(checkFields)('', { draws, seed })),
    E.chainW(() => one(free(heldSites(program)))),
    E.chainW(() => deriveWeight(options)(graph)),
    E.bindTo('weight'),
    E.bindW('weigher', ({ weight }) => one(openWeigher(weight, train, parameters, draws))),
    E.bindW('weighed', ({ weigher }) =>
      one(pipe(weighGuide(weigher, draws, seed), E.mapLeft(unweighed)))
    ),
    E.bindW('reference', ({ weighed: { reference } }) =>
      one(reference === undefined ? E.left(noReference) : E.right(reference))
    ),
    E.bindW('found', ({ reference: { at } }) =>
      one(pointwiseLikelihood(program, train, at.drawn.sites.map(drawnAsRead(program)), draws))
    ),
    E.let('places', ({ found }) => placesOf(found)),
    E.bindW('loo', ({ reference: { at }, found, places }) =>
      one(pipe(leaveOneOut(seenNats(found), 1, at.raw), E.mapLeft(undiagnosed(places))))
    ),
    E.map(({ reference: { rounds }, loo, places }) => ({ draws, seed, rounds, loo, places }))
  )
}

/** The share of effective draws in the mean of p(y | θ) over chains; where it cannot be told, 1. */
const efficiencyOf =
  ({ chains, draws }: PosteriorDraws) =>
  (nats: Float64Array): number =>
    pipe(
      meanSize({ chains, draws, values: nats.map(Math.exp) }),
      E.match(
        () => 1,
        (size) => size / nats.length
      )
    )

/**
 * What a model predicts given draws of chains: they have summed out all discrete latents, those that its fit draws
 * too.
 */
export const predictionsOfChains = ({
  graph,
  program
}: Pick<CompiledModel, 'graph' | 'program'>): Pick<Derived, 'axes' | 'predictions'> =>
  pipe(
    sumOut(graph),
    E.match(
      () => program,
      (summed) => ({ axes: summed.graph.axes, predictions: derivePrediction(summed.graph) })
    )
  )

/** Of draws of the posterior itself, on data that are all there; `held` are latents that they hold in. */
export const leaveOneOutDraws = (
  program: Pick<Derived, 'axes' | 'predictions'>,
  train: Bound,
  drawn: PosteriorDraws,
  held: ReadonlyArray<string>,
  seed: number
): E.Either<Problems, LeftOneOut> => {
  const draws = drawn.chains * drawn.draws
  return pipe(
    free(held),
    E.chain(() => pointwiseLikelihood(program, train, drawnValues(drawn), draws)),
    E.bindTo('found'),
    E.let('places', ({ found }) => placesOf(found)),
    E.bind('loo', ({ found, places }) => {
      const nats = seenNats(found)
      return pipe(leaveOneOut(nats, nats.map(efficiencyOf(drawn))), E.mapLeft(undiagnosed(places)))
    }),
    E.bimap(
      (p): Problems => of(p),
      ({ loo, places }) => ({ draws, seed, rounds: 0, loo, places })
    )
  )
}

/** Leave-one-out of what `sampleModel` answers: elpd and its error, with k̂ of each observation. */
export const leaveOneOutSampled = <Sites>({
  density: { density },
  bound,
  draws,
  settings
}: Sampled<Sites>): E.Either<Problems, LeftOneOut> =>
  leaveOneOutDraws(
    density,
    bound,
    draws,
    density.ends.map(({ site }) => site),
    settings.seed
  )

/**
 * Leave-one-out of a fit: elpd and its error over observations, with k̂ of each. Errors: those of
 * `checkFitted`; no weighted draws that stand for the posterior; too many observations.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { fitModel, leaveOneOutFitted, normal, observe, over, plate, program, sample } from 'farrier'
 *
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 10)),
 *     observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
 *   )
 *   const y = { axes: ['rows'], sizes: [4], values: Float32Array.of(1, 2, 3, 4) }
 *   const left = await pipe(
 *     model,
 *     fitModel({ data: new Map([['y', y]]), backend: 'cpu' }),
 *     TE.chainEitherK(leaveOneOutFitted())
 *   )()
 *   assert(left._tag === 'Right')
 *   // each of the others, and as much again for what they leave open: N(mean of three, 1 + 1/3)
 *   assert(Math.abs(left.right.loo.elpd + 7.6) < 0.3)
 */
export const leaveOneOutFitted =
  ({ draws = standardCheckDraws, seed }: CheckOptions = {}) =>
  <Sites>(fitted: Fitted<Sites>): E.Either<Problems, LeftOneOut> =>
    leaveOneOutLearnt(fitted.model, learntOf(fitted), draws, seed ?? fitted.settings.seed)
