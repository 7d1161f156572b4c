/**
 * Reads six columns of a file in a process of its own, and prints the most memory that this took
 * beyond the process as it was before: asked for at every chunk, since the system's own peak begins
 * with that of the parent.
 */
import { asLabels, asNumbers } from '../../../src/data/tables/NamedTable.ts'
import { readTable } from '../../../src/data/tables/OpenTable.ts'
import type { FileSystem } from '../../../src/storage/FileSystem.ts'
import { nodeFileSystem } from '../../../src/storage/NodeFileSystem.ts'

const [path = ''] = process.argv.slice(2)
const before = process.memoryUsage.rss()
let peakBytes = 0
const look = (): void => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss() - before)
}
const watched: FileSystem = {
  ...nodeFileSystem,
  async *chunks(from) {
    for await (const chunk of nodeFileSystem.chunks(from)) {
      look()
      yield chunk
    }
  }
}

const numbers = ['x1', 'x2', 'x3', 'x4', 'y'].map((name) => [name, asNumbers] as const)
const table = await readTable(watched, path, new Map([...numbers, ['g', asLabels()] as const]))()
look()
if (table._tag === 'Left') throw new Error(JSON.stringify(table.left))
const columns = [...table.right.arrays.values()]
process.stdout.write(
  JSON.stringify({
    found: columns[0]?.values.length,
    labels: table.right.arrays.get('g')?.labels,
    first: columns.map(({ values }) => values[0]),
    last: columns.map(({ values }) => values.at(-1)),
    peakBytes
  })
)
