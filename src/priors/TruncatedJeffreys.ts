/**
 * The normal-Jeffreys prior between two scales, which makes it proper.
 *
 * - density    p(w) = (erf(|w|/(a√2)) − erf(|w|/(b√2)))/(2|w| ln(b/a)), of one weight, a and b the
 *              least and the largest scale
 * - mixing     w ~ N(0, e²ᵘ), u ~ uniform(ln a, ln b)
 * - shrinkage  p(κ) = 1/(2 ln(b/a) κ(1 − κ)) between 1/(1 + b²) and 1/(1 + a²), κ = 1/(1 + e²ᵘ)
 * - spike      1/|w| down to a, finite below
 * - tail       1/|w| up to b, a normal's beyond
 * - source     Neklyudov, Molchanov, Ashukha and Vetrov (2017), NeurIPS
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { exp, over, program, returns, sample, uniform } from '../dsl/index.ts'
import { fromScale, type ScaleMixture } from './ScaleMixture.ts'

/**
 * u ~ uniform(ln least, ln most), one per group; w ~ N(0, e²ᵘ): normal-Jeffreys between two scales,
 * proper. No scale reaches 0, so that nothing is gated. Neklyudov et al. 2017.
 *
 * @example
 * dense(features, hidden, truncatedJeffreys({ least: 1e-4, most: 10 }))(x)
 */
export const truncatedJeffreys = ({
  least,
  most
}: {
  readonly least: number
  readonly most: number
}): ScaleMixture =>
  fromScale(
    (...axes) =>
      pipe(
        program,
        sample('u', over(...axes)(uniform(Math.log(least), Math.log(most)))),
        returns(({ u }) => exp(u))
      ),
    ({ low = least, high = most }) =>
      truncatedJeffreys({ least: Math.max(least, low), most: Math.min(most, high) })
  )
