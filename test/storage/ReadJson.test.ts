import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJsonText } from '../../src/ir/JsonText.ts'
import { standardBudget } from '../../src/storage/Budget.ts'
import { readJson } from '../../src/storage/ReadJson.ts'

const read = readJsonText(standardBudget)
const small = readJsonText({ ...standardBudget, textBytes: 40, values: 6, depth: 3 })

describe('JSON of files', () => {
  test('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(text)).toEqual(E.right(JSON.parse(text)))
      })
    )
  })

  test('or a reason, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'{}[]",:\\u0061e1 '), { maxLength: 30 }),
        (letters) => {
          const answer = read(letters.join(''))
          if (E.isLeft(answer)) expect(answer.left).not.toBe('')
        }
      ),
      { numRuns: 2000 }
    )
  })

  test.each([
    ['{"a":1,"a":2}', "the name 'a' is there twice"],
    ['{"a":1,"\\u0061":2}', "the name 'a' is there twice"],
    ['{"b":{"x":1},"c":[{"y":1,"y":1}]}', "the name 'y' is there twice"],
    ['{"a":1e999}', 'a number in it is beyond all numbers'],
    ['[-1e400]', 'a number in it is beyond all numbers'],
    ['{"a":', 'it does not parse'],
    ['{"a":1}\n,', 'it does not parse from character 9 on'],
    ['[1e0000400]', 'a number in it is beyond all numbers'],
    [`[1${'0'.repeat(330)}]`, 'a number in it is beyond all numbers'],
    [`[1${'0'.repeat(300)}e12]`, 'a number in it is beyond all numbers'],
    ['"\\', 'it does not parse'],
    ['\ufeff{}', 'it does not parse'],
    ['', 'it does not parse']
  ])('%s: %s', (text, why) => expect(read(text)).toEqual(E.left(why)))

  test('takes a name again in another object, and in texts', () =>
    expect(read('[{"a":1},{"a":{"a":"\\"a\\":1,\\"a\\":2"}}]')).toEqual(
      E.right([{ a: 1 }, { a: { a: '"a":1,"a":2' } }])
    ))

  test.each([
    ['"12345678901234567890123456789012345678901"', /longer than 40 bytes/],
    ['[[[[1]]]]', /deeper than 3 levels/],
    ['[1,2,3,4,5,6]', /more than 6 values/]
  ])('%s is over the budget', (text, why) =>
    expect(small(text)).toEqual(E.left(expect.stringMatching(why)))
  )

  test('that is as long as the budget is read', () => {
    expect(small('[[[1]],2]')).toEqual(E.right([[[1]], 2]))
    expect(small('[1,2,3,4,5]')).toEqual(E.right([1, 2, 3, 4, 5]))
  })

  test('is UTF-8', () => {
    expect(readJson(standardBudget)(Uint8Array.of(0x22, 0xff, 0x22))).toEqual(
      E.left('it is not UTF-8')
    )
    expect(readJson(standardBudget)(new TextEncoder().encode('"é"'))).toEqual(E.right('é'))
  })
})
