/**
 * What families answer whose elements are drawn together: no element has a law of its own, so there is
 * nothing to shift, to push noise through or to invert for one of them.
 *
 * @since 0.2.0
 */
import { left } from 'fp-ts/lib/Either.js'
import { none } from 'fp-ts/lib/Option.js'
import type { Family } from '../Family.ts'

type OfElements =
  | 'locationScale'
  | 'expansion'
  | 'pathwise'
  | 'standard'
  | 'sample'
  | 'cdf'
  | 'quantile'

/** The questions that are asked of one element. */
export const together: Pick<Family<never>, OfElements> = {
  locationScale: none,
  expansion: none,
  pathwise: none,
  standard: none,
  sample: left('its elements are drawn together'),
  cdf: none,
  quantile: none
}
