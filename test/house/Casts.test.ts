import { expect, test } from 'vitest'
import { sourceFiles } from './Tree.ts'

const marks = /(oxlint|eslint)-disable|@ts-(ignore|nocheck|expect-error)/

const excused = sourceFiles.flatMap(({ path, lines }) =>
  lines.flatMap((line, at) =>
    marks.test(line)
      ? [{ where: `${path}:${at + 1}`, line: line.trim(), above: (lines[at - 1] ?? '').trim() }]
      : []
  )
)

test('the lint is switched off for one line, one rule, with the reason above: // cast: reason', () => {
  expect(
    excused.filter(
      ({ line, above }) =>
        line !== '// oxlint-disable-next-line typescript/consistent-type-assertions' ||
        !/^\/\/ cast: \S/.test(above)
    )
  ).toEqual([])
})

test('a file holds one cast at most', () => {
  const files = excused.map(({ where }) => where.replace(/:\d+$/, ''))
  expect(files.filter((file, at) => files.indexOf(file) !== at)).toEqual([])
})
