/**
 * Each standard law between two places.
 *
 * @since 0.2.0
 */
import { exponentialBetween } from './ExponentialBetween.ts'
import { logisticBetween } from './LogisticBetween.ts'
import { normalBetween } from './NormalBetween.ts'
import type { BetweenOf, StandardLaw } from './Standard.ts'

export const betweenOf: { readonly [L in StandardLaw]: BetweenOf } = {
  exponential: exponentialBetween,
  logistic: logisticBetween,
  normal: normalBetween
}
