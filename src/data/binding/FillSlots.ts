/**
 * Arrays for the slots of a model, from the columns that were found for them.
 *
 * Columns of a matrix are laid side by side, row by row. Labels get the positions that their axis
 * gives them: those of its own table where it has one, else sorted. Sizes come from the data; what
 * the model says about them is compared by `disagreements`.
 *
 * Errors: shapes that do not fit the axes, labels where numbers are wanted, too many or too few
 * labels, a label that its axis has not or has twice.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { problem, type Problem, refuse, type Problems } from '../../ir/Problem.ts'
import type { NamedArray, NamedTable } from '../tables/NamedTable.ts'
import { didYouMean } from '../../ir/NearNames.ts'
import type { Labels } from './ColumnKinds.ts'
import type { AxisColumn, FoundColumns, SlotColumns } from './FindColumns.ts'
import { showSlot, type WantedSlot } from './WantedSlots.ts'

// model

/** What the data say about the size of an axis, in words too: `5 columns of people.csv`. */
export interface FoundSize {
  readonly axis: string
  readonly size: number
  readonly words: string
  /** What lies over it, as the model has it: `y over [people, parties 3]`. */
  readonly slot: string
}

/** Arrays by slot or observation, the labels of axes and outcomes, and sizes as the data have them. */
export interface FilledSlots extends Labels {
  readonly data: ReadonlyMap<string, NamedTensor>
  readonly sizes: ReadonlyArray<FoundSize>
}

interface Filled {
  readonly slot: WantedSlot
  readonly tensor: NamedTensor
  readonly sizes: ReadonlyArray<FoundSize>
  readonly labels: ReadonlyArray<string> | undefined
}

type AxisLabels = ReadonlyMap<string, ReadonlyArray<string>>

/** Labels of longer axes are not kept: nobody reads them, and a run would hold them all. */
const mostMembers = 10_000

// combinators

const textAt = ({ values, labels }: NamedArray, row: number): string => {
  const value = values[row] ?? NaN
  return labels?.[value] ?? String(value)
}

/** The label of each row. */
const memberLabels =
  (tables: ReadonlyArray<NamedTable>) =>
  ({
    axis,
    table,
    columns: [column = '']
  }: AxisColumn): E.Either<Problem, readonly [string, ReadonlyArray<string>]> => {
    const found = tables[table]?.arrays.get(column)
    const texts =
      found === undefined ? [] : Array.from(found.values, (_, row) => textAt(found, row))
    const first = new Map<string, number>()
    for (const [row, text] of texts.entries()) {
      const before = first.get(text)
      if (before !== undefined)
        return refuse(
          `${tables[table]?.source}, column '${column}'`,
          `rows ${before + 1} and ${row + 1} are both '${text}'`,
          `it says which member of ${axis} a row is`,
          'give every row a label of its own, or another name to the column'
        )
      first.set(text, row)
    }
    return E.right([axis, texts])
  }

/** Row by row, one number of each column after the other. */
const sideBySide = (columns: ReadonlyArray<NamedArray>): Float32Array => {
  const [first, ...more] = columns
  if (first === undefined || more.length === 0) return first?.values ?? new Float32Array()
  const width = columns.length
  const matrix = new Float32Array(first.values.length * width)
  columns.forEach(({ values }, k) => {
    for (let row = 0; row < values.length; row++) matrix[row * width + k] = values[row] ?? NaN
  })
  return matrix
}

const shapeProblem = (
  source: string,
  slot: WantedSlot,
  found: string,
  why: string
): E.Either<Problem, never> =>
  refuse(
    source,
    `the model wants ${showSlot(slot)}, and the data have ${found}`,
    why,
    'bind other columns (--bind), or give the axes of the model these sizes'
  )

const product = (sizes: ReadonlyArray<number>): number => sizes.reduce((a, b) => a * b, 1)

/** Sizes of the axes behind the rows: of the array itself, or of so many columns side by side. */
const otherSizes = (
  source: string,
  slot: WantedSlot,
  names: ReadonlyArray<string>,
  columns: ReadonlyArray<NamedArray>
): E.Either<Problem, ReadonlyArray<number>> => {
  const [first, ...more] = columns
  const [, ...inner] = first?.shape ?? []
  const shown = columns.map(({ shape }, i) => `${names[i]} over [${shape.join(', ')}]`).join(', ')
  if (more.length === 0 && inner.length === slot.others.length) return E.right(inner)
  if (columns.some(({ shape }) => shape.length !== 1))
    return shapeProblem(source, slot, shown, 'an array has as many axes as its slot, rows first')
  if (slot.others.length === 1) return E.right([columns.length])
  const fixed = slot.others.map(({ size }) => Number(size))
  return product(fixed) === columns.length
    ? E.right(fixed)
    : shapeProblem(
        source,
        slot,
        `${columns.length} ${columns.length === 1 ? 'column' : 'columns'}: ` +
          `${names.slice(0, 6).join(', ')}${names.length > 6 ? ', …' : ''}`,
        slot.others.length === 0
          ? 'a row of it is one number, so one column is bound to it'
          : 'the numbers of a row fill its axes, the last one fastest'
      )
}

/** Positions of labels on an axis that has labels of its own. */
const repositioned = (
  source: string,
  axis: string,
  members: ReadonlyArray<string>,
  column: NamedArray
): E.Either<Problem, NamedArray> => {
  const position = new Map(members.map((label, k) => [label, k]))
  const places = (column.labels ?? []).map((label) => position.get(label))
  const absent = column.labels?.find((_, k) => places[k] === undefined)
  return absent !== undefined
    ? refuse(
        source,
        `'${absent}' is no member of ${axis}`,
        `row ${column.values.findIndex((value) => column.labels?.[value] === absent) + 1} has it, and ` +
          `the members are the rows of the table of ${axis}`,
        didYouMean(absent, members).replace('the columns are', 'the members are')
      )
    : E.right({
        shape: column.shape,
        values: column.values.map((value) =>
          column.labels === undefined ? value : (places[value] ?? NaN)
        )
      })
}

const sizesOf = (
  source: string,
  slot: WantedSlot,
  sizes: ReadonlyArray<number>,
  rowCount: number,
  columns: number
): ReadonlyArray<FoundSize> => [
  ...(slot.rows === undefined || slot.rows.size === 'data'
    ? []
    : [
        {
          axis: slot.rows.name,
          size: rowCount,
          words: `${rowCount} rows of ${source}`,
          slot: showSlot(slot)
        }
      ]),
  ...slot.others.flatMap(({ name: axis, size }, i) => {
    const found = sizes[i] ?? 0
    const words =
      slot.others.length !== 1 || (columns === 1 && found !== 1)
        ? `${found} in ${source}`
        : `${found} ${found === 1 ? 'column' : 'columns'} of ${source}`
    return size === 'data' ? [] : [{ axis, size: found, words, slot: showSlot(slot) }]
  })
]

/** A single number: of a file that has one, or of a table with one row. */
const single = (source: string, slot: WantedSlot, column: NamedArray): E.Either<Problem, Filled> =>
  column.values.length === 1
    ? E.right({
        slot,
        tensor: { axes: [], sizes: [], values: column.values },
        sizes: [],
        labels: undefined
      })
    : shapeProblem(
        source,
        slot,
        `${column.values.length} numbers`,
        'a slot without axes is one number, {"limit": 4} in a JSON file; what has one a row lies over a ' +
          "plate: observe('y', over(rows)(…))"
      )

const filled =
  (tables: ReadonlyArray<NamedTable>, members: AxisLabels) =>
  ({ slot, table, columns: names }: SlotColumns): E.Either<Problem, Filled> => {
    const { source = '', arrays } = tables[table] ?? {}
    const columns = names.flatMap((name) => arrays?.get(name) ?? [])
    const [first] = columns
    const { categories, rows, others } = slot
    if (first === undefined)
      throw new Error(`internal: the columns of ${slot.name} were not read from ${source}`)
    if (categories === undefined && first.labels !== undefined && !isTruth(first))
      return refuse(
        `${source}, column '${names[0]}'`,
        `the model takes ${slot.name} for numbers, and the column has labels`,
        'another slot takes the column for categories',
        'bind another column to one of the two'
      )
    if (rows === undefined) return single(source, slot, first)
    const own = categories?._tag === 'axis' ? members.get(categories.axis) : undefined
    return pipe(
      E.Do,
      E.bind('sizes', () => otherSizes(source, slot, names, columns)),
      E.bind('placed', () =>
        own === undefined || categories?._tag !== 'axis'
          ? E.right(columns)
          : E.traverseArray((column: NamedArray) =>
              repositioned(source, categories.axis, own, column)
            )(columns)
      ),
      E.map(({ sizes, placed }): Filled => {
        const values = sideBySide(placed)
        const rowCount = values.length / product(sizes)
        return {
          slot,
          tensor: {
            axes: [rows.name, ...others.map(({ name }) => name)],
            sizes: [rowCount, ...sizes],
            values
          },
          sizes: sizesOf(source, slot, sizes, rowCount, columns.length),
          labels: own === undefined ? first.labels : undefined
        }
      })
    )
  }

/** Labels false and true stand for the numbers 0 and 1. */
const isTruth = ({ labels }: NamedArray): boolean => labels?.join() === 'false,true'

/** Labels of the axes behind the rows: the names of their columns. */
const columnLabels = ({ slots }: FoundColumns): AxisLabels =>
  new Map(
    slots.flatMap(({ slot: { others }, columns }) => {
      const [axis, ...more] = others
      return axis !== undefined && more.length === 0 && columns.length > 1
        ? [[axis.name, columns] as const]
        : []
    })
  )

const countProblem = ({ slot: { name, categories }, labels }: Filled): ReadonlyArray<Problem> =>
  categories?._tag === 'outcomes' && labels !== undefined && labels.length !== categories.count
    ? [
        problem(
          name,
          `the model has ${categories.count} outcomes, and the data ${labels.length}: ${labels.slice(0, 8).join(', ')}`,
          labels.length < categories.count
            ? 'which outcome a label stands for cannot be said while others are absent'
            : 'every label is an outcome of its own',
          'bind a column with as many labels, or one of whole numbers from 0'
        )
      ]
    : []

const labelSizes = ({ slot, labels }: Filled): ReadonlyArray<FoundSize> =>
  slot.categories?._tag === 'axis' && labels !== undefined
    ? [
        {
          axis: slot.categories.axis,
          size: labels.length,
          slot: `${showSlot(slot)}, an index of ${slot.categories.axis}`,
          words:
            `${labels.length} labels of ${slot.name} ` +
            `(${labels.slice(0, 8).join(', ')}${labels.length > 8 ? ', …' : ''})`
        }
      ]
    : []

// destructors

/** `tables` as they were read, in the order in which columns were found in them. */
export const fillSlots = (
  found: FoundColumns,
  tables: ReadonlyArray<NamedTable>
): E.Either<Problems, FilledSlots> => {
  const members = found.axes.map(memberLabels(tables))
  const own: AxisLabels = new Map(members.flatMap((m) => (E.isRight(m) ? [m.right] : [])))
  const slots = found.slots.map(filled(tables, own))
  const good = slots.flatMap((s) => (E.isRight(s) ? [s.right] : []))
  const problems = [
    ...[...members, ...slots].flatMap((result) => (E.isLeft(result) ? [result.left] : [])),
    ...good.flatMap(countProblem)
  ]
  if (isNonEmpty(problems)) return E.left(problems)
  const ofCategories = (tag: 'axis' | 'outcomes'): AxisLabels =>
    new Map(
      good.flatMap(({ slot: { name, categories }, labels }) =>
        categories?._tag !== tag || labels === undefined
          ? []
          : [[categories._tag === 'axis' ? categories.axis : name, labels] as const]
      )
    )
  const axes = new Map([...columnLabels(found), ...ofCategories('axis'), ...own])
  return E.right({
    data: new Map(good.map(({ slot, tensor }) => [slot.name, tensor])),
    axes: new Map([...axes].filter(([, labels]) => labels.length <= mostMembers)),
    outcomes: ofCategories('outcomes'),
    sizes: good.flatMap((f) => [...f.sizes, ...labelSizes(f)])
  })
}
