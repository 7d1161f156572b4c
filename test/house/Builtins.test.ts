/** A page loads every room but the command line: nothing there needs what only Node has. */
import { expect, test } from 'vitest'
import { sourceFiles } from './Tree.ts'

const outsideCli = sourceFiles.filter(({ path }) => !path.startsWith('cli/'))
const filesWith = (pattern: RegExp): ReadonlyArray<string> =>
  outsideCli
    .filter(({ lines }) =>
      lines.some((line) => !/^\s*(\/?\*|\/\/)/.test(line) && pattern.test(line))
    )
    .map(({ path }) => path)

test('no module of Node is imported; they are asked for where a page does without', () => {
  expect(outsideCli.length).toBeGreaterThan(100)
  expect(filesWith(/getBuiltinModule/)).toEqual([
    'runtime/Node.ts',
    'storage/Checksum.ts',
    'storage/Gunzip.ts',
    'storage/NodeFileSystem.ts'
  ])
  // `typeof import('node:…')` is a type
  expect(filesWith(/(?<!typeof )(from |import |import\(|require\()'node:/)).toEqual([])
})

// `process` is forbidden by the lint
test('no global of Node is taken for granted', () => {
  expect(filesWith(/\b(Buffer[.(]|setImmediate\b|__dirname\b)/)).toEqual([])
})
