/**
 * Values in Stan: whole, as a number, a vector or a matrix that operations take at once, or element
 * by element. Broadcasting by name is to leave an index out.
 *
 * @since 0.2.0
 */
import type { Axes } from '../../expr/Expr.ts'
import { level, type Piece, piece } from '../../expr/print/Notation.ts'
import { inside } from './StanOperations.ts'

/** The position along an axis, counted from 1. */
export type StanIndex = (axis: string) => Piece

/**
 * - `at` one element; none of what is had only whole, as a product of matrices
 * - `whole` none of what is had only by elements; never of more than two axes
 * - `isStored` a variable or a number: to read it again costs nothing
 */
export interface StanValue {
  readonly axes: Axes
  readonly at: ((index: StanIndex) => Piece) | undefined
  readonly whole: Piece | undefined
  readonly isStored: boolean
  /** Of a variable over the axes in their order. */
  readonly name?: string
}

/** `real`, `vector[n]`, `matrix[n, m]`, `array[n, m, k] real`; constraints behind the type. */
export const stanType = (sizes: ReadonlyArray<string>, constraint = ''): string =>
  sizes.length === 0
    ? `real${constraint}`
    : sizes.length === 1
      ? `vector${constraint}[${sizes.join()}]`
      : sizes.length === 2
        ? `matrix${constraint}[${sizes.join(', ')}]`
        : `array[${sizes.join(', ')}] real${constraint}`

const repeated = (element: string, sizes: ReadonlyArray<string>): string => {
  const rest = sizes.slice(3)
  const inner = rest.length === 0 ? element : repeated(element, rest)
  return `rep_array(${[inner, ...sizes.slice(0, 3)].join(', ')})`
}

/** Every element the same; `rep_array` takes three sizes at most. */
export const filledWith = (start: string, sizes: ReadonlyArray<string>): string => {
  if (sizes.length === 0) return start
  const name = ['rep_vector', 'rep_matrix'][sizes.length - 1]
  return name === undefined ? repeated(start, sizes) : `${name}(${[start, ...sizes].join(', ')})`
}

export const stanIntegers = (sizes: ReadonlyArray<string>, constraint: string): string =>
  sizes.length === 0 ? `int${constraint}` : `array[${sizes.join(', ')}] int${constraint}`

/** The axes, where the sizes do not say them. */
export const axesComment =
  (sizeText: (axis: string) => string) =>
  (axes: Axes): string =>
    axes.every((a) => sizeText(a) === a) ? '' : ` // ${axes.join(', ')}`

const bare = inside(level.compare)

export const elementOf = (name: string, axes: Axes, index: StanIndex): Piece =>
  axes.length === 0 ? piece(name) : piece(`${name}[${axes.map((a) => bare(index(a))).join(', ')}]`)

/** A variable over these axes, in the order in which it has them. */
export const variable = (name: string, axes: Axes): StanValue => ({
  axes,
  at: (index) => elementOf(name, axes, index),
  whole: axes.length <= 2 ? piece(name) : undefined,
  isStored: true,
  name
})

export const numberText = (x: number): Piece => {
  if (Number.isNaN(x)) return piece('not_a_number()')
  if (!Number.isFinite(x)) return piece(x > 0 ? 'positive_infinity()' : 'negative_infinity()')
  const text = /[.e]/.test(String(x)) ? String(x) : `${x}.0`
  return piece(text, x < 0 ? level.sum : level.atom)
}

export const scalarValue = (code: Piece, isStored = false): StanValue => ({
  axes: [],
  at: () => code,
  whole: code,
  isStored
})

/** Transposed, where two axes stand in the other order. */
export const transposed = (x: Piece): Piece => piece(`${inside(level.atom)(x)}'`)

const indexNames = ['i', 'j', 'k', 'l', 'm', 'n']

/** A name for the position along each axis, none of them taken. */
export const loopNames = (axes: Axes, isTaken: (name: string) => boolean): StanIndex => {
  const free = [...indexNames, ...axes.map((_, i) => `i${i + 1}`)].filter((n) => !isTaken(n))
  return (axis) => piece(free[axes.indexOf(axis)] ?? `index_${axes.indexOf(axis)}`)
}

/** Statements for every element. */
export const looped = (
  axes: Axes,
  index: StanIndex,
  sizeText: (axis: string) => string,
  body: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const [axis, ...inner] = axes
  return axis === undefined
    ? body
    : [
        `for (${index(axis).text} in 1:${sizeText(axis)}) {`,
        ...looped(inner, index, sizeText, body).map((l) => `  ${l}`),
        '}'
      ]
}
