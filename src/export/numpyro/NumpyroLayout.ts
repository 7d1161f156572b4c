/**
 * Arrays of Python laid over named axes. Broadcasting by name is `x[:, None]`.
 *
 * @since 0.2.0
 */
import type { Axes } from '../../expr/Expr.ts'
import { level, type Piece, piece } from '../../expr/print/Notation.ts'
import { inside } from './NumpyroOperations.ts'

/** Python for an array, and its axes in order. */
export interface Laid {
  readonly code: Piece
  readonly axes: Axes
}

/** `(3,)`, `(3, 2)`. */
export const tuple = (parts: ReadonlyArray<number | string>): string =>
  `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`

/**
 * x over these axes in this order, all of its own among them: one of size 1 for each that it
 * lacks, but for the first ones, which broadcasting adds.
 */
export const laid = ({ code, axes }: Laid, over: Axes): Piece => {
  const places = over.filter((a) => axes.includes(a)).map((a) => axes.indexOf(a))
  const isInOrder = places.every((p, i) => p === i)
  const moved = isInOrder ? code : piece(`jnp.transpose(${code.text}, ${tuple(places)})`)
  const index = over
    .slice(over.findIndex((a) => axes.includes(a)))
    .map((a) => (axes.includes(a) ? ':' : 'None'))
  return axes.length === 0 || !index.includes('None')
    ? moved
    : piece(`${inside(level.atom)(moved)}[${index.join(', ')}]`)
}

/** The letters of two operands and a result for `einsum`. */
export const letters = (...axes: ReadonlyArray<Axes>): ReadonlyArray<string> => {
  const all = [...new Set(axes.flat())]
  return axes.map((own) => own.map((a) => String.fromCodePoint(97 + all.indexOf(a))).join(''))
}
