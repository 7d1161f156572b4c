import { expect, test } from 'vitest'
import { sourceFiles } from './Tree.ts'

test('no file is above 400 lines', () => {
  expect(
    sourceFiles
      .filter(({ lines }) => lines.length > 400)
      .map(({ path, lines }) => `${path}: ${lines.length}`)
  ).toEqual([])
})

test('the median file is below 120 lines', () => {
  const lengths = sourceFiles.map(({ lines }) => lines.length).sort((a, b) => a - b)
  expect(lengths.length).toBeGreaterThan(0)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(120)
})
