/**
 * What the found columns are read as: numbers, or labels where the model takes categories.
 *
 * @since 0.2.0
 */
import { asLabels, asNumbers, type ColumnKind, type Wanted } from '../tables/NamedTable.ts'
import type { FoundColumns } from './FindColumns.ts'
import type { Categories } from './WantedSlots.ts'

/**
 * - `axes` the labels of an axis's members, in the order of their indices
 * - `outcomes` those of an observation's outcomes, where they are no axis
 */
export interface Labels {
  readonly axes: ReadonlyMap<string, ReadonlyArray<string>>
  readonly outcomes: ReadonlyMap<string, ReadonlyArray<string>>
}

export const noLabels: Labels = { axes: new Map(), outcomes: new Map() }

/** The labels of a slot's categories. */
export const labelsOf = (
  labels: Labels,
  slot: string,
  categories: Categories
): ReadonlyArray<string> | undefined =>
  categories._tag === 'axis' ? labels.axes.get(categories.axis) : labels.outcomes.get(slot)

/**
 * By table, in their order. `trained` are the labels of a run: its categories and no others are
 * taken, and where it had numbers, numbers.
 */
export const columnKinds = (
  { slots, axes }: FoundColumns,
  tables: number,
  trained?: Labels
): ReadonlyArray<Wanted> => {
  const kindOf = (slot: string, categories: Categories): ColumnKind => {
    if (trained === undefined) return asLabels()
    const among = labelsOf(trained, slot, categories)
    return among === undefined ? asNumbers : asLabels(among)
  }
  return Array.from({ length: tables }, (_, at) => {
    const wanted = new Map<string, ColumnKind>()
    const want = (columns: ReadonlyArray<string>, kind: ColumnKind): void =>
      columns.forEach((name) => {
        const before = wanted.get(name)
        // a column that one slot takes for categories is read by its labels
        const chosen = before?._tag === 'labels' ? before : kind
        // and one that another needs whole is whole
        const mayBeMissing = [before ?? kind, kind].every((k) => k.mayBeMissing === true)
        const { mayBeMissing: _, ...strict } = chosen
        wanted.set(name, mayBeMissing ? { ...strict, mayBeMissing } : strict)
      })
    for (const { slot, table, columns } of slots)
      if (table === at)
        want(columns, {
          ...(slot.categories === undefined ? asNumbers : kindOf(slot.name, slot.categories)),
          ...(slot.mayBeMissing === true ? { mayBeMissing: true } : {})
        })
    for (const { table, columns } of axes) if (table === at) want(columns, asLabels())
    return wanted
  })
}
