/**
 * Whether groups leave training after an epoch: noise for long enough, worth a new plan, and hardly
 * missed.
 *
 * @since 0.1.0
 */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import { showGate } from '../../ir/Gate.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { programAt } from '../../lower/AtKept.ts'
import { scoredGates } from '../../lower/ReportPlan.ts'
import { trained } from '../../lower/steps/TrainStep.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import type { Bound } from '../host/BoundData.ts'
import { cutValues } from '../cutting/Masks.ts'
import { plugIn } from '../evaluate/Evaluate.ts'
import { allAtKept, sizesAtKept } from '../host/KeptTensors.ts'
import type { Shrinkage } from '../evaluate/Metrics.ts'
import { drawKey } from './OpenPosterior.ts'
import { openReporter, type Report, totalNats } from './Report.ts'
import { observations, type PricedReport, type Session, withGone } from './Session.ts'
import type { Shrinking } from './Settings.ts'
import { type Shrunk, due, evened, withoutGroups, zeroGone, type Unused } from './Shrunk.ts'
import type { Stage } from './FitStage.ts'
import type { State } from './State.ts'
import { elements, type Tensors } from '../host/Tensors.ts'

/** A new plan is worth its making when it trains this share less. */
export const leastSaving = 0.1
/** Joint draws of the guide that the effect is averaged over. */
const effectDraws = 2

/** Numbers that are trained. */
const trainedCount =
  (program: Variational, sizes: AxisSizes) =>
  ({ kept }: Shrunk): number => {
    const left = sizesAtKept(kept)(sizes)
    return trained(program).reduce((n, p) => n + elements(p.axes.map((a) => left.get(a) ?? 1)), 0)
  }

/**
 * −ln p of the observed values in nats per datum, with values of the declared sites at the stage's
 * indices.
 */
const errorCost = async <B>(
  { evaluator }: Stage<B>,
  train: Bound,
  sites: Tensors,
  rows: number
): Promise<Either<Problem, number>> => {
  const found = await evaluator.evaluate(train, plugIn(sites), rows)
  if (isLeft(found)) return found
  const count = found.right.reduce((n, e) => n + e.count, 0)
  return right(found.right.reduce((sum, e) => sum + e.nllNats * e.count, 0) / Math.max(1, count))
}

/** Training rows over which a rise is measured, from the front. */
const effectRows = 10_000
/** Rows over which a rise that is far beyond the tolerance is seen already, and how far that is. */
const glanceRows = 2000
const farBeyond = 3

/** `f`, asked once of every number. */
const memoized = <A>(f: (n: number) => A): ((n: number) => A) => {
  const found = new Map<number, A>()
  return (n) => {
    const before = found.get(n) ?? f(n)
    found.set(n, before)
    return before
  }
}

/** A joint draw of the guide at the stage's indices, and what it costs over the first rows. */
interface Priced {
  readonly draw: Tensors
  readonly costNats: (rows: number) => Promise<Either<Problem, number>>
}

/** Draws and costs are made when they are first asked for: most proposals fall at a glance. */
const pricedDraws = <B>(
  { request: { program, settings }, posterior }: Session<B>,
  stage: Stage<B>,
  { parameters, moments }: Pick<State, 'parameters' | 'moments'>
): ((i: number) => Promise<Priced>) =>
  memoized(async (i) => {
    const whole = await posterior.draw(parameters, drawKey(settings.seed, i))
    const draw = stage.slice(cutValues(program, { moments })(whole))
    return { draw, costNats: memoized((rows) => errorCost(stage, stage.train, draw, rows)) }
  })

/**
 * The rise of E_q −ln p(y | w) without what `next` lets go, in nats per datum over the first
 * training rows: with the same draws of everything else, so that a rise is not drowned in their
 * noise. It is below 0 where what goes was mere noise. Far beyond a tolerance, the first rows tell,
 * or the first draws that the others would have to make up for.
 */
const effectOf = async <B>(
  { request: { program } }: Session<B>,
  stage: Stage<B>,
  drawAt: (i: number) => Promise<Priced>,
  { kept }: Shrunk,
  next: Shrunk,
  toleranceNats = Infinity
): Promise<Either<Problem, number>> => {
  const riseOf = async ({ draw, costNats }: Priced, rows: number) => {
    const before = await costNats(rows)
    if (isLeft(before)) return before
    const without = await errorCost(
      stage,
      stage.train,
      zeroGone(program.gates, next, kept)(draw),
      rows
    )
    return isLeft(without) ? without : right(without.right - before.right)
  }
  if (toleranceNats < Infinity) {
    const glance = await riseOf(await drawAt(0), glanceRows)
    if (isLeft(glance) || glance.right > farBeyond * toleranceNats) return glance
  }
  let sum = 0
  for (let i = 0; i < effectDraws; i++) {
    const rise = await riseOf(await drawAt(i), effectRows)
    if (isLeft(rise)) return rise
    sum += rise.right
    // at a tolerance of 0 the sign decides, which noise may turn
    if (toleranceNats > 0 && sum > effectDraws * toleranceNats) return right(sum / (i + 1))
  }
  return right(sum / effectDraws)
}

/**
 * What is to go; the rise of the error cost that it brings, in nats per datum, and what it saves of
 * the complexity costs, in nats of the full data set.
 */
export interface Proposal {
  readonly shrunk: Shrunk
  readonly effectNats: number
  readonly savedNats: number
}

/**
 * The complexity costs of the whole model when `kept` is left of it, without the price of bounds: what
 * only a bound makes dear is no reason to go.
 */
const costAt = async <B>(
  session: Session<B>,
  { kept }: Shrunk,
  parameters: Tensors,
  whole: Report
): Promise<Either<Problem, number>> => {
  const {
    executor,
    dataAt,
    request: { program, settings }
  } = session
  const opened = openReporter(executor, programAt(kept)(program), dataAt.train(kept), settings.seed)
  if (isLeft(opened)) return opened
  const free = session.unbounded?.(parameters) ?? parameters
  const { complexityNats } = await opened.right.report(allAtKept(kept)(free))
  opened.right.dispose()
  return right(
    totalNats({ complexityNats: withGone(session, kept)(complexityNats, whole.complexityNats) })
  )
}

/** Is the rise of the error cost within the tolerance? Without one it is for the objective to say. */
const isWithin = ({ toleranceNats = Infinity }: Shrinking, effectNats: number): boolean =>
  effectNats <= toleranceNats

/** Without a tolerance: is the objective no worse? */
const isNoLoss = <B>(
  session: Session<B>,
  { toleranceNats }: Shrinking,
  { effectNats, savedNats }: Proposal
): boolean =>
  toleranceNats !== undefined ||
  (session.request.settings.complexityWeight ?? 1) * savedNats >= observations(session) * effectNats

/**
 * The most that may go of what is due: all of it, or the noisier half, and so on, until that is no
 * loss. Undefined where no new plan is worth it.
 */
export const propose = async <B>(
  session: Session<B>,
  stage: Stage<B>,
  rule: Shrinking,
  state: Pick<State, 'parameters' | 'moments' | 'shrunk'>,
  reported: PricedReport,
  unused: Unused
): Promise<Either<Problem, Proposal | undefined>> => {
  const {
    program,
    train: { sizes }
  } = session.request
  const { parameters, shrunk } = state
  const gates = scoredGates(program).map(({ gate }) => gate)
  const without = withoutGroups(gates, sizes, unused)
  const count = trainedCount(program, sizes)
  const { scores } = reported
  const isWorthIt = (next: Shrunk): boolean => count(next) <= (1 - leastSaving) * count(shrunk)
  const drawAt = pricedDraws(session, stage, state)
  for (
    let groups = due(gates, rule.patience, scores)(shrunk);
    groups.length > 0;
    groups = groups.slice(0, Math.floor(groups.length / 2))
  ) {
    const all = without(groups)(shrunk)
    const going = evened(groups, all)
    const next = going.length === groups.length ? all : without(going)(shrunk)
    if (!isWorthIt(next)) break
    const effect = await effectOf(session, stage, drawAt, shrunk, next, rule.toleranceNats)
    if (isLeft(effect)) return effect
    if (!isWithin(rule, effect.right)) continue
    // the costs of what is left need a plan of their own, and so are asked last
    const cost = await costAt(session, next, parameters, reported)
    if (isLeft(cost)) return cost
    const found = {
      shrunk: next,
      effectNats: effect.right,
      savedNats: totalNats(reported) - reported.boundsNats - cost.right
    }
    if (isNoLoss(session, rule, found)) return right(found)
  }
  return right(undefined)
}

/**
 * The record of a proposal that was taken; `goneNats` is the complexity cost of all that has gone.
 */
export const shrinkageOf = <B>(
  {
    request: {
      program,
      train: { sizes }
    }
  }: Session<B>,
  rule: Shrinking,
  before: Shrunk,
  { shrunk, effectNats, savedNats }: Proposal,
  goneNats: number
): Shrinkage => {
  const gates = scoredGates(program).map(({ gate }) => gate)
  const groups = (s: Shrunk, name: string, of: number): number =>
    of - (s.gone.get(name)?.values.reduce((a, b) => a + b, 0) ?? 0)
  const [from, to] = [sizesAtKept(before.kept)(sizes), sizesAtKept(shrunk.kept)(sizes)]
  const count = trainedCount(program, sizes)
  return {
    groups: Object.fromEntries(
      gates.map((gate) => {
        const of = elements(gate.axes.map((a) => sizes.get(a) ?? 1))
        return [
          showGate(gate),
          { from: groups(before, showGate(gate), of), to: groups(shrunk, showGate(gate), of) }
        ] as const
      })
    ),
    sizes: Object.fromEntries(
      [...sizes.keys()].flatMap((axis) =>
        from.get(axis) === to.get(axis)
          ? []
          : [[axis, { from: from.get(axis) ?? 0, to: to.get(axis) ?? 0 }] as const]
      )
    ),
    parameters: { from: count(before), to: count(shrunk) },
    threshold: rule.threshold,
    patience: rule.patience,
    effectNats,
    savedNats,
    ...(rule.toleranceNats === undefined ? {} : { toleranceNats: rule.toleranceNats }),
    goneNats
  }
}
