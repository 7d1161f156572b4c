/**
 * What a model wants bound, and as what: its data slots and its observations.
 *
 * @since 0.2.0
 */
import { factsOf } from '../../distributions/supports/Support.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { ColumnHead } from '../tables/NamedTable.ts'

// model

/** An axis of the model; `'data'` of a plate. */
export interface WantedAxis {
  readonly name: string
  readonly size: number | 'data'
}

/** Of whom the labels of categories are: of an axis, or of the outcomes of the observation. */
export type Categories =
  | { readonly _tag: 'axis'; readonly axis: string }
  | { readonly _tag: 'outcomes'; readonly count: number }

/**
 * - `rows` the axis along which the rows of a table run: the first plate, or the first axis; none
 *   of a single number
 * - `others` the axes behind it, in their order
 * - `categories` undefined of numbers
 * - `mayBeMissing` of observations that need not have a value in every cell
 */
export interface WantedSlot {
  readonly name: string
  readonly rows: WantedAxis | undefined
  readonly others: ReadonlyArray<WantedAxis>
  readonly categories: Categories | undefined
  readonly mayBeMissing?: boolean
}

// combinators

const axisIn =
  ({ axes }: Variational) =>
  (name: string): WantedAxis => ({
    name,
    size: axes.find((a) => a.name === name)?.size ?? 'data'
  })

const slotOf =
  (program: Variational) =>
  (name: string, axes: ReadonlyArray<string>, categories: Categories | undefined): WantedSlot => {
    const all = axes.map(axisIn(program))
    const rows = all.find((a) => a.size === 'data') ?? all[0]
    return { name, rows, others: all.filter((a) => a !== rows), categories }
  }

/** Those that are an index have the labels of the axis that they consume first; others are counted. */
const outcomesOf = (program: Variational, site: string): Categories | undefined => {
  const found = program.predictions.find((p) => p.site === site)
  if (found === undefined) return undefined
  const { outcomes, isNumeric } = factsOf(found.support)
  if (outcomes === undefined) return undefined
  const [axis] = found.consumes
  return axis !== undefined && !isNumeric
    ? { _tag: 'axis', axis }
    : {
        _tag: 'outcomes',
        count: outcomes(found.consumes.map((name) => Number(axisIn(program)(name).size)))
      }
}

// destructors

/** In the order of the model: slots, then observations. */
export const wantedSlots = (program: Variational): ReadonlyArray<WantedSlot> => [
  ...program.data.map(({ name, axes, indexes }) =>
    slotOf(program)(name, axes, indexes === undefined ? undefined : { _tag: 'axis', axis: indexes })
  ),
  ...program.observed.map(({ name, axes, mayBeMissing }) => ({
    ...slotOf(program)(name, axes, outcomesOf(program, name)),
    ...(mayBeMissing === true ? { mayBeMissing } : {})
  }))
]

const showAxis = ({ name, size }: WantedAxis): string =>
  size === 'data' ? name : `${name} ${size}`

/** `x over [people, features 3]`. */
export const showSlot = ({ name, rows, others }: WantedSlot): string =>
  `${name} over [${[...(rows === undefined ? [] : [rows]), ...others].map(showAxis).join(', ')}]`

const shown = 20

/** `people.csv has age, weight and 12 more`. */
export const showColumns = (source: string, columns: ReadonlyArray<ColumnHead>): string => {
  const names = columns
    .slice(0, shown)
    .map(({ name, shape }) => (shape.length === 0 ? name : `${name} [rows, ${shape.join(', ')}]`))
  const more = columns.length > shown ? ` and ${columns.length - shown} more` : ''
  return `${source} has ${names.join(', ') || 'no columns'}${more}`
}
