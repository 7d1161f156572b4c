/**
 * The columns of Stan's files as arrays: `theta.2.1` is an element of theta, counted from 1.
 *
 * @since 0.2.0
 */

/** Columns that make one tensor, in the order of its elements. */
export interface Gathered {
  readonly name: string
  readonly sizes: ReadonlyArray<number>
  readonly columns: ReadonlyArray<number>
}

/** `theta.2.1` → theta, [1, 0]; what is not so written is a name. */
const placeOf = (column: string): readonly [name: string, place: ReadonlyArray<number>] => {
  const [, name, places = ''] = /^(.+?)((?:\.[1-9]\d*)+)$/.exec(column) ?? []
  return name === undefined
    ? [column, []]
    : [
        name,
        places
          .slice(1)
          .split('.')
          .map((p) => Number(p) - 1)
      ]
}

const product = (sizes: ReadonlyArray<number>): number => sizes.reduce((a, b) => a * b, 1)

/** The columns of each name, if they are all elements of one array; else each by itself. */
export const gathered = (columns: ReadonlyArray<string>): ReadonlyArray<Gathered> => {
  const byName = new Map<string, Array<readonly [number, ReadonlyArray<number>]>>()
  columns.forEach((column, c) => {
    const [name, place] = placeOf(column)
    const found = byName.get(name)
    if (found === undefined) byName.set(name, [[c, place]])
    else found.push([c, place])
  })
  return [...byName].flatMap(([name, found]): ReadonlyArray<Gathered> => {
    const rank = found[0]?.[1].length ?? 0
    const sizes = Array.from({ length: rank }, (_, d) =>
      found.reduce((most, [, place]) => Math.max(most, (place[d] ?? 0) + 1), 0)
    )
    const at = new Map(
      found.map(([c, place]) => [sizes.reduce((k, size, d) => k * size + (place[d] ?? 0), 0), c])
    )
    const isArray =
      found.every(([, place]) => place.length === rank) &&
      found.length === product(sizes) &&
      at.size === found.length
    return isArray
      ? [{ name, sizes, columns: Array.from({ length: found.length }, (_, k) => at.get(k) ?? 0) }]
      : found.map(([c]) => ({ name: columns[c] ?? name, sizes: [], columns: [c] }))
  })
}
