/**
 * The indices 0 … size − 1 of an axis.
 *
 * @since 0.2.0
 */
import { nonNegative } from '../../expr/intervals/Interval.ts'
import { drawnOnly, noBijector, type SupportKind, unbounded } from './SupportKind.ts'

export interface CategoriesSupport {
  readonly _tag: 'Categories'
  readonly axis: string
}
export const categories = (axis: string): CategoriesSupport => ({ _tag: 'Categories', axis })

const one = 'an index of an axis'
const holds = (x: number): boolean => Number.isInteger(x) && x >= 0

export const kind: SupportKind<CategoriesSupport> = {
  code: 5,
  one,
  many: 'indices',
  isNumeric: false,
  values: nonNegative,
  holds,
  proof: drawnOnly(one, holds),
  // the axis of the classes is the first that a draw uses up
  outcomes: ([classes = 0]) => classes,
  bijector: noBijector,
  bounds: unbounded
}
