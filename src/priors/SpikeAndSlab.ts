/**
 * Spike and slab, relaxed: a switch for each group that is nearly off or nearly on, by the binary concrete
 * law, so that its draw is smooth.
 *
 * It is the mixture of a point at 0 and a normal, in the limit of temperature 0; above, the switch is anything
 * between, and what is nearly off is not 0. Its posterior is a logit-normal with a divergence by quadrature,
 * and what switches off is gated. Binary dropout has the limit for a prior, with a posterior that learns nothing.
 *
 * - density    an integral over z; of one weight
 * - mixing     w ~ N(0, (slab·z)²), z ~ relaxedBernoulli: z > ½ with the probability of inclusion
 * - shrinkage  p(κ) = p(z)/(2 slab² z κ²), slab·z = √((1 − κ)/κ), between 1/(1 + slab²) and 1
 * - spike      |w|^(t − 1) for a temperature t < 1, none above
 * - tail       that of the slab, a normal's
 * - source     Mitchell and Beauchamp (1988), JASA 83(404); the switch: Maddison, Mnih and Teh (2017), ICLR,
 *              and Jang, Gu and Poole (2017), ICLR
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { mul, over, positive, program, relaxedBernoulli, returns, sample } from '../dsl/index.ts'
import { misuse } from '../dsl/Misuse.ts'
import { fromScale, type ScaleMixture } from './ScaleMixture.ts'

/**
 * w ~ N(0, (slab·z)²), z a switch that is on with probability `inclusion`, one per group, relaxed at a
 * `temperature` (0.5); `slab` (1) is the deviation of what is on. Mitchell & Beauchamp 1988; Maddison, Mnih &
 * Teh 2017.
 *
 * @example
 * dense(features, hidden, spikeAndSlab({ inclusion: 0.1 }))(x)
 */
export const spikeAndSlab = ({
  inclusion,
  temperature = 0.5,
  slab = 1
}: {
  readonly inclusion: number
  readonly temperature?: number
  readonly slab?: number
}): ScaleMixture => {
  if (!(inclusion > 0 && inclusion < 1 && temperature > 0 && slab > 0))
    return misuse(
      '',
      `spikeAndSlab: inclusion ${inclusion}, temperature ${temperature}, slab ${slab}`,
      'a switch is on with a probability between 0 and 1; the others are above 0',
      'spikeAndSlab({ inclusion: 0.1, temperature: 0.5, slab: 1 })'
    )
  const logits = Math.log(inclusion) - Math.log1p(-inclusion)
  return fromScale((...axes) =>
    pipe(
      program,
      sample('z', over(...axes)(relaxedBernoulli({ logits, temperature }))),
      returns(({ z }) => pipe(z, mul(positive(slab))))
    )
  )
}
