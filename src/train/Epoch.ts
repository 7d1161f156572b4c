/**
 * What is measured after an epoch, from the parameters it ended with.
 *
 * @since 0.1.0
 */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import { showGate } from '../ir/Gate.ts'
import type { NamedTensor } from '../ir/Posterior.ts'
import type { Problem } from '../ir/Problem.ts'
import { complexityOf, scoredGates, scoreOf } from '../lower/ReportPlan.ts'
import { totals } from './Data.ts'
import { plugIn } from './Evaluate.ts'
import { runOnce } from './Host.ts'
import { type EpochMetrics, survivors } from './Metrics.ts'
import { drawKey, means } from './Posterior.ts'
import type { Session } from './Session.ts'
import type { State } from './State.ts'
import { arrange, elements, type Tensors } from './Tensors.ts'

/** Draws that an estimate of a complexity cost averages where no closed form exists. */
const complexityDraws = 10

export interface Report { readonly complexityNats: Readonly<Record<string, number>>; readonly scores: ReadonlyMap<string, NamedTensor> }

/** The complexity cost of each site in nats, and the noise scores of each gate. */
export const report = async <B>({ executor, request, report: plan }: Session<B>, parameters: Tensors): Promise<Report> => {
  const { program, train, settings } = request
  const estimated = program.complexity.some((c) => c.how.kind === 'Monte Carlo')
  const repeats = estimated ? complexityDraws : 1
  const inputs = new Map([...train.data, ...totals(train), ...parameters])
  const sites = [...new Set(program.complexity.map((c) => c.site))]
  const sums = new Map(sites.map((site) => [site, 0]))
  const scores = new Map<string, NamedTensor>()
  for (let i = 0; i < repeats; i++) {
    const found = await runOnce(executor, plan, inputs, drawKey(settings.seed, i))
    for (const site of sites) sums.set(site, (sums.get(site) ?? 0) + (found.get(complexityOf(site))?.values[0] ?? NaN) / repeats)
    for (const { gate } of scoredGates(program)) {
      const score = found.get(scoreOf(gate))
      if (score !== undefined) scores.set(showGate(gate), arrange(gate.axes, gate.axes.map((a) => train.sizes.get(a) ?? 1))(score))
    }
  }
  return { complexityNats: Object.fromEntries(sums), scores }
}

/** Observed values in the full data set. */
export const observations = <B>({ request: { program, train } }: Session<B>): number =>
  program.observed.reduce((n, slot) => n + elements(slot.axes.map((a) => train.sizes.get(a) ?? 1)), 0)

/** Numbers of the epoch that ends at `state`; `errorCostNats` is the mean of its steps. */
export const epochMetrics = async <B>(
  session: Session<B>, state: State, reported: Report, errorCostNats: number, threshold: (scores: ArrayLike<number>) => number
): Promise<Either<Problem, EpochMetrics>> => {
  const { request: { settings, train, test }, cut, posterior, evaluator, now } = session
  const draws = plugIn(means(await posterior.moments(state.parameters, settings.seed, settings.draws)))
  const last = state.step === cut.totalSteps
  const onTrain = await evaluator.evaluate(train, draws, last ? undefined : settings.trainRows)
  if (isLeft(onTrain)) return onTrain
  const onTest = test === undefined ? right([]) : await evaluator.evaluate(test, draws)
  if (isLeft(onTest)) return onTest
  const lossNats = Object.values(reported.complexityNats).reduce((a, b) => a + b, errorCostNats)
  const { rates, klWeight } = now(state.step - 1)
  return right({
    epoch: Math.ceil(state.step / cut.stepsPerEpoch), step: state.step,
    errorCostNats, complexityNats: reported.complexityNats, lossNats, lossNatsPerDatum: lossNats / Math.max(1, observations(session)),
    train: onTrain.right, test: onTest.right,
    surviving: Object.fromEntries([...reported.scores].map(([gate, { values }]) => [gate, survivors(threshold, values)] as const)),
    learningRates: { ...rates }, klWeight
  })
}
