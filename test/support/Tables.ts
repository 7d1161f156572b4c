/** Tables from texts, over a file system in memory. */
import * as E from 'fp-ts/lib/Either.js'
import { readTable } from '../../src/data/index.ts'
import type { NamedTable, Wanted } from '../../src/data/index.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { memoryFileSystem } from './MemoryFileSystem.ts'

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The table in a file with this content. */
export const tableIn = async (
  content: string | Uint8Array,
  wanted?: Wanted,
  path = 'people.csv',
  chunkBytes?: number
): Promise<NamedTable> => {
  const result = await reading(content, wanted, path, chunkBytes)
  if (E.isLeft(result)) throw new Error(result.left.map(showProblem).join('\n'))
  return result.right
}

/** What is said of a file with this content. */
export const messagesOf = async (
  content: string | Uint8Array,
  wanted?: Wanted,
  path = 'people.csv'
): Promise<ReadonlyArray<string>> => {
  const result = await reading(content, wanted, path)
  return E.isLeft(result) ? result.left.map(showProblem) : []
}

const reading = (
  content: string | Uint8Array,
  wanted?: Wanted,
  path = 'people.csv',
  chunkBytes?: number
) =>
  readTable(
    memoryFileSystem({
      files: { [path]: typeof content === 'string' ? bytesOf(content) : content },
      ...(chunkBytes === undefined ? {} : { chunkBytes })
    }),
    path,
    wanted
  )()

/** Columns as plain arrays; categories by their labels. */
export const plainColumns = (table: NamedTable): Readonly<Record<string, ReadonlyArray<unknown>>> =>
  Object.fromEntries(
    [...table.arrays].map(([name, { values, labels }]) => [
      name,
      Array.from(values, (v) => (labels === undefined ? v : labels[v]))
    ])
  )
