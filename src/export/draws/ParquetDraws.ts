/**
 * Draws as one table in Parquet: a row for each draw, a column for each element of each site. Columns
 * have the names that R's package posterior gives draws (`.chain`, `.iteration`, `.draw`, `theta[1]`,
 * `w[2,1]`, counted from 1). DuckDB, Arrow, Polars and pandas read the file. Written by hyparquet-writer.
 *
 * @since 0.2.0
 */
import { parquetWriteBuffer } from 'hyparquet-writer'
import { type PosteriorDraws, stanStatistics, type WideTensor } from '../../ir/Posterior.ts'
import { elementsOf } from './DrawColumns.ts'

const named = (name: string, index: ReadonlyArray<number>): string =>
  index.length === 0 ? name : `${name}[${index.map((i) => i + 1).join()}]`

/** The numbers of an element, chain after chain. */
const columnOf = ({ values }: WideTensor, width: number, place: number): Float64Array =>
  Float64Array.from({ length: values.length / width }, (_, d) => values[d * width + place] ?? NaN)

/**
 * The bytes of a file.
 *
 * @example
 *   import { parquetDraws } from 'farrier'
 *
 *   const axes = ['(chain)', '(draw)']
 *   const mu = { axes, sizes: [1, 2], values: Float64Array.of(0.5, 1) }
 *   const bytes = parquetDraws({ chains: 1, draws: 2, sites: new Map([['mu', mu]]), statistics: new Map() })
 *   assert.equal(new TextDecoder().decode(bytes.subarray(0, 4)), 'PAR1')
 */
export const parquetDraws = ({ chains, draws, sites, statistics }: PosteriorDraws): Uint8Array => {
  const counted = (f: (row: number) => number): Int32Array =>
    Int32Array.from({ length: chains * draws }, (_, row) => f(row))
  const columns = (name: string, tensor: WideTensor) =>
    elementsOf(tensor).map(({ index, place, width }) => ({
      name: named(name, index),
      data: columnOf(tensor, width, place),
      type: 'DOUBLE' as const
    }))
  return new Uint8Array(
    parquetWriteBuffer({
      createdBy: 'Farrier',
      columnData: [
        { name: '.chain', data: counted((row) => Math.floor(row / draws) + 1), type: 'INT32' },
        { name: '.iteration', data: counted((row) => (row % draws) + 1), type: 'INT32' },
        { name: '.draw', data: counted((row) => row + 1), type: 'INT32' },
        ...[...sites].flatMap(([name, tensor]) => columns(name, tensor)),
        ...stanStatistics.flatMap(([header, name]) => {
          const tensor = statistics.get(name)
          return tensor === undefined ? [] : columns(header, tensor)
        })
      ]
    })
  )
}
