/**
 * What a closed Kullback–Leibler divergence is: an expression in nats with its formula, its error
 * and how it was found.
 *
 * Rules are written with the guide's scale as log(scale): a guide has scale = exp(½ ln σ²), and
 * simplification folds the logarithm.
 *
 * @since 0.1.0
 */
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import type { Expr } from '../../expr/Expr.ts'
import type { Distributions, DistributionTag } from '../../distributions/Distribution.ts'

/** The normal-Jeffreys divergence, exactly or by the published fit. */
export type JeffreysForm = 'exact' | 'fitted'
export interface KlOptions {
  readonly jeffreys: JeffreysForm
}

/** KL(q ‖ p) elementwise, in nats. */
export interface ClosedKl {
  readonly nats: Expr
  /** `point`: of a guide without density, E −ln p, which is no divergence. */
  readonly kind: 'closed form' | 'approximation' | 'quadrature' | 'point'
  /** Formula and error, for people. */
  readonly note: string
  /** p is improper: only differences of this divergence mean something. */
  readonly upToConstant: boolean
}

/** Of a q from a prior; none where the arguments at hand have no closed form. */
export type KlRule<Q, P extends DistributionTag> = (
  q: Q,
  p: Distributions[P],
  options: KlOptions
) => Option<ClosedKl>

/**
 * The rules of one kind of q by prior. A prior without a row has no closed form, or an infinite
 * divergence: a new distribution needs no row.
 */
export type KlRow<Q> = { readonly [P in DistributionTag]?: KlRule<Q, P> }

/** The tag and its distribution go together: the type keeps the rule and its argument in step. */
const look = <Q, P extends DistributionTag>(
  row: KlRow<Q>,
  tag: P,
  q: Q,
  p: Distributions[P],
  options: KlOptions
): Option<ClosedKl> => {
  const rule: KlRule<Q, P> | undefined = row[tag]
  return rule === undefined ? none : rule(q, p, options)
}

/** KL(q ‖ p) by a row, where it has the prior. */
export const klBy =
  <Q>(row: KlRow<Q>, q: Q) =>
  (p: Distributions[DistributionTag], options: KlOptions): Option<ClosedKl> =>
    look<Q, DistributionTag>(row, p._tag, q, p, options)

/** The divergence from a proper prior in closed form. */
export const closedForm = (nats: Expr, note: string): Option<ClosedKl> =>
  some({ nats, kind: 'closed form', note, upToConstant: false })

/** ½(ln 2π + 1): the entropy of a standard normal, in nats. */
export const standardEntropy = 0.5 * (Math.log(2 * Math.PI) + 1)
