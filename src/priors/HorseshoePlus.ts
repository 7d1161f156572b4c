/**
 * The horseshoe+: a half-Cauchy whose scale is half-Cauchy. More mass at 0 and in the tail than the
 * horseshoe has.
 *
 * - density    an integral, given s; p(λ) = (4/π²) ln λ/(λ² − 1) of λ = z·h
 * - mixing     λ = z·h, z and h ~ C⁺(0, 1); w ~ N(0, (λs)²), s ~ C⁺(0, tau0)
 * - shrinkage  p(κ) = ln((1 − κ)/κ)/(π² (1 − 2κ) √(κ(1 − κ))), κ = 1/(1 + λ²)
 * - spike      (ln 1/|w|)²
 * - tail       ln|w|/w²
 * - source     Bhadra, Datta, Polson and Willard (2017), Bayesian Analysis 12(4)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { halfCauchy, mul, over, program, returns, sample } from '../dsl/index.ts'
import { fromScale, type ScaleMixture } from './ScaleMixture.ts'

/**
 * s ~ C⁺(0, tau0), one for the tensor; z and h ~ C⁺(0, 1), one each per group; w ~ N(0, (z·h·s)²).
 * Bhadra, Datta, Polson & Willard 2017.
 *
 * @example
 * dense(features, hidden, horseshoePlus(1e-3))(x)
 */
export const horseshoePlus = (tau0: number): ScaleMixture =>
  fromScale((...axes) =>
    pipe(
      program,
      sample('s', halfCauchy(tau0)),
      sample('z', over(...axes)(halfCauchy(1))),
      sample('h', over(...axes)(halfCauchy(1))),
      returns(({ s, z, h }) => pipe(z, mul(h), mul(s)))
    )
  )
