/** Draws in Parquet, as another reader has them. */
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { parquetDraws } from '../../../src/export/index.ts'
import { arbitraryDraws } from '../../data/draws/ArbitraryDraws.ts'

test('a row for each draw, a column for each element', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryDraws, async (drawn) => {
      const { buffer } = Uint8Array.from(parquetDraws(drawn))
      const rows = await parquetReadObjects({ file: buffer })
      expect(rows.map((row) => [row['.chain'], row['.iteration'], row['.draw']])).toEqual(
        Array.from({ length: drawn.chains * drawn.draws }, (_, i) => [
          Math.floor(i / drawn.draws) + 1,
          (i % drawn.draws) + 1,
          i + 1
        ])
      )
      for (const [name, { sizes, values }] of drawn.sites) {
        const own = sizes.slice(2)
        const width = own.reduce((a, b) => a * b, 1)
        values.forEach((value, at) => {
          let place = at % width
          const index = own.toReversed().map((size) => {
            const i = place % size
            place = Math.floor(place / size)
            return i + 1
          })
          const column = own.length === 0 ? name : `${name}[${index.toReversed().join()}]`
          expect(rows[Math.floor(at / width)]?.[column]).toBe(value)
        })
      }
      const [first = {}] = rows
      expect('lp__' in first).toBe(drawn.statistics.has('log density'))
    }),
    { numRuns: 20 }
  )
})
