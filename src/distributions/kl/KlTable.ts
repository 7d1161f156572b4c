/**
 * Closed divergences by pair of guide and prior. The type lists every pair: one that is missing
 * does not compile.
 *
 * @since 0.1.0
 */
import { none, type Option } from 'fp-ts/lib/Option.js'
import type { Distribution, Distributions, DistributionTag } from '../Distribution.ts'
import {
  logNormalExponential,
  logNormalGamma,
  logNormalHalfNormal,
  logNormalInverseGamma
} from './GammaKls.ts'
import { logNormalHalfCauchy } from './HalfCauchyKls.ts'
import { normalLogUniform } from './JeffreysKls.ts'
import { logNormalLogNormal, normalNormal } from './NormalKls.ts'
import type { ClosedKl, KlOptions, KlRule } from './KlRule.ts'

/** Distributions that stand as guides with divergences of their own. */
export type GuideTag = 'Normal' | 'LogNormal'

type Row<Q extends DistributionTag> = { readonly [P in DistributionTag]: KlRule<Q, P> | 'none' }

/**
 * 'none': no closed form, or a guide with mass outside the prior's support, whose divergence is
 * infinite (a normal from a positive prior, either from a discrete one or from an interval), or one
 * unbounded below (a log-normal from the improper log-uniform law).
 */
export const klTable: { readonly [Q in GuideTag]: Row<Q> } = {
  Normal: {
    Bernoulli: 'none',
    Categorical: 'none',
    Exponential: 'none',
    Gamma: 'none',
    HalfCauchy: 'none',
    HalfNormal: 'none',
    InverseGamma: 'none',
    LogNormal: 'none',
    LogUniform: normalLogUniform,
    Normal: normalNormal,
    Uniform: 'none'
  },
  LogNormal: {
    Bernoulli: 'none',
    Categorical: 'none',
    Exponential: logNormalExponential,
    Gamma: logNormalGamma,
    HalfCauchy: logNormalHalfCauchy,
    HalfNormal: logNormalHalfNormal,
    InverseGamma: logNormalInverseGamma,
    LogNormal: logNormalLogNormal,
    LogUniform: 'none',
    Normal: 'none',
    Uniform: 'none'
  }
}

/**
 * Tag and distribution go together: the type keeps the column, the rule and its second argument in
 * step.
 */
const look = <Q extends GuideTag, P extends DistributionTag>(
  row: Row<Q>,
  tag: P,
  q: Distributions[Q],
  p: Distributions[P],
  options: KlOptions
): Option<ClosedKl> => {
  const rule: KlRule<Q, P> | 'none' = row[tag]
  return rule === 'none' ? none : rule(q, p, options)
}

/** KL(q ‖ p) in nats, elementwise, where the table has it. */
export const closedKl = (
  q: Distribution,
  p: Distribution,
  options: KlOptions
): Option<ClosedKl> => {
  switch (q._tag) {
    case 'Normal':
      return look<'Normal', DistributionTag>(klTable.Normal, p._tag, q, p, options)
    case 'LogNormal':
      return look<'LogNormal', DistributionTag>(klTable.LogNormal, p._tag, q, p, options)
    default:
      return none
  }
}
