/**
 * The Cholesky factor of a correlation matrix under the law of Lewandowski, Kurowicka and Joe.
 *
 * - density    ln p(L) = Σ_(i≥1) (n − 1 − i + 2η − 2) ln L_ii − ln C, with respect to what lies below the
 *              diagonal, i and k from 0; that of R = L Lᵀ is (η − 1) ln det R − ln C.
 *              ln C = Σ_(k≤n−2) (n − 1 − k) ln B(½, b_k), b_k = η + ½ (n − 2 − k)
 * - arguments  shape η > 0: at 1 all correlation matrices are as probable, above it the nearer to the
 *              identity the more
 * - axes       a draw carries `along` (rows), `across` (columns) and the axes of the shape
 * - moments    of correlations E r = 0, Var r = 1/(2η + n − 1), each ½(1 + r) ~ beta(η − 1 + ½n, η − 1 + ½n);
 *              of elements E L_ik = 0, E L_ii = Π_(k<i) B(½, b_k + ½)/B(½, b_k),
 *              E L_ik² = (1 − s_k) Π_(m<k) s_m and E L_ii² = Π_(m<i) s_m, s_k = 2b_k/(2b_k + 1)
 * - entropy    ln C − ½ Σ_i (n − 3 − i + 2η) Σ_(k<i) (ψ(b_k) − ψ(b_k + ½))
 * - draws      none that is smooth in η; on the host by independent partial correlations
 *              z_ik = 2x − 1, x ~ beta(b_k, b_k), as ratios of gammas
 * - source     Lewandowski, Kurowicka and Joe (2009), Journal of Multivariate Analysis 100(9); the
 *              normaliser as a product over partial correlations, derived anew
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, iota, where } from '../../expr/Expr.ts'
import { diagonal } from '../../expr/Matrices.ts'
import {
  add,
  digamma,
  div,
  equal,
  exp,
  type ExprLike,
  less,
  lift,
  log,
  log1p,
  mul,
  neg,
  reciprocal,
  stirling,
  sub,
  sumOver
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { logStandardGamma, type VectorDraw } from '../StandardDraws.ts'
import { correlation } from '../supports/CorrelationSupport.ts'
import { pairCount, pairsAxis, sumBefore } from '../supports/PartialCorrelations.ts'
import { upToAxis } from '../supports/VectorBijector.ts'
import { together } from './Together.ts'

/** @category model */
export interface LkjCholesky {
  readonly _tag: 'LkjCholesky'
  readonly shape: Expr
  readonly along: string
  readonly across: string
  readonly size: number
}

/** @category constructors */
export const lkjCholesky = (
  a: Omit<LkjCholesky, '_tag' | 'shape'> & { readonly shape: ExprLike }
): LkjCholesky => ({ _tag: 'LkjCholesky', ...a, shape: lift(a.shape) })

/** ln B(½, b) = ½ ln π − ½ ln b + ½ − b ln(1 + 1/(2b)) + δ(b) − δ(b + ½), δ the error of Stirling's formula */
const logBetaHalf = (b: Expr): Expr =>
  pipe(
    constant(0.5 * Math.log(Math.PI) + 0.5),
    sub(pipe(log(b), mul(0.5))),
    sub(pipe(b, mul(log1p(reciprocal(pipe(b, mul(2))))))),
    add(stirling(b)),
    sub(stirling(pipe(b, add(0.5))))
  )

/** Row by row: each partial correlation takes its part of the length that is left. */
const draw =
  (n: number): VectorDraw =>
  ([shape = []], uniform) =>
    Array.from({ length: n }, (_, i) => {
      let left = 1
      return Array.from({ length: n }, (_v, k) => {
        if (k >= i) return k === i ? left : 0
        const b = (shape[0] ?? NaN) + 0.5 * (n - 2 - k)
        const odds = 0.5 * (logStandardGamma(b, uniform) - logStandardGamma(b, uniform))
        const here = left * Math.tanh(odds)
        left /= Math.cosh(odds)
        return here
      })
    }).flat()

/** @category instances */
export const family = (d: LkjCholesky): Family<LkjCholesky> => {
  const { shape, along, across, size: n } = d
  const [i, k] = [iota(along), iota(across)]
  const isDiagonal = pipe(i, equal(k)),
    isBelow = pipe(k, less(i))
  const square = { rows: along, columns: across, between: upToAxis(across), size: n }
  const zero = constant(0)
  /** Of a column, where it has something below the diagonal. */
  const b = pipe(constant(0.5 * (n - 2)), sub(pipe(k, mul(0.5))), add(shape))
  const power = pipe(constant(n - 3), sub(i), add(pipe(shape, mul(2))))
  const all = sumOver([along, across])
  const below = (x: Expr): Expr => where(isBelow, x, zero)
  const logConstant = all(below(logBetaHalf(where(isBelow, b, constant(1)))))
  const before = sumBefore(across)
  const moment = (m: number): Option<Expr> => {
    const twice = pipe(where(isBelow, b, constant(1)), mul(2))
    switch (m) {
      case 0:
        return some(constant(1))
      case 1: {
        const own = where(isBelow, b, constant(1))
        const shrinks = pipe(logBetaHalf(pipe(own, add(0.5))), sub(logBetaHalf(own)))
        return some(where(isDiagonal, exp(before(below(shrinks))), zero))
      }
      case 2: {
        const left = neg(log1p(reciprocal(twice)))
        const rest = exp(before(below(left)))
        return some(
          where(isBelow, pipe(rest, div(pipe(twice, add(1)))), where(isDiagonal, rest, zero))
        )
      }
      default:
        return none
    }
  }
  const isBounded = shape._tag === 'Constant' && shape.value >= 1
  return {
    tag: d._tag,
    support: correlation(along, across, n),
    arguments: [{ name: 'shape', value: shape, support: 'Positive' }],
    consumes: [upToAxis(across), pairsAxis(along)],
    jointly: [along, across],
    vectorAxes: [
      ...[along, across, upToAxis(across)].map((name) => ({ name, size: n })),
      { name: pairsAxis(along), size: pairCount(n) }
    ],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      // the first element is 1 always
      const isFirst = pipe(i, less(1))
      const logs = log(where(isFirst, constant(1), diagonal(square)(x)))
      return pipe(logs, mul(power), sumOver([along]), sub(logConstant))
    },
    mapArguments: (f) => lkjCholesky({ ...d, shape: f(shape) }),
    ...together,
    sampleVector: draw(n),
    peak: isBounded ? some(neg(logConstant)) : none,
    moment,
    median: some(isDiagonal),
    get entropy() {
      const own = where(isBelow, b, constant(1))
      const each = pipe(digamma(own), sub(digamma(pipe(own, add(0.5)))), mul(power), mul(0.5))
      return some(pipe(logConstant, sub(all(below(each)))))
    },
    show: ([shown = '']) => `lkjCholesky({ shape: ${shown}, along: ${along}, across: ${across} })`
  }
}
