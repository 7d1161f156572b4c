/**
 * Cholesky factors L of correlation matrices L Lᵀ: lower triangular, rows of length 1, a diagonal above 0.
 *
 * - bijector  by canonical partial correlations z = tanh(u), one for each pair of a row i and a column
 *             k < i: L_ik = z_ik Π_(m<k) √(1 − z_im²), L_ii = Π_(m<i) √(1 − z_im²);
 *             ln |det dL/du| = Σ (2 ln sech u_ik + Σ_(m<k) ln sech u_im), of what lies below the diagonal.
 *             u = 0 is the identity, without correlations
 * - source    Lewandowski, Kurowicka and Joe (2009), Journal of Multivariate Analysis 100(9)
 *
 * @since 0.2.0
 */
import { interval } from '../../expr/intervals/Interval.ts'
import { partialCorrelationsOf } from './PartialCorrelations.ts'
import { drawnOnly, noBijector, type SupportKind, unbounded } from './SupportKind.ts'

export interface CorrelationSupport {
  readonly _tag: 'Correlation'
  /** The axes of rows and of columns. */
  readonly along: string
  readonly across: string
  readonly size: number
}
export const correlation = (along: string, across: string, size: number): CorrelationSupport => ({
  _tag: 'Correlation',
  along,
  across,
  size
})

const one = 'an element of a Cholesky factor of correlations'

export const kind: SupportKind<CorrelationSupport> = {
  code: 14,
  one,
  many: 'elements of a Cholesky factor of correlations',
  isNumeric: true,
  values: interval(-1, 1, true),
  holds: (x) => Math.abs(x) <= 1,
  proof: drawnOnly(one, () => false),
  outcomes: undefined,
  bijector: noBijector,
  vectorBijector: ({ along, across, size }) => partialCorrelationsOf(along, across, size),
  bounds: unbounded
}
