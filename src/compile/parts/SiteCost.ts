/**
 * What one element of a guided site costs: KL(q ‖ p) by a rule of its guide, else ln q − ln p at the
 * draw; −ln p at the point of a guide without density.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isNone, isSome, none } from 'fp-ts/lib/Option.js'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { family } from '../../distributions/index.ts'
import { type Expr, neg, ref, sub } from '../../expr/index.ts'
import type { CostMethod } from '../../ir/Variational.ts'
import type { CompileOptions } from './CompileOptions.ts'
import { logDensityName } from './Draw.ts'
import type { MadeGuide } from './GuideOf.ts'
import type { WorkingSite } from './Working.ts'

export interface ElementCost extends CostMethod {
  readonly nats: Expr
}

export const costOf = (
  { kl, jeffreys }: CompileOptions,
  s: WorkingSite,
  { family: { title }, guide }: MadeGuide
): ElementCost => {
  const prior = family(s.dist)
  const names = { guide: title, prior: prior.tag }
  // a closed form is of the prior on all of its support
  const closed = s.narrowed === undefined ? guide.closedKl(s.dist, { jeffreys }) : none
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
