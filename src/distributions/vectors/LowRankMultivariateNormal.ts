/**
 * The normal distribution of a vector whose elements vary together through a few factors, and each by
 * itself: factor analysis with its factors summed out.
 *
 * - density    ln p(x) = −½ q − ½ ln|det Σ| − ½ n ln 2π, x ∈ ℝⁿ, of the covariance Σ = W Wᵀ + S², S the
 *              diagonal of scales: −∞ where one of them is 0. With A = S⁻¹W, M = I + AᵀA = L Lᵀ (r × r) and
 *              y = S⁻¹(x − m), the determinant lemma gives ½ ln|det Σ| = Σ ln|s_i| + Σ ln L_kk, and Woodbury's
 *              identity q = yᵀ(I − A M⁻¹Aᵀ)y. That is the least of |y − A z|² + |z|², met at z = M⁻¹Aᵀy, and is
 *              written so: a sum of squares in the place of a difference of large ones. L is found from A and
 *              not from M, for the same reason
 * - arguments  mean m real; factor W, real, over `along` (its n rows) and `across` (r columns); scale s
 *              signed, along the vector or one for all: only s² counts
 * - axes       a draw carries `along` and the axes of the arguments without `across`
 * - moments    E x = m, Var x_i = Σ_k W_ik² + s_i²
 * - whitened   x = m + S(I + A(I + L)⁻¹Aᵀ)ε, ε n independent standard normals: the square of that is Σ
 * - draws      x = m + W z + S ε, z and ε standard normal, smooth in the arguments; on the host
 * - entropy    ½ ln|det Σ| + ½ n (1 + ln 2π)
 * - cost       n r² in r steps, once for all vectors of one factor: no matrix is n × n
 * - source     Bartholomew, Knott and Moustaki (2011), Latent Variable Models and Factor Analysis, 3;
 *              Woodbury (1950), Memorandum Report 42
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import {
  constant,
  contract,
  type Expr,
  gather,
  iota,
  reduce,
  rename,
  size as sizeOf,
  where
} from '../../expr/Expr.ts'
import { diagonal, inverseOfLower, type Square } from '../../expr/Matrices.ts'
import { spread } from '../../expr/rules/Smart.ts'
import {
  abs,
  add,
  div,
  equal,
  type ExprLike,
  less,
  lessEqual,
  lift,
  log,
  max,
  mul,
  neg,
  reciprocal,
  sqrt,
  square,
  sub,
  sumOver,
  sumSpread
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { type Normal, normal } from '../real/Normal.ts'
import { standardNormal, type VectorDraw } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'
import { together } from './Together.ts'

/** @category model */
export interface LowRankMultivariateNormal {
  readonly _tag: 'LowRankMultivariateNormal'
  readonly mean: Expr
  readonly factor: Expr
  readonly scale: Expr
  readonly along: string
  readonly across: string
  /** How many elements a vector has. */
  readonly size: number
  /** How many factors there are. */
  readonly rank: number
}

/** @category constructors */
export const lowRankMultivariateNormal = (
  a: Omit<LowRankMultivariateNormal, '_tag' | 'mean' | 'scale'> & {
    readonly mean: ExprLike
    readonly scale: ExprLike
  }
): LowRankMultivariateNormal => {
  const { factor, along, across } = a
  if (![along, across].every((axis) => factor.axes.includes(axis)))
    throw new Error(`internal: factor over [${factor.axes.join(', ')}], not ${along} and ${across}`)
  return { _tag: 'LowRankMultivariateNormal', ...a, mean: lift(a.mean), scale: lift(a.scale) }
}

/** The axes of r × r matrices beside `across`: that of their columns, and that between two of them. */
export const factorAxes = (across: string): readonly [columns: string, between: string] => [
  `${across}_columns`,
  `${across}_between`
]

const squareOf = ({ across, rank }: LowRankMultivariateNormal): Square => {
  const [columns, between] = factorAxes(across)
  return { rows: across, columns, between, size: rank }
}

/** What A is made of, its columns divided by δ ≥ 1 so that no square leaves the numbers; any δ gives the same. */
interface Parts {
  /** A/δ, over `along` and `across`. */
  readonly directions: Expr
  /** 1/δ on the diagonal, over `across` and the columns. */
  readonly own: Expr
  /** δ⁻¹L, over `across` and the columns. */
  readonly lower: Expr
  /** ½ ln|det Σ| */
  readonly logSpread: Expr
}

/**
 * The lower L of L Lᵀ = AᵀA + DᵀD, A over `along` and D over the axis between: their columns, one below the
 * other, are laid at right angles one by one. Their rounding enters once, where in AᵀA it would be squared.
 */
const lowerOf = (d: LowRankMultivariateNormal, a: Expr, own: Expr): Expr => {
  const { rows, columns, between, size } = squareOf(d)
  let [above, below] = [a, rename(columns, between)(own)]
  let lower: Expr = constant(0)
  for (let k = 0; k < size; k++) {
    const column = gather(rows, constant(k))
    const [first, second] = [column(above), column(below)]
    const length = sqrt(
      pipe(square(first), sumOver([d.along]), add(pipe(square(second), sumOver([between]))))
    )
    const [up, down] = [pipe(first, div(length)), pipe(second, div(length))]
    const shares = pipe(contract([d.along])(up, above), add(contract([between])(down, below)))
    const found = where(pipe(constant(k), lessEqual(iota(rows))), shares, constant(0))
    above = pipe(above, sub(pipe(up, mul(found))))
    below = pipe(below, sub(pipe(down, mul(found))))
    lower = pipe(where(pipe(iota(columns), equal(k)), found, constant(0)), add(lower))
  }
  return lower
}

/** W over both axes, where what stands in its place is one number along one of them. */
const whole = ({ factor, along, across }: LowRankMultivariateNormal): Expr =>
  spread([along, across])(factor)

const partsOf = (d: LowRankMultivariateNormal): Parts => {
  const s = squareOf(d)
  const { rows, columns } = s
  const ratios = pipe(whole(d), div(d.scale))
  const lengths = pipe(abs(ratios), reduce('max', [d.along]), max(1))
  const directions = pipe(ratios, div(lengths))
  const isDiagonal = pipe(iota(rows), equal(iota(columns)))
  const own = where(isDiagonal, reciprocal(lengths), constant(0))
  const lower = lowerOf(d, directions, own)
  const ofFactors = pipe(log(diagonal(s)(lower)), add(log(lengths)), sumOver([rows]))
  const logSpread = pipe(sumSpread([d.along])(log(abs(d.scale))), add(ofFactors))
  return { directions, own, lower, logSpread }
}

const draw: VectorDraw = ([mean = [], factor = [], scale = []], uniform, n) => {
  const at = (xs: ArrayLike<number>, i: number): number => xs[xs.length === 1 ? 0 : i] ?? NaN
  const rank = factor.length / n
  const z = Array.from({ length: rank }, () => standardNormal(uniform))
  return Array.from({ length: n }, (_, i) => {
    const common = z.reduce((sum, e, k) => sum + (factor[i * rank + k] ?? NaN) * e, 0)
    return at(mean, i) + common + at(scale, i) * standardNormal(uniform)
  })
}

/** @category instances */
export const family = (
  d: LowRankMultivariateNormal
): Family<LowRankMultivariateNormal | Normal> => {
  const { along, across } = d
  const s = squareOf(d)
  const { rows, columns } = s
  const known: { value?: Parts } = {}
  const parts = (): Parts => (known.value ??= partsOf(d))
  const logSpread = (): Expr =>
    pipe(parts().logSpread, add(pipe(sizeOf(along), mul(0.5 * Math.log(2 * Math.PI)))))
  /** Rows of a matrix times a vector over them, and its columns times one. */
  const byColumns = (matrix: Expr, x: Expr): Expr =>
    contract([columns])(matrix, rename(rows, columns)(x))
  const byRows = (matrix: Expr, x: Expr): Expr => rename(columns, rows)(contract([rows])(matrix, x))

  /** q */
  const squares = (x: Expr): Expr => {
    const { directions, own, lower } = parts()
    const y = pipe(x, sub(d.mean), div(d.scale))
    const inverse = inverseOfLower(s)(lower)
    /** δ z */
    const z = byRows(inverse, byColumns(inverse, contract([along])(directions, y)))
    const rest = pipe(y, sub(contract([across])(directions, z)))
    return pipe(
      sumSpread([along])(square(rest)),
      add(pipe(square(contract([across])(own, z)), sumOver([columns])))
    )
  }
  const moment = (k: number): Option<Expr> => {
    switch (k) {
      case 0:
        return some(constant(1))
      case 1:
        return some(d.mean)
      case 2:
        return some(
          pipe(square(d.mean), add(pipe(square(whole(d)), sumOver([across]))), add(square(d.scale)))
        )
      default:
        return none
    }
  }
  return {
    tag: d._tag,
    support: real,
    arguments: [
      { name: 'mean', value: d.mean, support: 'Real' },
      { name: 'factor', value: d.factor, support: 'Real' },
      { name: 'scale', value: d.scale, support: 'Signed' }
    ],
    consumes: [across, ...factorAxes(across)],
    jointly: [along],
    vectorAxes: [
      { name: along, size: d.size },
      ...[across, ...factorAxes(across)].map((name) => ({ name, size: d.rank }))
    ],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) =>
      where(
        pipe(constant(-Infinity), less(parts().logSpread)),
        pipe(squares(x), mul(-0.5), sub(logSpread())),
        constant(-Infinity)
      ),
    mapArguments: (f) => ({ ...d, mean: f(d.mean), factor: f(d.factor), scale: f(d.scale) }),
    ...together,
    whitened: {
      base: normal(0, 1),
      value: (base) => {
        const { directions, own, lower } = parts()
        // of δ⁻¹(I + L)
        const inverse = inverseOfLower(s)(pipe(lower, add(own)))
        const shares = byColumns(inverse, contract([along])(directions, base))
        return pipe(
          contract([across])(whole(d), shares),
          add(pipe(base, mul(d.scale))),
          add(d.mean)
        )
      }
    },
    sampleVector: draw,
    get peak() {
      return some(neg(logSpread()))
    },
    moment,
    median: some(d.mean),
    get entropy() {
      return some(pipe(logSpread(), add(pipe(sizeOf(along), mul(0.5)))))
    },
    show: ([mean = '', factor = '', scale = '']) =>
      `lowRankMultivariateNormal({ mean: ${mean}, factor: ${factor}, scale: ${scale}, ` +
      `along: ${along}, across: ${across} })`
  }
}
