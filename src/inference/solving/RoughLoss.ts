/**
 * How well a guide can do, roughly: −ELBO where a first descent ends, a mean over draws that it was
 * not made with. Good enough to compare two ways of writing one model.
 *
 * @since 0.2.0
 */
import { bind, bindTo, type Either, map, mapLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Problems } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { Bound } from '../host/BoundData.ts'
import { dataStarts } from '../variational/DataStarts.ts'
import { initialParameters } from '../variational/Initial.ts'
import { vectorOf } from './Coordinates.ts'
import { openDrawnLoss } from './DrawnObjective.ts'
import { atOnce } from './Pausing.ts'
import { nextRound } from './SolverRound.ts'
import type { SolverRule } from './SolverRule.ts'

/** Draws of a set: forms are told apart by a twentieth of a nat. */
const comparedDraws = 128
/** Sets of draws that no descent begins with. */
const freshSets: ReadonlyArray<number> = [11, 12, 13, 14, 15, 16, 17, 18]

/** In nats; infinite where the loss has no value to begin at. */
export interface Rough {
  readonly lossNats: number
  readonly errorCostNats: number
}

export const roughLoss = (
  program: Variational,
  bound: Bound,
  seed: number,
  rule: SolverRule
): Either<Problems, Rough> =>
  pipe(
    dataStarts(program, bound),
    map((starts) => initialParameters(program, bound.sizes, seed, starts)),
    bindTo('begin'),
    bind('loss', ({ begin }) =>
      pipe(
        openDrawnLoss(program, bound, seed, begin),
        mapLeft((p): Problems => of(p))
      )
    ),
    map(({ begin, loss }) => {
      const x = vectorOf(loss.coordinates, begin, new Map())
      const end = atOnce(nextRound(loss, rule, { x, draws: 0, hasArrived: false }, false))
      if (end === undefined) return { lossNats: Infinity, errorCostNats: Infinity }
      const lossNats = loss.over(comparedDraws, freshSets)(end.x, new Float64Array(x.length))
      return { lossNats, errorCostNats: loss.errorCostNats() }
    })
  )
