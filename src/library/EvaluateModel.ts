/**
 * How well what was learnt predicts data: a network, or the posterior at its means and by draws.
 *
 * @since 0.2.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { checkNetwork, type Network } from '../compress/index.ts'
import { aCountFrom, checked } from '../ir/Fields.ts'
import type { Problem, Problems } from '../ir/Problem.ts'
import {
  bindData,
  type Bound,
  type BoundData,
  drawKey,
  type Draws,
  type Evaluation,
  means,
  openEvaluator,
  otherGapProblems,
  openPosterior,
  plugIn,
  standardSettings,
  withPointMasses
} from '../inference/index.ts'
import type { Executor, ExecutorName } from '../runtime/index.ts'
import type { Fitted } from './FitModel.ts'
import { type Learnt, learntOf } from './Learnt.ts'
import { dataProgram, evaluateNetwork } from './NetworkEvaluation.ts'
import { runOn } from './RunOn.ts'

// model

/** An entry for each observed site; `predictive` is empty where no draws were asked for. */
export interface PosteriorEvaluation {
  readonly plugIn: ReadonlyArray<Evaluation>
  readonly predictive: ReadonlyArray<Evaluation>
}

/** How many draws of the posterior predictive, under which seed. */
export interface DrawChoice {
  readonly draws: number
  readonly seed: number
}

// combinators

type Evaluated = Promise<Either<Problem, ReadonlyArray<Evaluation>>>

/** The posterior on bound data: at its means, and averaged over draws. */
export const evaluatePosteriorOn =
  ({ program, parameters, sites, train }: Learnt, test: Bound, { draws, seed }: DrawChoice) =>
  <B>(executor: Executor<B>): TaskEither<Problem, PosteriorEvaluation> => {
    const [gap] = otherGapProblems(program, train.data, test.data)
    if (gap !== undefined) return TE.left(gap)
    const evaluator = openEvaluator(executor, program, standardSettings.chunk)
    return pipe(
      TE.fromEither(openPosterior(executor, program, train.sizes, train.data)),
      TE.chain((opened) => {
        const drawn: Draws = {
          count: draws,
          draw: (i) => opened.draw(parameters, drawKey(seed, i)).then(withPointMasses(sites))
        }
        return pipe(
          TE.Do,
          TE.bind('plugIn', () => (): Evaluated => evaluator.evaluate(test, plugIn(means(sites)))),
          TE.bind('predictive', () =>
            draws === 0 ? TE.right([]) : (): Evaluated => evaluator.evaluate(test, drawn)
          ),
          (task) => () => task().finally(opened.dispose)
        )
      }),
      (task) => () => task().finally(evaluator.dispose)
    )
  }

// destructors

/** How well a network (of a model, pressed, or read from a file) predicts data. */
export const evaluateOn =
  (data: BoundData, backend: ExecutorName = 'wasm') =>
  (network: Network): TaskEither<Problems, ReadonlyArray<Evaluation>> =>
    pipe(
      TE.fromEither(checkNetwork(network)),
      TE.mapLeft((p): Problems => of(p)),
      TE.chainEitherKW(() => bindData(dataProgram(network), data)),
      TE.chain((bound) =>
        runOn(backend, {}, <B>(executor: Executor<B>) => evaluateNetwork(executor, bound)(network))
      )
    )

/**
 * How well a fit predicts data; with `draws`, by its posterior predictive as well.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { type BoundData, errorRateOf, evaluateFitted, type Fitted } from 'farrier'
 *
 *   const testError = <S>(fitted: Fitted<S>, test: BoundData) =>
 *     pipe(
 *       evaluateFitted(test)(fitted),
 *       TE.map(({ plugIn }) => errorRateOf(plugIn))
 *     )
 */
export const evaluateFitted =
  (data: BoundData, draws = 0, backend: ExecutorName = 'wasm') =>
  <Sites>(fitted: Fitted<Sites>): TaskEither<Problems, PosteriorEvaluation> =>
    pipe(
      TE.fromEither(checked(aCountFrom(0)('draws', draws))),
      TE.chainEitherKW(() => bindData(fitted.model.program, data)),
      TE.chain((test) =>
        runOn(
          backend,
          {},
          evaluatePosteriorOn(learntOf(fitted), test, { draws, seed: fitted.settings.seed })
        )
      )
    )

/** The share of wrong predictions, over all discrete observations. */
export const errorRateOf = (evaluations: ReadonlyArray<Evaluation>): number => {
  const discrete = evaluations.flatMap(({ errorRate, count }) =>
    errorRate === null ? [] : [{ wrong: errorRate * count, count }]
  )
  return (
    discrete.reduce((sum, d) => sum + d.wrong, 0) / discrete.reduce((sum, d) => sum + d.count, 0)
  )
}
