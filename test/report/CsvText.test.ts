import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvText } from '../../src/report/CsvText.ts'

test('fields are quoted where they must be, and only there', () => {
  expect(
    csvText(
      ['a b', 'c,d'],
      [
        ['x"y', 'two\nlines'],
        ['', 1.5]
      ]
    )
  ).toBe('a b,"c,d"\n"x""y","two\nlines"\n,1.5\n')
})

test('a number reads back as the same float32, in as few digits as that takes', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (x) => {
      const text = csvText([], [[x]]).trim()
      return Math.fround(Number(text)) === x || (Object.is(x, -0) && Number(text) === 0)
    })
  )
  expect(csvText([], [[Math.fround(0.1), 1 / 3, 1e6, NaN]])).toBe('\n0.1,0.33333333,1000000,NaN\n')
})
