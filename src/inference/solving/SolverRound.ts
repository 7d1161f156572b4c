/**
 * One round of a solver: from a place and a number of draws to a better place, or to more draws, or
 * to the end. A round is a function of where it begins alone, so that a fit can stop between two
 * and go on to the same bytes.
 *
 * A round goes down over one set of draws until the ground is nearly flat, looks at the curvature
 * there, and with it goes on over several sets together. How differently the sets pull at their
 * common minimum says how exactly it is known.
 *
 * @since 0.2.0
 */
import { type Coordinates, reachOf, unitsAt } from './Coordinates.ts'
import type { DrawnLoss } from './DrawnObjective.ts'
import { descending, type Objective } from './Lbfgs.ts'
import { deviationsBy, type Factored, factored, hessian } from './Newton.ts'
import type { Pausing } from './Pausing.ts'
import type { SolverRule } from './SolverRule.ts'
import { startingPoints } from './StartingPoint.ts'
import { largest, type Matrix, solveLower, solveUpper, solveWith } from './Vectors.ts'

// model

/** Where a solver stands; `draws` of each set, 0 before it has begun. */
export interface Standing {
  readonly x: Float64Array
  readonly draws: number
  /** Is the minimum found, with enough draws? */
  readonly hasArrived: boolean
}

/** Curvature is looked at whole up to so many coordinates; above, gradients alone say how far it is. */
export const mostDense = 400
/** Sets of draws that are asked together. */
export const setNumbers: ReadonlyArray<number> = [0, 1, 2, 3, 4, 5, 6, 7]
/** Draws of the first set, over which a descent begins and curvature is looked at. */
const roughDraws = 64
/** A descent has stages of so many iterations, each in units of its own. */
const stageIterations = 40
const mostStages = 5
/** A descent is given up that would have to fall so many times as far as in its last stage. */
const farAhead = 4
const finalIterations = 60
/** The gradient in coordinates of equal curvature, in which a flat direction is as short as others. */
const flat = 1e-3
/** The gradient, in nats a unit, that is nearly flat. */
const nearlyFlat = 0.05

// combinators

/** A function of lengths in units around a place. */
export const scaled = (f: Objective, x: Float64Array, units: Float64Array): Objective => {
  const inside = new Float64Array(x.length)
  return (z, gradient) => {
    const value = f(moved(x, units, z), inside)
    for (let i = 0; i < gradient.length; i++) gradient[i] = (units[i] ?? 1) * (inside[i] ?? NaN)
    return value
  }
}

const moved = (x: Float64Array, units: Float64Array, z: Float64Array): Float64Array =>
  x.map((v, i) => v + (units[i] ?? 1) * (z[i] ?? 0))

/** A descent on its way: how far its last stage went down, and whether its end is nearly reached. */
interface Lowered {
  readonly x: Float64Array
  readonly value: number
  readonly gain: number
  readonly isFlat: boolean
}

const beginning = (x: Float64Array): Lowered => ({
  x,
  value: Infinity,
  gain: Infinity,
  isFlat: false
})

/** One stage: in the units of the place where it begins, which the guide has left by its end. */
const further = function* (
  c: Coordinates,
  f: Objective,
  from: Lowered,
  tolerance: number
): Pausing<Lowered> {
  if (from.isFlat) return from
  const units = unitsAt(c, from.x)
  const found = yield* descending(scaled(f, from.x, units), new Float64Array(c.size), {
    iterations: stageIterations,
    reach: reachOf(c, from.x),
    tolerance
  })
  const { value, isFlat } = found
  return { x: moved(from.x, units, found.x), value, gain: from.value - value, isFlat }
}

const lowered = function* (
  c: Coordinates,
  f: Objective,
  x: Float64Array,
  tolerance: number
): Pausing<Lowered> {
  let here = beginning(x)
  for (let k = 0; k < mostStages; k++) here = yield* further(c, f, here, tolerance)
  return here
}

/** Would it have to fall much faster than it did to come below a value? */
const isHopeless = ({ value, gain }: Lowered, least: number): boolean =>
  value - farAhead * gain > least

/** The lowest place that a descent from the starting points reaches; undefined where none is finite. */
const begun = function* (
  { coordinates: c, still, over }: DrawnLoss,
  { draws }: SolverRule,
  x: Float64Array,
  isGiven: boolean
): Pausing<Standing | undefined> {
  const f = over(roughDraws, [0])
  let racing = (isGiven ? [x] : startingPoints(still, c, x)).map(beginning)
  for (let k = 0; k < mostStages; k++) {
    const least = Math.min(...racing.map(({ value }) => value))
    const ahead: Array<Lowered> = []
    for (const r of racing.filter((one) => !isHopeless(one, least)))
      ahead.push(yield* further(c, f, r, nearlyFlat))
    racing = ahead.filter(({ value }) => Number.isFinite(value))
  }
  const [best] = racing.sort((a, b) => a.value - b.value)
  return best === undefined ? undefined : { x: best.x, draws, hasArrived: false }
}

/** So many draws are asked, one number after the other, until the Hessian is positive definite. */
const curvatureDraws: ReadonlyArray<number> = [64, 256, 1024]

/**
 * The factor of the Hessian over one set of at least `least` draws, in units; undefined where there
 * are too many coordinates. A few draws may have their minimum elsewhere, and no curvature here.
 */
export const curvatureAt = function* (
  { coordinates: c, over }: DrawnLoss,
  x: Float64Array,
  units: Float64Array,
  least = roughDraws
): Pausing<Factored | undefined> {
  let found: Factored | undefined
  for (const draws of c.size > mostDense ? [] : curvatureDraws)
    if (draws >= least && found?.isExact !== true)
      found = factored(yield* hessian(scaled(over(draws, [0]), x, units), new Float64Array(c.size)))
  return found
}

/** Down over all sets, in coordinates in which the ground is as steep in all directions. */
const finished = function* (
  { over }: DrawnLoss,
  draws: number,
  x: Float64Array,
  units: Float64Array,
  factor: Matrix
): Pausing<Float64Array> {
  const f = scaled(over(draws, setNumbers), x, units)
  const [up, low] = [solveUpper(factor), solveLower(factor)]
  const inside = new Float64Array(x.length)
  const whitened: Objective = (y, gradient) => {
    const value = f(up(y), inside)
    gradient.set(low(inside))
    return value
  }
  const found = yield* descending(whitened, new Float64Array(x.length), {
    iterations: finalIterations,
    reach: new Float64Array(x.length).fill(8),
    tolerance: flat
  })
  return moved(x, units, up(found.x))
}

/**
 * By coordinate: the step to the minimum over all sets, in units; and in deviations (by linear response
 * where the Hessian is known) how far that is, and the error that draws leave.
 */
export interface Judgement {
  readonly step: Float64Array
  readonly away: Float64Array
  readonly errors: Float64Array
  readonly lossNats: number
  readonly errorCostNats: number
}

type Asked = Omit<Judgement, 'away' | 'errors'>

/**
 * What the sets of draws say of a place near the minimum: each where it would go. With the factor of
 * the Hessian that is Newton's step, without it the gradient's.
 */
export const judge = function* (
  loss: DrawnLoss,
  draws: number,
  x: Float64Array,
  units: Float64Array,
  factor: Matrix | undefined
): Pausing<Judgement> {
  const asked: Array<Asked> = []
  for (const set of setNumbers) {
    yield
    const gradient = new Float64Array(x.length)
    const lossNats = scaled(loss.over(draws, [set]), x, units)(new Float64Array(x.length), gradient)
    const step = factor === undefined ? gradient : solveWith(factor)(gradient)
    asked.push({ step: step.map((v) => -v), lossNats, errorCostNats: loss.errorCostNats() })
  }
  const mean = (of: (a: Asked) => number): number =>
    asked.reduce((sum, a) => sum + of(a), 0) / asked.length
  const step = x.map((_, i) => mean((a) => a.step[i] ?? NaN))
  const deviations = factor === undefined ? step.map(() => 1) : deviationsBy(factor)
  return {
    step,
    away: step.map((m, i) => m / (deviations[i] ?? NaN)),
    errors: step.map(
      (m, i) =>
        Math.sqrt(mean((a) => ((a.step[i] ?? NaN) - m) ** 2) / (asked.length - 1)) /
        (deviations[i] ?? NaN)
    ),
    lossNats: mean((a) => a.lossNats),
    errorCostNats: mean((a) => a.errorCostNats)
  }
}

/** How many draws bring an error within a bound: its square falls with their number, or faster. */
const enoughDraws = (draws: number, error: number, { drawError, mostDraws }: SolverRule): number =>
  Math.min(
    mostDraws,
    draws * 2 ** Math.min(3, Math.max(1, Math.ceil(2 * Math.log2(error / drawError) - 0.5)))
  )

/**
 * Is a loading still on its way? Where all that an element has is shared, its loadings have no end, and
 * Newton's step is not the whole way.
 */
const runsOn = (c: Coordinates, away: Float64Array, { tolerance }: SolverRule): boolean =>
  c.stretches.some(
    ({ parameter, from, to }) =>
      parameter.kind === 'loading' && largest(away.subarray(from, to)) > tolerance
  )

// destructors

/**
 * The next standing, with pauses; undefined where the loss is not finite anywhere it could begin. `isGiven`: a
 * first round begins at x itself, and looks for nothing better.
 */
export const nextRound = function* (
  loss: DrawnLoss,
  rule: SolverRule,
  { x, draws }: Standing,
  isGiven: boolean
): Pausing<Standing | undefined> {
  if (draws === 0) return yield* begun(loss, rule, x, isGiven)
  const c = loss.coordinates
  const rough =
    draws > rule.draws
      ? { x, isFlat: true }
      : yield* lowered(c, loss.over(roughDraws, [0]), x, nearlyFlat)
  if (!rough.isFlat) return { x: rough.x, draws, hasArrived: false }
  const units = unitsAt(c, rough.x)
  const curvature = yield* curvatureAt(loss, rough.x, units)
  const there =
    curvature === undefined
      ? (yield* lowered(c, loss.over(draws, setNumbers), rough.x, 0.2 * rule.tolerance)).x
      : yield* finished(loss, draws, rough.x, units, curvature.factor)
  const here = yield* judge(loss, draws, there, units, curvature?.factor)
  const isMinimum = largest(here.away) <= rule.tolerance && curvature?.isExact !== false
  if (!isMinimum) return { x: there, draws, hasArrived: false }
  if (draws >= rule.mostDraws) return { x: there, draws, hasArrived: true }
  // twice the draws tell what the sets have in common, too: heavy tails that so few draws do not meet
  const { step, away, errors } = yield* judge(loss, 2 * draws, there, units, curvature?.factor)
  const error = Math.max(largest(away), largest(errors))
  const areEnough = error <= rule.drawError
  return {
    x: areEnough && curvature !== undefined ? moved(there, units, step) : there,
    draws: areEnough ? 2 * draws : enoughDraws(draws, error, rule),
    hasArrived: areEnough && !runsOn(c, away, rule)
  }
}
