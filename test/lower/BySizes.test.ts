import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { type AxisSizes, keptBySizes } from '../../src/lower/index.ts'

const counting = (answer: (sizes: AxisSizes) => E.Either<string, string>) => {
  let made = 0
  const of = keptBySizes((sizes) => {
    made += 1
    return answer(sizes)
  })
  return (...sizes: ReadonlyArray<readonly [string, number]>) => [of(new Map(sizes)), made] as const
}
const written = (sizes: AxisSizes): E.Either<string, string> =>
  E.right([...sizes].map(([axis, n]) => `${axis} ${n}`).join())

test('the same sizes are answered once, in whatever order; others are others', () => {
  const ask = counting(written)
  expect(ask(['a', 2], ['b', 3])).toEqual([E.right('a 2,b 3'), 1])
  expect(ask(['b', 3], ['a', 2])).toEqual([E.right('a 2,b 3'), 1])
  expect(ask(['a', 2], ['b', 4])).toEqual([E.right('a 2,b 4'), 2])
  expect(ask(['a', 2])).toEqual([E.right('a 2'), 3])
  expect(ask(['a', 2], ['b', 4])).toEqual([E.right('a 2,b 4'), 4])
  expect(ask(['a', 2], ['c', 4])).toEqual([E.right('a 2,c 4'), 5])
})

test('sizes that are changed afterwards are not those that were asked for', () => {
  const sizes = new Map([['a', 2]])
  const of = keptBySizes(written)
  expect(of(sizes)).toEqual(E.right('a 2'))
  sizes.set('a', 5)
  expect(of(sizes)).toEqual(E.right('a 5'))
})

test('what is refused is asked again', () => {
  const ask = counting(() => E.left('no'))
  expect(ask(['a', 2])).toEqual([E.left('no'), 1])
  expect(ask(['a', 2])).toEqual([E.left('no'), 2])
})
