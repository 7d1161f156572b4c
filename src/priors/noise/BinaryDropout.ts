/**
 * Binary dropout: weights are there or not, by chance, in every step.
 *
 * As a model it is a spike-and-slab prior, z a Bernoulli switch and w̃ the weight behind it, whose posterior
 * of z is held at its prior: nothing is learnt of which weights are needed, and nothing is paid. So is the
 * loss that of noise in the likelihood: of each row ln p(y | z·w̃) at a switch of its own, by Jensen's
 * inequality an upper bound of −ln E p(y | z·w̃). `sample` draws from the posterior that is not held, where
 * switches can be summed out.
 *
 * - density    p(w) = rate·δ₀(w) + (1 − rate)·N(w; 0, 1/(1 − rate)²), of one weight z·w̃, w̃ ~ N(0, 1)
 * - mixing     w = z·w̃, (1 − rate)·z ~ bernoulli(1 − rate): mean 1, variance rate/(1 − rate)
 * - shrinkage  κ = 1 with probability rate, 1/(1 + (1 − rate)⁻²) otherwise
 * - spike      at 0, of mass rate
 * - tail       that of w̃
 * - source     Hinton, Srivastava, Krizhevsky, Sutskever and Salakhutdinov (2012), arXiv 1207.0580; of
 *              single weights Wan, Zeiler, Zhang, LeCun and Fergus (2013), ICML; as a posterior Gal and
 *              Ghahramani (2016), ICML
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { bernoulli, mul, over, type Prior, program, returns, sample } from '../../dsl/index.ts'
import { dropoutRate } from './DropoutRate.ts'
import { multipliedBy, type NoisePer } from './MultipliedBy.ts'

/**
 * w̃·z/(1 − rate), z ~ bernoulli(1 − rate) held at its prior, one for each group (a unit), weight or index
 * of axes; w̃ under any prior. Of point estimates it is dropout with weight decay. Hinton et al. 2012; Gal &
 * Ghahramani 2016.
 *
 * @example
 * const dropped = pipe(normalPrior(), pointEstimates, binaryDropout({ rate: 0.2 }))
 * dense(features, hidden, dropped)(x)
 */
export const binaryDropout = ({
  rate,
  per = 'group'
}: {
  readonly rate: number
  readonly per?: NoisePer
}): ((prior: Prior) => Prior) => {
  const dropped = dropoutRate('binaryDropout', rate)
  const logits = Math.log1p(-dropped) - Math.log(dropped)
  return multipliedBy(
    (...axes) =>
      pipe(
        program,
        sample('noise', over(...axes)(bernoulli({ logits })), { guide: 'atPrior' }),
        returns(({ noise }) => pipe(noise, mul(1 / (1 - dropped))))
      ),
    per
  )
}
