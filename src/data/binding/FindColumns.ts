/**
 * Which columns of which tables go to which slot of a model: by name, or as `--bind` says.
 *
 * A slot takes the column of its name. Where it has a second axis, it takes the columns whose names
 * begin with its own: `x1`, `x2`, … or `x_age`, `x_weight`, … in the order of the file. An axis
 * gets the labels of its members from the column of its name in the table whose rows it counts.
 *
 * Errors: nothing found for a slot, a name that no table has or two tables have; each says what
 * the model wants and what the data have.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { OpenTable } from '../tables/NamedTable.ts'
import { didYouMean } from '../../ir/NearNames.ts'
import { type ColumnBindings, matching } from './BindText.ts'
import { showColumns, showSlot, type WantedSlot, wantedSlots } from './WantedSlots.ts'

// model

/** Columns of one table; `table` is its place among the tables. */
export interface Found {
  readonly table: number
  readonly columns: ReadonlyArray<string>
}

export interface SlotColumns extends Found {
  readonly slot: WantedSlot
}

/** The column with the labels of an axis's members, one a row. */
export interface AxisColumn extends Found {
  readonly axis: string
}

export interface FoundColumns {
  readonly slots: ReadonlyArray<SlotColumns>
  readonly axes: ReadonlyArray<AxisColumn>
  /** What nothing takes: `people.csv: id, note`. */
  readonly leftOver: ReadonlyArray<string>
}

/** What is bound to what. */
interface Sides {
  readonly program: Variational
  readonly wanted: ReadonlyArray<WantedSlot>
  readonly tables: ReadonlyArray<OpenTable>
  readonly bindings: ColumnBindings
}

/** Which axes run along the rows of which table. */
type RowAxes = ReadonlyMap<number, ReadonlySet<string>>

// combinators

const namesOf = ({ columns }: OpenTable): ReadonlyArray<string> => columns.map(({ name }) => name)

/** `x1`, `x_age`, `x.2`, but not `xylophone`. */
const beginsWith = (slot: string, column: string): boolean =>
  column.startsWith(slot) && /^(\d|[._\- [(].)/.test(column.slice(slot.length))

/** The columns of one table that are bound to a slot, or have its name. */
const columnsFor = (
  { name, others }: WantedSlot,
  names: ReadonlyArray<string>,
  patterns: ReadonlyArray<string> | undefined
): ReadonlyArray<string> => {
  if (patterns !== undefined) {
    const found = patterns.map((p) => matching(p, names))
    return found.some((columns) => columns.length === 0) ? [] : found.flat()
  }
  const last = name.split('/').at(-1) ?? name
  const own = [name, last].find((n) => names.includes(n))
  return own !== undefined
    ? [own]
    : others.length > 0
      ? names.filter((column) => beginsWith(last, column))
      : []
}

const candidates =
  ({ tables, bindings }: Sides) =>
  (slot: WantedSlot): ReadonlyArray<Found> =>
    tables.flatMap((open, table) => {
      const columns = columnsFor(slot, namesOf(open), bindings.get(slot.name))
      return columns.length === 0 ? [] : [{ table, columns }]
    })

const rowAxes = (slots: ReadonlyArray<SlotColumns>): RowAxes => {
  const rows = new Map<number, Set<string>>()
  for (const { slot, table } of slots)
    if (slot.rows !== undefined)
      rows.set(table, (rows.get(table) ?? new Set<string>()).add(slot.rows.name))
  return rows
}

/** The one place of a slot; of several, the one table whose rows are those of the slot. */
const chosen = (
  slot: WantedSlot,
  found: ReadonlyArray<Found>,
  rows: RowAxes
): Found | undefined => {
  const fitting = found.filter(({ table }) => rows.get(table)?.has(slot.rows?.name ?? '') === true)
  return found.length === 1 ? found[0] : fitting.length === 1 ? fitting[0] : undefined
}

const unusedColumns = (
  tables: ReadonlyArray<OpenTable>,
  used: ReadonlyArray<Found>
): ReadonlyArray<readonly [source: string, names: ReadonlyArray<string>]> =>
  tables.map((table, at) => [
    table.source,
    namesOf(table).filter((name) => !used.some((f) => f.table === at && f.columns.includes(name)))
  ])

/** Labels of axes: `--bind axis=column`, the axis's own name, or the name of a column of indices. */
const axisColumns = (
  { program, tables, bindings }: Sides,
  slots: ReadonlyArray<SlotColumns>
): ReadonlyArray<AxisColumn> => {
  const rows = rowAxes(slots)
  return program.axes.flatMap(({ name: axis }) => {
    const indices = slots.flatMap(({ slot: { categories }, columns }) =>
      categories?._tag === 'axis' && categories.axis === axis ? columns : []
    )
    const names = [...(bindings.get(axis) ?? []), axis, ...indices]
    return tables
      .flatMap((open, table) => {
        const own = rows.get(table)?.has(axis) === true
        const column = own ? names.find((name) => namesOf(open).includes(name)) : undefined
        return column === undefined ? [] : [{ axis, table, columns: [column] }]
      })
      .slice(0, 1)
  })
}

// what is wrong

const bothSides = ({ wanted, tables }: Sides): string =>
  `the model wants ${wanted.map(showSlot).join('; ')}, and ` +
  `${tables.map((t) => showColumns(t.source, t.columns)).join('; ')}`

/** As `--bind` reads it. */
const asBound = (name: string): string => (name.includes(',') ? `"${name}"` : name)

/** A bound name of which some table must have every column, and none has. */
const absentColumns = (
  { tables }: Sides,
  name: string,
  patterns: ReadonlyArray<string>
): Problem => {
  const names = tables.flatMap(namesOf)
  const absent = patterns.find((p) => matching(p, names).length === 0)
  return absent === undefined
    ? problem(
        `--bind ${name}`,
        `no single file has all of ${patterns.join(', ')}`,
        'the columns of one slot are columns of one table',
        'put them into one file'
      )
    : problem(
        `--bind ${name}`,
        `there is no column '${absent}'`,
        `columns are found by their names in ${tables.map((t) => t.source).join(', ')}`,
        didYouMean(absent.replace(/\*$/, ''), names.map(asBound))
      )
}

/** So many columns fill a row of a slot; of an axis whose size comes with the data, two or more. */
const columnsWanted = ({ others }: WantedSlot): number =>
  others.reduce((n, { size }) => n * (size === 'data' ? 2 : size), 1)

/** A binding of as many columns as the slot wants, of one table that has them; else what is lacking. */
const suggested = (sides: Sides, slot: WantedSlot, used: ReadonlyArray<Found>): string => {
  const { name } = slot
  const wanted = columnsWanted(slot)
  const unused = unusedColumns(sides.tables, used).map(([, names]) => names)
  const enough = unused.find((names) => names.length >= wanted)
  const most = Math.max(0, ...unused.map((names) => names.length))
  return enough !== undefined
    ? `say which ${wanted === 1 ? 'is' : 'are'} meant: ` +
        `--bind ${name}=${enough.slice(0, wanted).map(asBound).join(',')}`
    : most === 0
      ? `add a column ${name}, or a file that has it (--data)`
      : `${name} wants ${wanted} columns, and ${most} ${most === 1 ? 'is' : 'are'} not taken: ` +
        `add the others, or give the axes of ${name} other sizes`
}

const nothingFound = (sides: Sides, slot: WantedSlot, used: ReadonlyArray<Found>): Problem => {
  const { name, others } = slot
  return problem(
    name,
    bothSides(sides),
    `no column is named ${name}${others.length > 0 ? `, and none begins with it (${name}1, ${name}_a)` : ''}`,
    suggested(sides, slot, used)
  )
}

/** A bound name that the model has not, or an axis bound to what no table has. */
const bindingProblems = (sides: Sides): ReadonlyArray<Problem> => {
  const { program, wanted, tables, bindings } = sides
  const slots = wanted.map(({ name }) => name)
  const axes = program.axes.map(({ name }) => name)
  return [...bindings].flatMap(([name, patterns]) =>
    slots.includes(name)
      ? []
      : !axes.includes(name)
        ? [
            problem(
              `--bind ${name}`,
              `the model has no slot, observation or axis '${name}'`,
              `it has ${[...slots, ...axes].join(', ')}`,
              'bind one of these'
            )
          ]
        : tables.some((t) => columnsFor(unnamed, namesOf(t), patterns).length > 0)
          ? []
          : [absentColumns(sides, name, patterns)]
  )
}

const unnamed: WantedSlot = { name: '', rows: undefined, others: [], categories: undefined }

const slotProblems =
  (sides: Sides, used: ReadonlyArray<Found>, rows: RowAxes) =>
  ({ slot, found }: Places): ReadonlyArray<Problem> => {
    const patterns = sides.bindings.get(slot.name)
    return found.length === 0
      ? [
          patterns === undefined
            ? nothingFound(sides, slot, used)
            : absentColumns(sides, slot.name, patterns)
        ]
      : chosen(slot, found, rows) !== undefined
        ? []
        : [
            problem(
              slot.name,
              found
                .map((f) => `${f.columns.join(', ')} in ${sides.tables[f.table]?.source}`)
                .join('; '),
              'it is not clear which file is meant',
              'rename the column in one of them, or leave one file out'
            )
          ]
  }

/** A column that a slot would take twice, as `x=sun,sun` or `x=s*,sun` say. */
const repeatedColumns = ({ slot, columns }: SlotColumns): ReadonlyArray<Problem> => {
  const twice = columns.find((name, i) => columns.indexOf(name) !== i)
  return twice === undefined
    ? []
    : [
        problem(
          `--bind ${slot.name}`,
          `the column '${twice}' is there twice`,
          'two equal columns cannot be told apart, and neither can what is learnt of them',
          'name each column once'
        )
      ]
}

/** An axis bound to a column in which nothing names its members. */
const unnamedAxes = (
  { wanted, bindings, program }: Sides,
  axes: ReadonlyArray<AxisColumn>
): ReadonlyArray<Problem> =>
  [...bindings].flatMap(([name, patterns]) =>
    wanted.some((slot) => slot.name === name) ||
    axes.some(({ axis, columns }) => axis === name && columns.every((c) => patterns.includes(c)))
      ? []
      : [
          problem(
            `--bind ${name}`,
            `no table that has ${patterns.join(', ')} has a row for each member of ${name}`,
            'a column names the members of an axis that runs along its rows; ' +
              'those of other axes are named by the columns, or the categories, that they have',
            `leave it out${program.axes.length > 1 ? ', or bind another axis' : ''}`
          )
        ]
  )

interface Places {
  readonly slot: WantedSlot
  readonly found: ReadonlyArray<Found>
}

// destructors

export const findColumns = (
  program: Variational,
  tables: ReadonlyArray<OpenTable>,
  bindings: ColumnBindings
): E.Either<Problems, FoundColumns> => {
  const sides: Sides = { program, wanted: wantedSlots(program), tables, bindings }
  const all = sides.wanted.map((slot): Places => ({ slot, found: candidates(sides)(slot) }))
  const certain = all.flatMap(({ slot, found: [one, ...more] }) =>
    one === undefined || more.length > 0 ? [] : [{ ...one, slot }]
  )
  const rows = rowAxes(certain)
  const problems = [...bindingProblems(sides), ...all.flatMap(slotProblems(sides, certain, rows))]
  if (isNonEmpty(problems)) return E.left(problems)
  const slots = all.flatMap(({ slot, found }): ReadonlyArray<SlotColumns> => {
    const one = chosen(slot, found, rows)
    return one === undefined ? [] : [{ ...one, slot }]
  })
  const axes = axisColumns(sides, slots)
  const misused = [...slots.flatMap(repeatedColumns), ...unnamedAxes(sides, axes)]
  if (isNonEmpty(misused)) return E.left(misused)
  return E.right({
    slots,
    axes,
    leftOver: unusedColumns(tables, [...slots, ...axes]).flatMap(([source, names]) =>
      names.length === 0 ? [] : [`${source}: ${names.join(', ')}`]
    )
  })
}
