/**
 * KL of a truncated normal on an interval from its laws.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Expr } from '../../expr/Expr.ts'
import { add, div, exp, log, mul, neg, square, sub } from '../../expr/Words.ts'
import { closedForm, type KlRow, type KlRule, standardEntropy } from './KlRule.ts'

/** λ = ln s², and the distances of the ends in deviations with the mass between them. */
export interface TruncatedNormal {
  readonly logVariance: Expr
  readonly ends: { readonly low: Expr; readonly high: Expr; readonly mass: Expr }
}

/** x φ(x). */
const weighted = (x: Expr): Expr =>
  pipe(square(x), mul(-0.5), exp, mul(1 / Math.sqrt(2 * Math.PI)), mul(x))

const fromUniform: KlRule<TruncatedNormal, 'Uniform'> = ({
  logVariance,
  ends: { low, high, mass }
}) =>
  closedForm(
    pipe(
      pipe(weighted(low), add(weighted(high)), div(mass), mul(0.5)),
      sub(log(mass)),
      add(pipe(neg(logVariance), mul(0.5))),
      sub(standardEntropy)
    ),
    '(|A|φ(A) + Bφ(B))/(2Z) − ln Z − ln s − ½(ln 2π + 1), A and B the ends in deviations, Z the mass between'
  )

export const truncatedNormalKls: KlRow<TruncatedNormal> = { Uniform: fromUniform }
