/**
 * Closed divergences of the distributions that stand as guides, by prior.
 *
 * @since 0.1.0
 */
import { none, type Option } from 'fp-ts/lib/Option.js'
import type { Distribution } from '../../distributions/Distribution.ts'
import type { LogNormal } from '../../distributions/positive/LogNormal.ts'
import type { Normal } from '../../distributions/real/Normal.ts'
import {
  logNormalExponential,
  logNormalGamma,
  logNormalHalfNormal,
  logNormalInverseGamma
} from './GammaKls.ts'
import { logNormalHalfCauchy } from './HalfCauchyKls.ts'
import { normalLogUniform } from './JeffreysKls.ts'
import { logNormalLogNormal, normalNormal } from './NormalKls.ts'
import { logNormalFrechet, logNormalWeibull } from './WeibullKls.ts'
import { type ClosedKl, klBy, type KlOptions, type KlRow } from './KlRule.ts'

/** Distributions that stand as guides with divergences of their own. */
export interface KlTable {
  readonly Normal: KlRow<Normal>
  readonly LogNormal: KlRow<LogNormal>
}

export const klTable: KlTable = {
  Normal: {
    LogUniform: normalLogUniform,
    Normal: normalNormal
  },
  LogNormal: {
    Exponential: logNormalExponential,
    Frechet: logNormalFrechet,
    Gamma: logNormalGamma,
    HalfCauchy: logNormalHalfCauchy,
    HalfNormal: logNormalHalfNormal,
    InverseGamma: logNormalInverseGamma,
    LogNormal: logNormalLogNormal,
    Weibull: logNormalWeibull
  }
}

/** KL(q ‖ p) in nats, elementwise, where the table has it. */
export const closedKl = (
  q: Distribution,
  p: Distribution,
  options: KlOptions
): Option<ClosedKl> => {
  switch (q._tag) {
    case 'Normal':
      return klBy(klTable.Normal, q)(p, options)
    case 'LogNormal':
      return klBy(klTable.LogNormal, q)(p, options)
    default:
      return none
  }
}
