/**
 * What is measured after an epoch, from the parameters it ended with.
 *
 * @since 0.1.0
 */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { Problem } from '../../ir/Problem.ts'
import { plugIn } from '../evaluate/Evaluate.ts'
import { type EpochMetrics, survivors } from '../evaluate/Metrics.ts'
import { leftOfCut, withoutCut } from '../cutting/Masks.ts'
import { means } from './OpenPosterior.ts'
import { observations, type PricedReport, type Session } from './Session.ts'
import type { Stage } from './FitStage.ts'
import type { State } from './State.ts'

/**
 * Numbers of the epoch that ends at `state`, of the model that it trained; `errorCostNats` is the
 * mean of its steps.
 */
export const epochMetrics = async <B>(
  session: Session<B>,
  stage: Pick<Stage<B>, 'slice' | 'evaluator' | 'train' | 'test'>,
  state: State,
  reported: PricedReport,
  errorCostNats: number,
  threshold: (scores: ArrayLike<number>) => number
): Promise<Either<Problem, EpochMetrics>> => {
  const {
    request: { settings },
    cut,
    posterior,
    now
  } = session
  const { program } = session.request
  const sites = withoutCut(
    program,
    state
  )(await posterior.moments(state.parameters, settings.seed, settings.draws))
  const draws = plugIn(stage.slice(means(sites)))
  const left = leftOfCut(program, state)
  const rows = state.step === cut.totalSteps ? undefined : settings.trainRows
  const onTrain = await stage.evaluator.evaluate(stage.train, draws, rows)
  if (isLeft(onTrain)) return onTrain
  const onTest =
    stage.test === undefined ? right([]) : await stage.evaluator.evaluate(stage.test, draws, rows)
  if (isLeft(onTest)) return onTest
  const lossNats = Object.values(reported.complexityNats).reduce((a, b) => a + b, errorCostNats)
  const { rates, klWeight } = now(state.step - 1)
  return right({
    epoch: Math.ceil(state.step / cut.stepsPerEpoch),
    step: state.step,
    errorCostNats,
    complexityNats: reported.complexityNats,
    lossNats,
    lossNatsPerDatum: lossNats / Math.max(1, observations(session)),
    train: onTrain.right,
    test: onTest.right,
    surviving: Object.fromEntries(
      [...reported.scores].map(
        ([gate, { values }]) =>
          [gate, survivors(threshold, values, state.shrunk.gone.get(gate)?.values)] as const
      )
    ),
    learningRates: { ...rates },
    klWeight,
    ...(Object.keys(left).length === 0 ? {} : { left }),
    ...(session.unbounded === undefined ? {} : { boundsNats: reported.boundsNats })
  })
}
