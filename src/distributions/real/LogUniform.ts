/**
 * The log-uniform law of a scale, the normal-Jeffreys prior: uniform in ln|x| over all of ℝ∖{0}, so
 * that no scale is preferred.
 *
 * - density    ln p(x) = −ln|x| up to a constant that no choice makes 0: it is improper, cannot be
 *              sampled, and is not the log-uniform distribution of an interval
 * - support    signed: only x² counts
 * - source     Kingma, Salimans and Welling (2015), NeurIPS; Louizos, Ullrich and Welling (2017),
 *              NeurIPS
 *
 * @since 0.1.0
 */
import { left } from 'fp-ts/lib/Either.js'
import { none } from 'fp-ts/lib/Option.js'
import { abs, log, neg } from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { signed } from '../supports/SignedSupport.ts'

/** @category model */
export interface LogUniform {
  readonly _tag: 'LogUniform'
}

/** @category constructors */
export const logUniform: LogUniform = { _tag: 'LogUniform' }

/** @category instances */
export const family = (d: LogUniform): Family<LogUniform> => ({
  tag: d._tag,
  support: signed,
  arguments: [],
  consumes: [],
  jointly: [],
  isProper: false,
  holdsEnds: false,
  logDensity: (x) => neg(log(abs(x))),
  mapArguments: () => d,
  locationScale: none,
  expansion: none,
  pathwise: none,
  sample: left('its density is improper: it has no total mass'),
  peak: none,
  moment: () => none,
  median: none,
  cdf: none,
  quantile: none,
  standard: none,
  entropy: none,
  show: () => 'logUniform'
})
