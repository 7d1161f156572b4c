/** `--bind` as text: what it names. */
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseBindings } from '../../../src/data/binding/BindText.ts'

const names = (text: string): ReadonlyArray<string> | undefined => {
  const parsed = parseBindings([text])
  return E.isRight(parsed) ? parsed.right.get('x') : undefined
}

describe('columns after --bind x=', () => {
  test.each<[string, ReadonlyArray<string> | undefined]>([
    ['x=a', ['a']],
    ['x=a, b c', ['a', 'b c']],
    ['x="a, b",c=d', ['a, b', 'c=d']],
    ['x=inches",m', ['inches"', 'm']],
    ['x=', undefined],
    ['x=""', undefined],
    ['x=a,,b', undefined],
    ['x=,a', undefined],
    ['x=a,', undefined]
  ])('%s', (text, found) => expect(names(text)).toEqual(found))

  test('are any names at all, those with commas in quotes', () => {
    const name = fc.string({ minLength: 1 }).filter((s) => s.trim() === s && !s.includes('"'))
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (columns) => {
        const text = columns.map((c) => (c.includes(',') ? `"${c}"` : c)).join(',')
        expect(names(`x=${text}`)).toEqual(columns)
      })
    )
  })
})
