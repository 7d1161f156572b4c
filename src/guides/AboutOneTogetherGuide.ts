/**
 * The normal guide about 1 with one variance for all elements of its site: x = 1 + exp(½λ) ε, with noise ε for
 * each. What is learnt is how noisy they are as a whole, and not which of them are needed.
 *
 * - support     ℝ∖{0}, a scale of either sign, where it misses one point
 * - parameters  λ = ln σ², one number
 * - cost        that of the guide about 1, once for each element
 * - moments     of x and x²
 * - asked for   by a user alone, who leaves the location to others
 * - source      Kingma, Salimans and Welling (2015), NeurIPS: a dropout rate for a layer
 *
 * @since 0.2.0
 */
import { aboutOneOver } from './AboutOneGuide.ts'
import type { GuideFamily } from './GuideFamily.ts'

export const aboutOneTogetherGuide: GuideFamily = {
  title: 'NormalAboutOneTogether',
  ...aboutOneOver(() => [])
}
