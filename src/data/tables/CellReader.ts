/**
 * From the cells of one column to numbers: decimal numbers, true and false, or categories by their
 * labels.
 *
 * @since 0.2.0
 */
import { float32Of } from './DecimalText.ts'
import { growingColumn } from './GrowingColumn.ts'
import { type ColumnKind, labelOrder, type NamedArray } from './NamedTable.ts'

// model

/** What is wrong with a cell: the last three parts of a `Problem`. */
export interface CellFault {
  readonly what: string
  readonly why: string
  readonly try: string
}

export interface CellReader {
  /** Takes the next cell, or says what is wrong with it. */
  readonly take: (cell: string) => CellFault | undefined
  /** Takes the next cell for one without a value: NaN. */
  readonly skip: () => void
  /** All cells taken. */
  readonly column: () => NamedArray
}

const missing = /^(na|n\/a|nan|null|none)?$/i
const booleans: ReadonlyMap<string, number> = new Map([
  ['false', 0],
  ['False', 0],
  ['FALSE', 0],
  ['true', 1],
  ['True', 1],
  ['TRUE', 1]
])
/** What 0 and 1 stand for. */
const booleanLabels = ['false', 'true']
const mostLabels = 2 ** 16

// constructors

const column = (values: Float32Array, labels?: ReadonlyArray<string>): NamedArray => ({
  shape: [values.length],
  values,
  ...(labels === undefined ? {} : { labels })
})

const noValue = (cell: string, wanted: string): CellFault => ({
  what: `expected ${wanted}, found ${cell === '' ? 'nothing' : `'${cell}'`}`,
  why: 'a value is missing, and a guess would change the answer without a word',
  try: 'fill it in, or leave the row out of the file'
})

const shownCell = (cell: string): string => `'${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}'`

const decimalComma = 'a comma neither begins the decimals here nor parts the thousands'

const numberFault = (cell: string, value: number | undefined, why: string): CellFault =>
  missing.test(cell)
    ? noValue(cell, 'a number')
    : value === undefined
      ? {
          what: `expected a number, found ${shownCell(cell)}`,
          why: /^[-+\d.,]+$/.test(cell) && cell.includes(',') ? decimalComma : why,
          try: 'correct the cell (1.5, -2, 3e-4), or use the column where categories are wanted'
        }
      : {
          what: `${shownCell(cell)} is beyond float32`,
          why: 'numbers are kept as float32, at most 3.4e38 in size',
          try: 'choose another unit for this column'
        }

/** Numbers; `why` says who wants them. */
const numberReader = (why: string): CellReader => {
  const values = growingColumn()
  let isBoolean: boolean | undefined
  return {
    take: (cell) => {
      const truth = booleans.get(cell)
      isBoolean ??= truth !== undefined
      const value = isBoolean ? truth : float32Of(cell)
      if (value !== undefined && Number.isFinite(value)) {
        values.push(value)
        return undefined
      }
      return isBoolean && !missing.test(cell)
        ? {
            what: `expected true or false, found ${shownCell(cell)}`,
            why: 'the first row of the column is one of the two',
            try: 'write the column throughout as true and false, or as numbers'
          }
        : numberFault(cell, value, why)
    },
    skip: () => values.push(NaN),
    column: () => column(values.taken())
  }
}

const tooMany: CellFault = {
  what: `more than ${mostLabels} different labels`,
  why: 'every label is one category',
  try: 'use the column where numbers are wanted, or leave it out'
}

/** As labels they would be members of their own: a mistaken index, or a mark of what is missing. */
const isBetweenIndices = (cell: string): boolean =>
  !/^\d+$/.test(cell) && float32Of(cell) !== undefined

const noIndex = (cell: string): CellFault => ({
  what: `${shownCell(cell)} is no index`,
  why: 'categories are numbered 0, 1, 2, …, or have words as labels',
  try: "number them from 0, or write words in place of the numbers ('dose 0.5')"
})

/** The labels found, in their order; whole numbers stay the numbers they are. */
const openLabels = (): CellReader => {
  const codes = growingColumn()
  const found = new Map<string, number>()
  return {
    take: (cell) => {
      if (cell === '') return noValue(cell, 'a label')
      const code = found.get(cell) ?? found.size
      if (code === found.size) {
        if (isBetweenIndices(cell)) return noIndex(cell)
        if (found.size === mostLabels) return tooMany
        found.set(cell, code)
      }
      codes.push(code)
      return undefined
    },
    skip: () => codes.push(NaN),
    column: () => {
      const texts = [...found.keys()]
      const areWhole = texts.every((text) => /^\d{1,7}$/.test(text))
      const areBoolean = texts.every((text) => booleans.has(text))
      const labels = areBoolean ? booleanLabels : labelOrder(texts)
      const position = new Map(labels.map((label, k) => [label, k]))
      const valueOf = texts.map(
        (text) =>
          (areWhole ? Number(text) : areBoolean ? booleans.get(text) : position.get(text)) ?? NaN
      )
      const values = codes.taken()
      values.forEach((code, i) => {
        values[i] = valueOf[code] ?? NaN
      })
      return column(values, areWhole ? undefined : labels)
    }
  }
}

/** These labels and no others. */
const knownLabels = (among: ReadonlyArray<string>): CellReader => {
  const codes = growingColumn()
  const isBoolean = among.join() === booleanLabels.join()
  const known = isBoolean ? booleans : new Map(among.map((label, k) => [label, k]))
  return {
    take: (cell) => {
      const code = known.get(cell)
      if (code !== undefined) {
        codes.push(code)
        return undefined
      }
      return cell === ''
        ? noValue(cell, 'a label')
        : {
            what: `${shownCell(cell)} is a category that the model was not trained on`,
            why:
              'it knows ' +
              `${among.slice(0, 12).join(', ')}${among.length > 12 ? ` and ${among.length - 12} more` : ''}`,
            try: 'correct the label, or train again with rows of this category'
          }
    },
    skip: () => codes.push(NaN),
    column: () => column(codes.taken(), among)
  }
}

/** Where nobody says what a column is: numbers, if its first cell is one. */
const byFirstCell = (): CellReader => {
  let reader: CellReader | undefined
  const chosen = (cell: string): CellReader =>
    missing.test(cell) || booleans.has(cell) || float32Of(cell) !== undefined
      ? numberReader('the first row of the column has a number')
      : openLabels()
  return {
    take: (cell) => (reader ??= chosen(cell)).take(cell),
    skip: () => (reader ??= numberReader('')).skip(),
    column: () => (reader ?? numberReader('')).column()
  }
}

/** The same where cells may be without a value: of labels the empty ones, since NA may be one. */
const withMissing = (reader: CellReader, isMissing: (cell: string) => boolean): CellReader => ({
  ...reader,
  take: (cell) => {
    if (!isMissing(cell)) return reader.take(cell)
    reader.skip()
    return undefined
  }
})

export const cellReader = (kind: ColumnKind | undefined): CellReader =>
  kind?.mayBeMissing === true
    ? withMissing(
        readerOf(kind),
        kind._tag === 'numbers' ? (cell) => missing.test(cell) : (cell) => cell === ''
      )
    : readerOf(kind)

const readerOf = (kind: ColumnKind | undefined): CellReader =>
  kind === undefined
    ? byFirstCell()
    : kind._tag === 'numbers'
      ? numberReader('the model takes this column for numbers')
      : kind.among === undefined
        ? openLabels()
        : knownLabels(kind.among)
