/**
 * What was measured, as one Markdown table; and what of it can be said about any of the
 * measurements.
 */
import type { Spread } from './peers/Statistics.ts'

// model

/**
 * One line of the table. `ratio` says of what; `bar` is what is asked for, and whether it is kept.
 */
export interface Row {
  readonly work: string
  readonly way: string
  readonly median: string
  readonly range: string
  readonly ratio: string
  readonly bar: string
}

/** A ratio to be kept below `bar`. */
export interface Bar {
  readonly value: number
  readonly bar: number
}

// numbers as text

export const threeDigits = (x: number): string => {
  const size = Math.abs(x)
  return size >= 100
    ? x.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')
    : size >= 10
      ? x.toFixed(1)
      : x.toFixed(2)
}

/** Median and range in `unit`. */
export const spreadCells = (
  { p10, median, p90 }: Spread,
  unit: string
): Pick<Row, 'median' | 'range'> => ({
  median: `${threeDigits(median)} ${unit}`,
  range: `${threeDigits(p10)} to ${threeDigits(p90)}`
})

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Median and range of shares. */
export const shareCells = ({ p10, median, p90 }: Spread): Pick<Row, 'median' | 'range'> => ({
  median: percent(median),
  range: `${(100 * p10).toFixed(1)} to ${(100 * p90).toFixed(1)}`
})

export const showRatio = ({ p10, median, p90 }: Spread, of: string): string =>
  `**${median.toFixed(2)}** (${p10.toFixed(2)} to ${p90.toFixed(2)}) of ${of}`

/** `≤ 0.25, kept`; the unit of both numbers is said by `show`. */
export const verdict = ({ value, bar }: Bar, show: (x: number) => string): string =>
  `≤ ${show(bar)}, ${value <= bar ? 'kept' : 'missed'}`

// table

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`

/** What `work` has been said in the line above is not said again. */
export const table = (rows: ReadonlyArray<Row>): string =>
  [
    line(['work', 'way', 'median', '10 % to 90 %', 'ratio: median (10 % to 90 %)', 'bar']),
    line(['---', '---', '---:', '---:', '---', '---']),
    ...rows.map((r, i) =>
      line([rows[i - 1]?.work === r.work ? '' : r.work, r.way, r.median, r.range, r.ratio, r.bar])
    )
  ].join('\n')

/** A measurement that could not be made. */
export const missing = (work: string, why: string): Row => ({
  work,
  way: `not measured: ${why.replaceAll('|', '/')}`,
  median: '',
  range: '',
  ratio: '',
  bar: ''
})
