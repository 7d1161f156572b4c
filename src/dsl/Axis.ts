/**
 * Named axes. The name is the identity: two axis values of one name are one axis, and their sizes
 * must agree.
 *
 * @since 0.1.0
 */
import type { AxisSize } from '../ir/Graph.ts'
import { type Category, type Count, type Positive, type Real, type Values } from './SupportTypes.ts'

// model

/** An axis with its size; `'data'` for a plate, whose size comes with the data. */
export interface Axis<out N extends string> extends AxisSize {
  readonly name: N
}

/** The names of a list of axes, as a union. */
export type NameOf<X extends ReadonlyArray<Axis<string>>> = X[number]['name']

// constructors

/**
 * An axis of `size` indices, an integer ≥ 1 (refused at build otherwise).
 *
 * @example
 * axis('schools', 8)
 */
export const axis = <const N extends string>(name: N, size: number): Axis<N> => ({ name, size })

/**
 * An axis of independent repetitions whose size comes from the data.
 *
 * @example
 * plate('people')
 */
export const plate = <const N extends string>(name: N): Axis<N> => ({ name, size: 'data' })

/**
 * Data of any real value: what `data` takes them for.
 *
 * @example
 * data('age', [people], reals)
 */
export const reals: Values<Real> = { support: 'Real' }
/**
 * Data that may stand as a scale: known standard errors.
 *
 * @example
 * data('sigma', [schools], positives)
 */
export const positives: Values<Positive> = { support: 'Positive' }
/**
 * Data that count: whole numbers from 0, to calculate with as with real ones.
 *
 * @example
 * data('pupils', [schools], counts)
 */
export const counts: Values<Count> = { support: 'Counts' }
/**
 * Data that index an axis, 0 … size − 1: what `gather` takes.
 *
 * @example
 * data('school', [people], indicesOf(schools))
 */
export const indicesOf = <K extends string>(of: Axis<K>): Values<Category<K>> => ({
  support: 'Categories',
  axis: of.name
})

// combinators

/** Every (name, size) once, in order of first appearance. */
export const mention = (
  seen: ReadonlyArray<AxisSize>,
  more: ReadonlyArray<AxisSize>
): ReadonlyArray<AxisSize> => {
  // most often one list begins as the other does: of a deep model they are long
  const from = more.findIndex((m, i) => m !== seen[i])
  return from < 0
    ? seen
    : more
        .slice(from)
        .reduce(
          (all, m) => (all.some((s) => s.name === m.name && s.size === m.size) ? all : [...all, m]),
          seen
        )
}

/** The names that appear more than once. */
export const repeated = (names: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(names.filter((n, i) => names.indexOf(n) !== i))
]
