/**
 * What a closed Kullback–Leibler divergence is: an expression in nats with its formula, its error
 * and how it was found.
 *
 * Rules are written with the guide's scale as log(scale): a guide has scale = exp(½ ln σ²), and
 * simplification folds the logarithm.
 *
 * @since 0.1.0
 */
import { type Option, some } from 'fp-ts/lib/Option.js'
import type { Expr } from '../../expr/Expr.ts'
import type { Distributions, DistributionTag } from '../Distribution.ts'

/** The normal-Jeffreys divergence, exactly or by the published fit. */
export type JeffreysForm = 'exact' | 'fitted'
export interface KlOptions {
  readonly jeffreys: JeffreysForm
}

/** KL(q ‖ p) elementwise, in nats. */
export interface ClosedKl {
  readonly nats: Expr
  readonly kind: 'closed form' | 'approximation' | 'quadrature'
  /** Formula and error, for people. */
  readonly note: string
  /** p is improper: only differences of this divergence mean something. */
  readonly upToConstant: boolean
}

/** None where the arguments at hand have no closed form. */
export type KlRule<Q extends DistributionTag, P extends DistributionTag> = (
  q: Distributions[Q],
  p: Distributions[P],
  options: KlOptions
) => Option<ClosedKl>

/** The divergence from a proper prior in closed form. */
export const closedForm = (nats: Expr, note: string): Option<ClosedKl> =>
  some({ nats, kind: 'closed form', note, upToConstant: false })

/** ½(ln 2π + 1): the entropy of a standard normal, in nats. */
export const standardEntropy = 0.5 * (Math.log(2 * Math.PI) + 1)
