/**
 * What guides share that have a probability for each of finitely many values.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option } from 'fp-ts/lib/Option.js'
import { type Distribution, family } from '../distributions/Distribution.ts'
import type { Expr } from '../expr/Expr.ts'
import { exp, logNdtr, mul, neg, sub } from '../expr/Words.ts'
import { type ClosedKl, closedForm } from './kl/KlRule.ts'
import type { Role } from './Parameter.ts'

export const logitsRole: Role = { suffix: 'logits', letter: 'η', words: 'log odds' }

/** ln Φ(ε) − ln Φ(−ε): a logistic number, both of whose tails have their digits in float32. */
export const logisticOf = (noise: Expr): Expr => pipe(logNdtr(noise), sub(logNdtr(neg(noise))))

/**
 * Σ q(x)(ln q(x) − ln p(x)), summed over all values by `overAll`; of a prior whose elements have one density
 * together there is no such sum.
 */
export const fromValues =
  (
    values: string,
    overAll: (each: (x: Expr) => Expr) => Expr,
    logMass: (x: Expr) => Expr
  ): ((prior: Distribution) => Option<ClosedKl>) =>
  (prior) => {
    const { jointly, logDensity } = family(prior)
    return jointly.length > 0
      ? none
      : closedForm(
          overAll((x) => {
            const lnQ = logMass(x)
            return pipe(exp(lnQ), mul(pipe(lnQ, sub(logDensity(x)))))
          }),
          `Σ q(x)(ln q(x) − ln p(x)), ${values}`
        )
  }
