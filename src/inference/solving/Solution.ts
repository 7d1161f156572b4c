/**
 * What a solver says of where it ended: whether that is the optimum, how exactly it is known, and
 * how sites vary together.
 *
 * @since 0.2.0
 */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { State } from '../variational/State.ts'
import type { FitRequest } from '../variational/Request.ts'
import { siteAt, unitsAt } from './Coordinates.ts'
import type { DrawnLoss } from './DrawnObjective.ts'
import { linearResponse, noResponse, type Covariance } from './LinearResponse.ts'
import type { Pausing } from './Pausing.ts'
import { curvatureAt, judge, mostDense, setNumbers } from './SolverRound.ts'
import type { SolverRule } from './SolverRule.ts'
import { largest } from './Vectors.ts'

/** Lengths are in deviations by linear response; of the guide where the Hessian is not known. */
export interface Solution {
  /** Joint draws that the loss was averaged over. */
  readonly draws: number
  /** The furthest that a coordinate seems to be from its optimum. */
  readonly stepSds: number
  /** What the choice of the draws may have moved a coordinate by: a standard error, the largest. */
  readonly drawErrorSds: number
  /** −ELBO, a mean over draws that the optimum was not found with. */
  readonly lossNats: number
  readonly errorCostNats: number
  /** Declared sites with a coordinate that is not where it belongs, or not known well enough. */
  readonly moving: ReadonlyArray<string>
  /** By declared site, variances by linear response; empty where the Hessian is not known. */
  readonly response: ReadonlyMap<string, NamedTensor>
}

/** An error of the draws beyond this is no arrival, however many there were. */
const mostDrawError = 0.1
/** Draws over which the Hessian of the response is taken. */
const responseDraws = 256
/** A step below so many tolerances is rounding of differences and of the mean over sets. */
const slack = 4

/** Beside what is said of it, how sites vary together. */
export interface Solved {
  readonly solution: Solution
  readonly covariance: Covariance
}

/** Pauses on its way. */
export const solutionAt = function* (
  { program, train, settings: { seed } }: FitRequest,
  loss: DrawnLoss,
  rule: SolverRule,
  x: Float64Array,
  state: State
): Pausing<Either<Problem, Solved>> {
  const c = loss.coordinates
  const draws = state.solver?.draws ?? rule.draws
  const units = unitsAt(c, x)
  const curvature = yield* curvatureAt(loss, x, units, responseDraws)
  const factor = curvature?.isExact === true ? curvature.factor : undefined
  const { away, errors, lossNats, errorCostNats } = yield* judge(loss, draws, x, units, factor)
  const hasArrived = state.solver?.hasArrived === true
  const isAway = Array.from(away, (s, i) => {
    const isNear = Math.abs(s) <= slack * rule.tolerance && (errors[i] ?? NaN) <= mostDrawError
    return !isNear || (c.size <= mostDense && factor === undefined)
  })
  const sitesWhere = (away: ReadonlyArray<boolean>): ReadonlyArray<string> => [
    ...new Set(away.flatMap((is, i) => (is ? [siteAt(c, i)] : [])))
  ]
  const found = sitesWhere(isAway)
  const response =
    factor === undefined
      ? right(noResponse)
      : linearResponse(program, train, seed, c, { x, parameters: state.parameters, units, factor })
  if (isLeft(response)) return response
  const solution: Solution = {
    draws: loss.drawsOf(draws) * setNumbers.length,
    stepSds: largest(away),
    drawErrorSds: largest(errors),
    lossNats,
    errorCostNats,
    moving: hasArrived || found.length > 0 ? found : sitesWhere(isAway.map(() => true)),
    response: response.right.variances
  }
  return right({ solution, covariance: response.right.covariance })
}
