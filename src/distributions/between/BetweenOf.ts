/**
 * Each standard law between two places.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { cauchyBetween } from './CauchyBetween.ts'
import { exponentialBetween } from './ExponentialBetween.ts'
import { laplaceBetween } from './LaplaceBetween.ts'
import { logisticBetween } from './LogisticBetween.ts'
import { normalBetween } from './NormalBetween.ts'
import type { BetweenOf, Standard, StandardLaw } from './Standard.ts'
import { logGammaTails, logitBetaTails } from './TwoTails.ts'
import { tailsBetween } from './TailsBetween.ts'

const shape = ({ law, shapes = [] }: Standard, i: number): Expr => {
  const found = shapes[i]
  if (found === undefined) throw new Error(`internal: ${law} lacks a shape`)
  return found
}

export const betweenOf: { readonly [L in StandardLaw]: BetweenOf } = {
  cauchy: cauchyBetween,
  exponential: exponentialBetween,
  laplace: laplaceBetween,
  logGamma: tailsBetween((s) => logGammaTails(shape(s, 0))),
  logistic: logisticBetween,
  logitBeta: tailsBetween((s) => logitBetaTails(shape(s, 0), shape(s, 1))),
  normal: normalBetween
}
