/**
 * The normal distribution of a vector.
 *
 * - density    ln p(x) = −½ |A⁻¹(x − m)|² − ln|det A| − ½ n ln 2π, x ∈ ℝⁿ, A Aᵀ the covariance. −∞
 *              where a diagonal element of L is 0, and where Σ or P is not positive definite; draws are NaN
 *              of the latter
 * - arguments  mean m real; of what lies on and below the diagonal of a matrix over `along` (rows) and
 *              `across` (columns): the Cholesky factor L, A = L; the covariance Σ = L Lᵀ; or the precision
 *              P = L Lᵀ, A = L⁻ᵀ
 * - axes       a draw carries `along` and the axes of the arguments without `across`
 * - moments    E x = m, Var x_i = Σ_j A_ij²
 * - whitened   x = m + A ε, ε independent standard normals
 * - entropy    ln|det A| + ½ n (1 + ln 2π)
 * - cost       of L⁻¹ 2 log₂ n products of matrices, of a factor n steps: once for all vectors of one
 *              matrix
 * - source     Gelman et al. (2013), Bayesian Data Analysis, A.1; Higham (2002), Accuracy and Stability
 *              of Numerical Algorithms, 14.2, of inverses by blocks
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, contract, type Expr, reduce, rename, size, where } from '../../expr/Expr.ts'
import {
  betweenAxis,
  cholesky,
  diagonal,
  inverseFor,
  lower,
  type Square
} from '../../expr/Matrices.ts'
import {
  abs,
  add,
  type ExprLike,
  less,
  lift,
  log,
  mul,
  neg,
  square,
  sub,
  sumOver
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { type Normal, normal } from '../real/Normal.ts'
import { real } from '../supports/RealSupport.ts'
import { normalVectorDraws } from './NormalVectorDraws.ts'
import { together } from './Together.ts'

/** What may be known of the covariance. */
export const matricesBy = ['cholesky', 'covariance', 'precision'] as const
export type MatrixBy = (typeof matricesBy)[number]

/** @category model */
export interface MultivariateNormal {
  readonly _tag: 'MultivariateNormal'
  readonly mean: Expr
  readonly by: MatrixBy
  readonly matrix: Expr
  readonly along: string
  readonly across: string
  /** How many elements a vector has. */
  readonly size: number
}

/** @category constructors */
export const multivariateNormal = (
  a: Omit<MultivariateNormal, '_tag' | 'mean'> & { readonly mean: ExprLike }
): MultivariateNormal => {
  const { by, matrix, along, across } = a
  if (![along, across].every((axis) => matrix.axes.includes(axis)))
    throw new Error(`internal: ${by} over [${matrix.axes.join(', ')}], not ${along} and ${across}`)
  return { _tag: 'MultivariateNormal', ...a, mean: lift(a.mean) }
}

const squareOf = ({ along, across, size: n }: MultivariateNormal): Square => ({
  rows: along,
  columns: across,
  between: betweenAxis(across),
  size: n
})

/** A over rows and columns, its inverse with rows over `across`, and |A_ii|. */
interface Factors {
  readonly factor: Expr
  readonly inverse: Expr
  readonly spread: Expr
}

const factors = (d: MultivariateNormal): Factors => {
  const s = squareOf(d)
  const l = d.by === 'cholesky' ? lower(s)(d.matrix) : cholesky(s)(d.matrix)
  const inverse = inverseFor(s)(l)
  return d.by === 'precision'
    ? { factor: inverse, inverse: l, spread: log(abs(diagonal(s)(l))) }
    : { factor: l, inverse, spread: log(abs(diagonal(s)(l))) }
}

/** @category instances */
export const family = (d: MultivariateNormal): Family<MultivariateNormal | Normal> => {
  const { along, across } = d
  const sign = d.by === 'precision' ? -1 : 1
  const known: { value?: Factors } = {}
  const made = (): Factors => (known.value ??= factors(d))
  /** ln|det A| + ½ n ln 2π */
  const logSpread = (): Expr =>
    pipe(
      made().spread,
      sumOver([along]),
      mul(sign),
      add(pipe(size(along), mul(0.5 * Math.log(2 * Math.PI))))
    )
  const moment = (k: number): Option<Expr> => {
    switch (k) {
      case 0:
        return some(constant(1))
      case 1:
        return some(d.mean)
      case 2:
        return some(pipe(square(d.mean), add(pipe(square(made().factor), sumOver([across])))))
      default:
        return none
    }
  }
  return {
    tag: d._tag,
    support: real,
    arguments: [
      { name: 'mean', value: d.mean, support: 'Real' },
      { name: d.by, value: d.matrix, support: 'Real' }
    ],
    consumes: [across, betweenAxis(across)],
    jointly: [along],
    vectorAxes: [along, across, betweenAxis(across)].map((name) => ({ name, size: d.size })),
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      const white = contract([along])(made().inverse, pipe(x, sub(d.mean)))
      const least = pipe(made().spread, reduce('min', [along]))
      return where(
        pipe(constant(-Infinity), less(least)),
        pipe(square(white), sumOver([across]), mul(-0.5), sub(logSpread())),
        constant(-Infinity)
      )
    },
    mapArguments: (f) => ({ ...d, mean: f(d.mean), matrix: f(d.matrix) }),
    ...together,
    whitened: {
      base: normal(0, 1),
      value: (base) =>
        pipe(contract([across])(made().factor, rename(along, across)(base)), add(d.mean))
    },
    sampleVector: normalVectorDraws[d.by],
    get peak() {
      return some(neg(logSpread()))
    },
    moment,
    median: some(d.mean),
    get entropy() {
      return some(pipe(logSpread(), add(pipe(size(along), mul(0.5)))))
    },
    show: ([mean = '', matrix = '']) =>
      `multivariateNormal({ mean: ${mean}, ${d.by}: ${matrix}, along: ${along}, across: ${across} })`
  }
}
