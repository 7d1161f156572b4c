/**
 * Half-t scales: the horseshoe with lighter tails, whose weights have a mean above one degree of
 * freedom.
 *
 * - density    an integral, given s
 * - mixing     w ~ N(0, (z·s)²), z ~ half-t with df ν, s ~ C⁺(0, tau0); the horseshoe at ν = 1
 * - shrinkage  p(κ) = t(√((1 − κ)/κ); ν)/√(κ³(1 − κ)), κ = 1/(1 + z²)
 * - spike      ln 1/|w|
 * - tail       |w|^(−ν − 1)
 * - source     Gelman (2006), Bayesian Analysis 1(3)
 *
 * @since 0.2.0
 */
import { halfCauchy, halfStudentT } from '../dsl/index.ts'
import { type ScaleMixture, scaleMixture } from './ScaleMixture.ts'

/**
 * s ~ C⁺(0, tau0), one for the tensor; z ~ half-t with `df` degrees of freedom, one per group;
 * w ~ N(0, (z·s)²): the horseshoe at one degree of freedom, lighter tails above.
 *
 * @example
 * dense(features, hidden, halfTScales({ df: 3, tau0: 1e-3 }))(x)
 */
export const halfTScales = ({
  df,
  tau0
}: {
  readonly df: number
  readonly tau0: number
}): ScaleMixture =>
  scaleMixture({ global: halfCauchy(tau0), local: halfStudentT({ df, scale: 1 }) })
