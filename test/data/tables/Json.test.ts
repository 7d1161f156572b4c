import { describe, expect, test } from 'vitest'
import { messagesOf, plainColumns, tableIn } from '../../support/Tables.ts'

const read = (content: unknown) => tableIn(JSON.stringify(content), undefined, 'people.json')
const say = async (content: unknown) =>
  (await messagesOf(JSON.stringify(content), undefined, 'people.json'))[0]

describe('a table is read from JSON', () => {
  test('as records', async () => {
    expect(
      plainColumns(
        await read([
          { age: 31, group: 'b', fit: true },
          { fit: false, age: 0.5, group: 'a' }
        ])
      )
    ).toEqual({ age: [31, 0.5], group: ['b', 'a'], fit: [1, 0] })
  })

  test('as columns of any length, with nested arrays and single numbers', async () => {
    const { arrays } = await read({
      x: [
        [1, 2, 3],
        [4, 5, 6]
      ],
      y: [1, 0],
      limit: 4
    })
    expect(arrays.get('x')).toEqual({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) })
    expect(arrays.get('limit')).toEqual({ shape: [], values: Float32Array.of(4) })
    expect(arrays.get('y')?.shape).toEqual([2])
  })
})

test.each<[string, unknown, RegExp]>([
  [
    'a missing value',
    [{ a: 1 }, { a: null }],
    /^people.json, row 2, column 'a': expected a number, found nothing/
  ],
  [
    'a missing field',
    [{ a: 1, b: 2 }, { a: 1 }],
    /^people.json, row 2, column 'b': .*found nothing/
  ],
  [
    'text among numbers',
    {
      a: [
        [1, 2],
        [3, 'x']
      ]
    },
    /^people.json, row 2 \[1\], column 'a': .*found 'x'/
  ],
  ['rows of unequal lengths', { a: [[1, 2], [3]] }, /expected arrays of \[2, 2\], found others/],
  ['an object in a cell', [{ a: { b: 1 } }], /found an object/],
  ['no records', [], /expected records, found none/],
  ['no rows', { a: [] }, /expected rows, found none/],
  ['a bare number', 3, /expected an array of records or an object of columns/]
])('%s is refused', async (_, content, says) => {
  expect(await say(content)).toMatch(says)
})

test('a mark in front of the text is no part of it', async () =>
  expect(plainColumns(await tableIn('\ufeff{"a":[1,2]}', undefined, 'a.json'))).toEqual({
    a: [1, 2]
  }))

test('what is not JSON is refused with the reason', async () => {
  expect((await messagesOf('{', undefined, 'a.json'))[0]).toMatch(
    /^a.json: expected columns as JSON, but it does not parse/
  )
})

test.each([
  [
    'a record that has a column twice',
    '[{"a":1,"b":0,"a":5}]',
    /^a.json: expected columns as JSON, but the name 'a' is there twice/
  ],
  [
    'columns of one name',
    '{"a":[1],"\\u0061":[2]}',
    /^a.json: expected columns as JSON, but the name 'a' is there twice/
  ],
  ['arrays without end', `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, /deeper than 64 levels/],
  ['a number beyond all numbers', '{"a":[1e999]}', /a number in it is beyond all numbers/]
])('%s is refused', async (_, text, says) => {
  expect((await messagesOf(text, undefined, 'a.json'))[0]).toMatch(says)
})
