import { expect, test } from 'vitest'
import { guideTags } from '../../src/guides/Guides.ts'
import { sourceFiles } from './Tree.ts'

/** Rooms that ask guides; `'normal'` is also a kind of noise there. */
const asking = /^(compile|ir|lower|inference|compress|library)\//

test('no room that asks guides names one', () => {
  const names = guideTags.filter((tag) => tag !== 'normal')
  const quoted = new RegExp(`'(${names.join('|')})'`)
  const found = sourceFiles
    .filter(({ path }) => asking.test(path))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, at) =>
        quoted.test(line) || (line.includes("'normal'") && !/noise|kind|'uniform'/.test(line))
          ? [`${path}:${at + 1}: ${line.trim()}`]
          : []
      )
    )
  expect(names.length).toBeGreaterThan(2)
  expect(found).toEqual([])
})
