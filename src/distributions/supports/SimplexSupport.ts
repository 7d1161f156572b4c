/**
 * Vectors of shares: positive numbers along an axis that sum to 1.
 *
 * - bijector  x = softmax(V u), u ∈ ℝⁿ⁻¹, V n − 1 orthonormal columns that sum to 0;
 *             ln |det dx/du| = Σ ln x + ½ ln n. u = 0 is the middle, and no element is the last: another
 *             order of them turns u, so that a guide with one variance for each coordinate does not lean
 *             to any. Sticks that are broken one after the other do
 * - source    Egozcue et al. (2003), Mathematical Geology 35(3), of logarithms of ratios
 *
 * @since 0.2.0
 */
import { interval } from '../../expr/intervals/Interval.ts'
import { drawnOnly, noBijector, type SupportKind, unbounded } from './SupportKind.ts'
import { softmaxOf } from './VectorBijector.ts'

export interface SimplexSupport {
  readonly _tag: 'Simplex'
  readonly along: string
  readonly size: number
}
export const simplex = (along: string, size: number): SimplexSupport => ({
  _tag: 'Simplex',
  along,
  size
})

const one = 'a share of a vector that sums to 1'
const holds = (x: number): boolean => x > 0 && x < 1

export const kind: SupportKind<SimplexSupport> = {
  code: 12,
  one,
  many: 'shares that sum to 1',
  isNumeric: true,
  values: interval(0, 1 - 2 ** -53, false),
  holds,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: noBijector,
  vectorBijector: ({ along, size }) => softmaxOf(along, size),
  bounds: unbounded
}
