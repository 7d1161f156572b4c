/**
 * Gaussian dropout at a fixed rate: weights times normal noise about 1.
 *
 * As a model it is a scale mixture whose scale z may have either sign, with the posterior of z held at its
 * prior: noise without a divergence. The same loss, up to a number that nothing can change, has the
 * log-uniform prior of z·w̃ with a posterior held at this relative variance (Kingma, Salimans and Welling).
 *
 * - density    p(w) = ∫ N(w; 0, z²) N(z; 1, α) dz, α = rate/(1 − rate), of one weight z·w̃, w̃ ~ N(0, 1)
 * - mixing     w = z·w̃, z ~ N(1, α)
 * - shrinkage  p(κ) ∝ (φ((t − 1)/√α) + φ((t + 1)/√α))/(t κ²), t = √((1 − κ)/κ), κ = 1/(1 + z²)
 * - spike      ln 1/|w|, since z has a density at 0
 * - tail       about e^(−|w|/√α)
 * - source     Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), JMLR 15, section 10;
 *              Kingma, Salimans and Welling (2015), NeurIPS
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { normal, over, type Prior, program, returns, sample } from '../../dsl/index.ts'
import { dropoutRate } from './DropoutRate.ts'
import { multipliedBy, type NoisePer } from './MultipliedBy.ts'

/**
 * w̃·z, z ~ N(1, rate/(1 − rate)) held at its prior, one for each group (a unit), weight or index of axes:
 * mean and variance of binary dropout at this rate; w̃ under any prior. Srivastava et al. 2014.
 *
 * @example
 * const noisy = pipe(normalPrior(), pointEstimates, gaussianDropout({ rate: 0.2 }))
 * dense(features, hidden, noisy)(x)
 */
export const gaussianDropout = ({
  rate,
  per = 'group'
}: {
  readonly rate: number
  readonly per?: NoisePer
}): ((prior: Prior) => Prior) => {
  const dropped = dropoutRate('gaussianDropout', rate)
  return multipliedBy(
    (...axes) =>
      pipe(
        program,
        sample('noise', over(...axes)(normal(1, Math.sqrt(dropped / (1 - dropped)))), {
          guide: 'atPrior'
        }),
        returns(({ noise }) => noise)
      ),
    per
  )
}
