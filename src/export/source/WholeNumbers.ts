/**
 * Which values are integers in a language that tells them from real numbers.
 *
 * @since 0.2.0
 */
import type { SupportTag } from '../../distributions/supports/Support.ts'

export const isWhole: { readonly [S in SupportTag]: boolean } = {
  Binary: true,
  Categories: true,
  Correlation: false,
  Counts: true,
  CountsTo: true,
  HalfLine: false,
  PositiveHalfLine: false,
  PositiveInterval: false,
  Interval: false,
  Ordered: false,
  Positive: false,
  Real: false,
  Signed: false,
  Simplex: false,
  Unit: false,
  UnitInterval: false
}
