/**
 * Vectors of real numbers that rise along an axis.
 *
 * - bijector  x_0 = u_0, x_k = x_(k−1) + e^(u_k); ln |det dx/du| = Σ_(k ≥ 1) u_k
 *
 * @since 0.2.0
 */
import { real } from '../../expr/intervals/Interval.ts'
import { drawnOnly, noBijector, type SupportKind, unbounded } from './SupportKind.ts'
import { gapsOf } from './VectorBijector.ts'

export interface OrderedSupport {
  readonly _tag: 'Ordered'
  readonly along: string
  readonly size: number
}
export const rising = (along: string, size: number): OrderedSupport => ({
  _tag: 'Ordered',
  along,
  size
})

const one = 'a number of a vector that rises'

export const kind: SupportKind<OrderedSupport> = {
  code: 13,
  one,
  many: 'numbers that rise',
  isNumeric: true,
  values: real,
  holds: Number.isFinite,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: noBijector,
  vectorBijector: ({ along, size }) => gapsOf(along, size),
  bounds: unbounded
}
