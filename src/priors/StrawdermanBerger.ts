/**
 * The Strawderman–Berger prior: a kink at 0, Cauchy's tail, and a mean that is minimax.
 *
 * - density    p(w) = (1 − t(1 − Φ(t))/φ(t))/(√(2π) s), t = |w|/s
 * - mixing     v/s² ~ betaPrime(1, ½)
 * - shrinkage  κ = 1/(1 + v) ~ Beta(½, 1) at s = 1
 * - spike      a kink
 * - tail       w⁻²
 * - source     Strawderman (1971), Annals of Mathematical Statistics 42(1); Berger (1980), Annals of
 *              Statistics 8(4)
 *
 * @since 0.2.0
 */
import { normalBetaPrime } from './NormalBetaPrime.ts'
import type { ScaleMixture } from './ScaleMixture.ts'

/**
 * w ~ N(0, v), v ~ scale²·betaPrime(1, ½), one per group: a kink at 0 and Cauchy's tail. Strawderman
 * 1971; Berger 1980.
 *
 * @example
 * dense(features, hidden, elementwise(strawdermanBerger(0.1)))(x)
 */
export const strawdermanBerger = (scale: number): ScaleMixture =>
  normalBetaPrime({ alpha: 1, beta: 0.5, scale })
