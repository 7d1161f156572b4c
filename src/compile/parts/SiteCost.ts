/**
 * What one element of a guided site costs: KL(q ‖ p) by a rule of its guide, else ln q − ln p at the
 * draw; −ln p at the point of a guide without density.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { chain, isNone, isSome, none, type Option, some } from 'fp-ts/lib/Option.js'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { family } from '../../distributions/index.ts'
import { add, type Expr, mul, neg, ref, sub, substitute } from '../../expr/index.ts'
import {
  type ClosedKl,
  type GivenShared,
  locationRole,
  logVarianceRole,
  parameterName
} from '../../guides/index.ts'
import type { CostMethod } from '../../ir/Variational.ts'
import type { CompileOptions } from './CompileOptions.ts'
import { logDensityName } from './Draw.ts'
import type { MadeGuide } from './GuideOf.ts'
import type { WorkingSite } from './Working.ts'

export interface ElementCost extends CostMethod {
  readonly nats: Expr
}

/**
 * A closed form of a normal coordinate, of a site that hangs together with arguments of its prior: taken
 * given what they share, it holds at their draw. The entropy that this lacks, ln s an element, is in the
 * total correlation already.
 */
const givenShared =
  (s: WorkingSite, { guide: { asNormal } }: MadeGuide, { mean, logInflation }: GivenShared) =>
  (closed: ClosedKl): Option<ClosedKl> => {
    if (isNone(asNormal)) return none
    const location = parameterName(s.name, locationRole),
      logVariance = parameterName(s.name, logVarianceRole)
    const { mean: at, deviation } = asNormal.value
    const put = substitute(
      new Map([
        [location, pipe(deviation, mul(mean), add(at))],
        [logVariance, pipe(ref(logVariance, s.axes), sub(logInflation))]
      ])
    )
    return some({
      ...closed,
      nats: pipe(put(closed.nats), sub(pipe(logInflation, mul(0.5)))),
      note: `${closed.note}, given what the site shares`
    })
  }

/** `given` where the arguments of the prior are not independent of the site under its guide. */
export const costOf = (
  { kl, jeffreys }: CompileOptions,
  s: WorkingSite,
  made: MadeGuide,
  given?: GivenShared
): ElementCost => {
  const {
    family: { title },
    guide
  } = made
  const prior = family(s.dist)
  const names = { guide: title, prior: prior.tag }
  // a closed form is of the prior on all of its support
  const ofPrior = s.narrowed === undefined ? guide.closedKl(s.dist, { jeffreys }) : none
  const closed = given === undefined ? ofPrior : pipe(ofPrior, chain(givenShared(s, made, given)))
  if (kl === 'closed' && isSome(closed)) return { ...names, ...closed.value }
  const logPrior = elementwiseDensity(prior)(ref(s.name, s.axes))
  const upToConstant = !prior.isProper
  return isNone(guide.logDensity)
    ? {
        ...names,
        nats: neg(logPrior),
        kind: 'point',
        note: '−ln p in the coordinates of the site: no KL, so that the objective is no ELBO',
        upToConstant
      }
    : {
        ...names,
        nats: pipe(ref(logDensityName(s.name), s.axes), sub(logPrior)),
        kind: 'Monte Carlo',
        note: 'ln q − ln p at the draw',
        upToConstant
      }
}
