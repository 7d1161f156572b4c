/**
 * The Bernoulli guide of a yes or no, whose probability is a parameter.
 *
 * - support     0 or 1; such a site is summed out where that is possible, and has this guide where it is not
 * - parameters  η = ln(p/(1 − p))
 * - mass        q(1) = 1/(1 + e⁻ᵑ), q(0) = 1/(1 + eᵑ)
 * - draw        jumps: 1 where ln Φ(ε) − ln Φ(−ε), a logistic number, is below η. The estimator is the score
 *               function: (f(x) − b) ∂ ln q(x)
 * - cost        Σ q(x)(ln q(x) − ln p(x)) over both values, exact given what the prior depends on
 * - moments     E xᵏ = q(1)
 * - start       at the prior's probability where that is a number, not nearer to 0 or 1 than a tenth: draws
 *               that were all alike would tell no direction
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { bernoulli, family as familyOf } from '../distributions/discrete/Bernoulli.ts'
import { constant, type Expr, ref, where } from '../expr/Expr.ts'
import { less, mul, neg, sigmoid, total } from '../expr/Words.ts'
import type { GuideFamily } from './GuideFamily.ts'
import { initialJitter } from './NormalCoordinate.ts'
import { parameterName } from './Parameter.ts'
import { fromValues, logisticOf, logitsRole } from './Probabilities.ts'

/** A probability to begin with is not nearer to 0 or 1. */
const nearest = 0.1

const logitsAt = (at: number | undefined): number => {
  const p = Math.max(nearest, Math.min(1 - nearest, at ?? 0.5))
  return Math.log(p) - Math.log1p(-p)
}

export const bernoulliGuide: GuideFamily = {
  title: 'Bernoulli',
  estimator: 'score function',
  fits: ({ _tag }) => (_tag === 'Binary' ? some('0 or 1, a probability') : none),
  law: 'bernoulli(η)',
  roles: [logitsRole],
  at: ({ name, declared, axes }) => {
    const logits = ref(parameterName(name, logitsRole), axes)
    const { logDensity } = familyOf(bernoulli({ logits }))
    const push = (noise: Expr): Expr =>
      where(pipe(logisticOf(noise), less(logits)), constant(1), constant(0))
    const isOne = sigmoid(logits)
    return {
      parameters: ({ at }) => [
        {
          name: parameterName(name, logitsRole),
          site: declared,
          axes,
          kind: 'scale',
          initial: {
            _tag: 'Fill',
            value: logitsAt(at),
            jitter: axes.length === 0 ? 0 : initialJitter
          }
        }
      ],
      draw: { noise: 'normal', push },
      asNormal: none,
      moments: (k) =>
        k > 0 ? some({ mean: isOne, variance: pipe(isOne, mul(sigmoid(neg(logits)))) }) : none,
      logDensity: some((noise) => logDensity(push(noise))),
      closedKl: fromValues('x = 0, 1', (each) => total([0, 1].map(constant).map(each)), logDensity)
    }
  }
}
