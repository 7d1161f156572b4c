import { expect, test } from 'vitest'
import { type CsvRecord, csvParsers, csvRecords } from '../../../src/data/tables/CsvRecords.ts'
import { memoryFileSystem } from '../../support/MemoryFileSystem.ts'
import { bytesOf } from '../../support/Tables.ts'

const texts = [
  'a,b\n1,2\n',
  '\ufeffa, b \r\n"x\r\ny",2\r\n\r\n ,"☃"\r\n',
  'a\n"never closed\n',
  'a,b\n1,"x"y\n',
  ''
]

test.each(texts)('%j has the same records in Node and in a page', async (text) => {
  const [node, page] = await Promise.all(
    Object.values(csvParsers).map(async (load) => {
      const found: Array<CsvRecord> = []
      const files = memoryFileSystem({ files: { 'a.csv': bytesOf(text) }, chunkBytes: 3 })
      const result = await csvRecords(
        files,
        'a.csv',
        ',',
        load
      )((record) => found.push(record) > 0)()
      return { found, result }
    })
  )
  expect(page).toEqual(node)
})
