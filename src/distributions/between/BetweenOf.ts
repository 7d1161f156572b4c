/**
 * Each standard law between two places.
 *
 * @since 0.2.0
 */
import { cauchyBetween } from './CauchyBetween.ts'
import { exponentialBetween } from './ExponentialBetween.ts'
import { laplaceBetween } from './LaplaceBetween.ts'
import { logisticBetween } from './LogisticBetween.ts'
import { normalBetween } from './NormalBetween.ts'
import type { BetweenOf, StandardLaw } from './Standard.ts'

export const betweenOf: { readonly [L in StandardLaw]: BetweenOf } = {
  cauchy: cauchyBetween,
  exponential: exponentialBetween,
  laplace: laplaceBetween,
  logistic: logisticBetween,
  normal: normalBetween
}
