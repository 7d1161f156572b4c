/**
 * Log-Cauchy scales: the nearest to the normal-Jeffreys prior among those that integrate to 1.
 *
 * - density    an integral
 * - mixing     w ~ N(0, e²ᵘ), u ~ cauchy(0, width)
 * - shrinkage  p(κ) = 1/(2π b (1 + (x/b)²) κ(1 − κ)), x = ½ ln((1 − κ)/κ), b the width, κ = 1/(1 + e²ᵘ)
 * - spike      1/(|w| ln²|w|)
 * - tail       1/(|w| ln²|w|): no moment of any order
 * - source     Schmidt and Makalic (2018), arXiv 1801.02321, of laws of the logarithm of a scale
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { cauchy, exp, over, program, returns, sample } from '../dsl/index.ts'
import { fromScale, type ScaleMixture } from './ScaleMixture.ts'

/**
 * u ~ cauchy(0, width), one per group; w ~ N(0, e²ᵘ): as near to the normal-Jeffreys prior as a proper
 * one is, with e^width as its one setting.
 *
 * @example
 * dense(features, hidden, logCauchyScales(1))(x)
 */
export const logCauchyScales = (width: number): ScaleMixture =>
  fromScale((...axes) =>
    pipe(
      program,
      sample('u', over(...axes)(cauchy(0, width))),
      returns(({ u }) => exp(u))
    )
  )
