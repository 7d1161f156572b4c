/**
 * Data beside which a model is linted: what rules ask of them.
 *
 * @since 0.2.0
 */
import type { NamedTensor } from '../ir/Posterior.ts'

// model

/** - `leftOver` names that the data have and the model has no place for */
export interface GivenData {
  readonly data: ReadonlyMap<string, NamedTensor>
  readonly leftOver: ReadonlyArray<string>
}

/** What rows have in one place of an input. */
export interface Column {
  /** Where it is: `[2]`, or nothing where there is one place alone. */
  readonly place: string
  readonly mean: number
  readonly deviation: number
}

// destructors

/** How many rows a plate has. */
export const rowsOf =
  (plate: string) =>
  ({ data }: GivenData): number | undefined => {
    const array = [...data.values()].find((a) => a.axes.includes(plate))
    return array?.sizes[array.axes.indexOf(plate)]
  }

/** The columns of an array along its plate; none where it lies along none. */
export const columnsAlong = (
  { axes, sizes, values }: NamedTensor,
  plates: ReadonlySet<string>
): ReadonlyArray<Column> => {
  const along = axes.findIndex((a) => plates.has(a))
  if (along < 0) return []
  const rows = sizes[along] ?? 1
  const step = sizes.slice(along + 1).reduce((a, b) => a * b, 1)
  const places = values.length / rows
  return Array.from({ length: places }, (_, p) => {
    const first = Math.floor(p / step) * step * rows + (p % step)
    const column = Array.from({ length: rows }, (_r, i) => values[first + i * step] ?? NaN)
    const mean = column.reduce((sum, x) => sum + x, 0) / rows
    const variance = column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rows
    return { place: places === 1 ? '' : `[${p}]`, mean, deviation: Math.sqrt(variance) }
  })
}
