/**
 * Variational dropout: Gaussian dropout whose rate is learnt, for each group or weight by itself.
 *
 * As a model it is the log-uniform prior of the noise z, with a posterior that is held about 1, N(1, α), so
 * that how large a weight is w̃ says alone. Its divergence is a function of α alone: ½(E ψ(½ + J) − ψ(½)),
 * J ~ Poisson(1/(2α)), about −½ ln α + (γ + ln 2)/2 for small α, so that no noise at all costs infinitely
 * much, and falling to a constant for large α, where noise is free. That constant is put at 0: the prior has
 * no total mass, and only differences of the loss mean something. Nor has its posterior any total mass, where
 * data allow a weight of 0: what is fitted is a likelihood with a penalty, not an approximation of one.
 *
 * For single weights it is sparse variational dropout, `logUniformPrior`, whose posterior N(μ, αμ²) is
 * written with μ = w̃; its rates are bounded by nothing, where those of the first publication end at α = 1.
 *
 * - density    ∝ 1/|w|, of one weight z·w̃ whatever the law of w̃: improper
 * - mixing     w = z·w̃, p(z) ∝ 1/|z|
 * - shrinkage  p(κ) ∝ 1/(κ(1 − κ)), κ = 1/(1 + z²)
 * - spike      1/|w|
 * - tail       1/|w|
 * - source     Kingma, Salimans and Welling (2015), NeurIPS; Molchanov, Ashukha and Vetrov (2017), ICML; of
 *              what it is as a model Hron, Matthews and Ghahramani (2018), ICML
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { logUniform, over, type Prior, program, returns, sample } from '../../dsl/index.ts'
import { misuse } from '../../dsl/Misuse.ts'
import { multipliedBy, type NoisePer } from './MultipliedBy.ts'

/**
 * w̃·z, z ~ 1/|z| (improper) with a guide N(1, α), one for each group (a unit), weight or index of axes, and w̃
 * under any prior. What is not needed is noise, ln α of it large, and pruned. `maxRate` bounds α/(1 + α), the
 * rate of binary dropout with as much noise: ½ is the bound α ≤ 1 of the first publication. Kingma, Salimans &
 * Welling 2015. `rates: 'shared'` learns one rate for all of them, as for a layer: how much noise there is, and
 * not where.
 *
 * @example
 * const learnt = pipe(normalPrior(), pointEstimates, variationalDropout())
 * dense(features, hidden, learnt)(x)
 */
export const variationalDropout = ({
  maxRate,
  per = 'group',
  rates = 'own'
}: {
  readonly maxRate?: number
  readonly per?: NoisePer
  readonly rates?: 'own' | 'shared'
} = {}): ((prior: Prior) => Prior) => {
  if (maxRate !== undefined && !(maxRate > 0 && maxRate < 1))
    return misuse(
      '',
      `variationalDropout: maxRate ${maxRate}`,
      'it bounds the probability of being dropped that goes with the noise, between 0 and 1',
      'variationalDropout({ maxRate: 0.5 }), or leave it out'
    )
  const guide = rates === 'shared' ? 'aboutOneTogether' : 'aboutOne'
  const bound = maxRate === undefined ? {} : { maxVariance: maxRate / (1 - maxRate) }
  return multipliedBy(
    (...axes) =>
      pipe(
        program,
        sample('noise', over(...axes)(logUniform), { guide, ...bound }),
        returns(({ noise }) => noise)
      ),
    per
  )
}
