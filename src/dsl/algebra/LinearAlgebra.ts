/**
 * Square matrices over two named axes of one size, of rows and of columns: an axis appears once in a
 * tensor, so that the two have names of their own. Other axes of a matrix, or of what is solved for, run
 * along: a matrix for each of their indices.
 *
 * A factor of n columns takes n steps, and a solution 2 log₂ n products of matrices, once for all that is
 * solved by one factor: for matrices of tens of rows.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { contract, type Expr, iota, type Square } from '../../expr/index.ts'
import * as M from '../../expr/Matrices.ts'
import { equal, log, mul, sumOver } from '../../expr/Words.ts'
import { type Axis, axis, mention } from '../Axis.ts'
import { requireFresh } from '../Layout.ts'
import { misuse } from '../Misuse.ts'
import { requireAxes } from '../Reductions.ts'
import type { Binary, Real } from '../SupportTypes.ts'
import { type Having, numeric, type Tensor, tensor, type Untyped } from '../Tensor.ts'

// constructors

/** Refuses two axes that no square matrix has. */
const squareOf = (word: string, rows: Axis<string>, columns: Axis<string>): Square => {
  if (rows.name === columns.name)
    misuse(
      '',
      `${word}: the axis '${rows.name}' is given twice`,
      'an axis appears once in a tensor; a square matrix needs two',
      `give columns a name of their own: axis('${rows.name}2', ${rows.size})`
    )
  const plate = [rows, columns].find((a) => a.size === 'data')
  if (rows.size === 'data' || plate !== undefined)
    return misuse(
      '',
      `${word}: '${plate?.name ?? rows.name}' is a plate`,
      'all rows of a matrix are calculated with at once, and their number is known before the data',
      "give it an axis of a size: axis('points', 12)"
    )
  if (rows.size !== columns.size)
    misuse(
      '',
      `${word}: '${rows.name}' has ${rows.size} indices and '${columns.name}' ${columns.size}`,
      'its matrix is square',
      `axis('${columns.name}', ${rows.size})`
    )
  return {
    rows: rows.name,
    columns: columns.name,
    between: M.betweenAxis(columns.name),
    size: rows.size
  }
}

/** A matrix that a word is given, with its axes. */
const matrixOf = (word: string, rows: Axis<string>, columns: Axis<string>, a: object) => {
  const s = squareOf(word, rows, columns)
  const t = numeric(word, a)
  requireAxes(word, [rows.name, columns.name], t)
  requireFresh(word, [s.between], t.expr.axes)
  return { s, t, mentioned: mention(t.mentioned, [rows, columns]) }
}

/** Refuses what is solved for where it lacks the axis of its equations, or has that of the answer. */
const requireSide = (word: string, has: string, lacks: string, b: Untyped): void => {
  requireAxes(word, [has], b)
  if (b.expr.axes.includes(lacks))
    misuse(
      '',
      `${word}: the right side has the axis '${lacks}' too`,
      `it is solved for along '${has}', and the answer is along '${lacks}'`,
      `rename its axis '${lacks}'`
    )
}

// matrices

/**
 * 1 where the index of the row is that of the column, 0 elsewhere.
 *
 * @example
 * identity(features, axis('features2', 3))
 */
export const identity = <R extends string, C extends string>(
  rows: Axis<R>,
  columns: Axis<C>
): Tensor<R | C, Binary> => {
  squareOf('identity', rows, columns)
  return tensor(pipe(iota(rows.name), equal(iota(columns.name))), 'Binary', [rows, columns])
}

/**
 * The diagonal of a matrix, over its rows.
 *
 * @example
 * pipe(identity(features, axis('features2', 3)), diagonal(features, axis('features2', 3)))
 */
export const diagonal =
  <R extends string, C extends string>(rows: Axis<R>, columns: Axis<C>) =>
  <A extends string, N extends string>(
    a: Tensor<A, Real, N> & Having<R | C, A, N>
  ): Tensor<Exclude<A, C>> => {
    const { s, t, mentioned } = matrixOf('diagonal', rows, columns, a)
    return tensor(M.diagonal(s)(t.expr), 'Real', mentioned)
  }

/**
 * The lower triangular L of A = L Lᵀ, of a symmetric A that is positive definite; of A what lies on and
 * below the diagonal is read. NaN where A is not positive definite, as a draw of the prior may find: add
 * a small multiple of `identity` to a covariance that nearly is not.
 *
 * @example
 * const others = axis('others', 3)
 * pipe(identity(features, others), mul(tau), cholesky(features, others))
 */
export const cholesky =
  <R extends string, C extends string>(rows: Axis<R>, columns: Axis<C>) =>
  <A extends string, N extends string>(a: Tensor<A, Real, N> & Having<R | C, A, N>): Tensor<A> => {
    const { s, t, mentioned } = matrixOf('cholesky', rows, columns, a)
    return tensor(M.cholesky(s)(t.expr), 'Real', mentioned)
  }

/**
 * ln det A of a symmetric positive definite A: twice the sum of ln L_ii of its factor, which is computed
 * once for both.
 *
 * @example
 * const others = axis('others', 3)
 * pipe(identity(features, others), mul(tau), logDeterminant(features, others))
 */
export const logDeterminant =
  <R extends string, C extends string>(rows: Axis<R>, columns: Axis<C>) =>
  <A extends string, N extends string>(
    a: Tensor<A, Real, N> & Having<R | C, A, N>
  ): Tensor<Exclude<A, R | C>> => {
    const { s, t, mentioned } = matrixOf('logDeterminant', rows, columns, a)
    return tensor(
      pipe(log(M.diagonal(s)(M.cholesky(s)(t.expr))), sumOver([s.rows]), mul(2)),
      'Real',
      mentioned
    )
  }

// equations

const solved =
  (
    word: string,
    from: (s: Square) => readonly [has: string, lacks: string],
    by: (s: Square, l: Expr, b: Expr) => Expr
  ) =>
  (rows: Axis<string>, columns: Axis<string>, l: object, b: object) => {
    const { s, t, mentioned } = matrixOf(word, rows, columns, l)
    const side = numeric(word, b)
    requireSide(word, ...from(s), side)
    return {
      expr: by(s, t.expr, side.expr),
      mentioned: mention(mention(side.mentioned, mentioned), [axis(s.between, s.size)])
    }
  }

const forward = (s: Square, l: Expr, b: Expr): Expr => contract([s.rows])(M.inverseFor(s)(l), b)
const backward = (s: Square, l: Expr, b: Expr): Expr => contract([s.columns])(M.inverseFor(s)(l), b)

/**
 * x over columns, of L x = b over rows, L lower triangular: what lies above its diagonal is not read.
 * Of a vector with the covariance L Lᵀ it makes one of independent elements.
 *
 * @example
 * const others = axis('others', 3)
 * pipe(w, solveLower(features, others)(identity(features, others)))
 */
export const solveLower =
  <R extends string, C extends string>(rows: Axis<R>, columns: Axis<C>) =>
  <A extends string, M extends string>(l: Tensor<A, Real, M> & Having<R | C, A, M>) =>
  <B extends string, N extends string>(
    b: Tensor<B, Real, N> & Having<R, B, N>
  ): Tensor<Exclude<A | B, R>> => {
    const { expr, mentioned } = solved('solveLower', (s) => [s.rows, s.columns], forward)(
      rows,
      columns,
      l,
      b
    )
    return tensor(expr, 'Real', mentioned)
  }

/**
 * x over rows, of Lᵀ x = b over columns, L lower triangular: what lies above its diagonal is not read.
 *
 * @example
 * const others = axis('others', 3)
 * pipe(w, rename(features, others), solveLowerTransposed(features, others)(identity(features, others)))
 */
export const solveLowerTransposed =
  <R extends string, C extends string>(rows: Axis<R>, columns: Axis<C>) =>
  <A extends string, M extends string>(l: Tensor<A, Real, M> & Having<R | C, A, M>) =>
  <B extends string, N extends string>(
    b: Tensor<B, Real, N> & Having<C, B, N>
  ): Tensor<Exclude<A | B, C>> => {
    const { expr, mentioned } = solved(
      'solveLowerTransposed',
      (s) => [s.columns, s.rows],
      backward
    )(rows, columns, l, b)
    return tensor(expr, 'Real', mentioned)
  }

/**
 * x of A x = b, both over rows, of the factor L of A = L Lᵀ: forward by L, back by Lᵀ.
 *
 * @example
 * const others = axis('others', 3)
 * const factor = pipe(identity(features, others), mul(tau), cholesky(features, others))
 * pipe(w, choleskySolve(features, others)(factor))
 */
export const choleskySolve =
  <R extends string, C extends string>(rows: Axis<R>, columns: Axis<C>) =>
  <A extends string, M extends string>(l: Tensor<A, Real, M> & Having<R | C, A, M>) =>
  <B extends string, N extends string>(
    b: Tensor<B, Real, N> & Having<R, B, N>
  ): Tensor<Exclude<A, C> | Exclude<B, C>> => {
    const { expr, mentioned } = solved(
      'choleskySolve',
      (s) => [s.rows, s.columns],
      (s, factor, side) => backward(s, factor, forward(s, factor, side))
    )(rows, columns, l, b)
    return tensor(expr, 'Real', mentioned)
  }
