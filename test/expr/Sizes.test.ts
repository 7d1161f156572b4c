import { describe, expect, test } from 'vitest'
import {
  constants,
  type Expr,
  foldWindows,
  iota,
  merge,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  zip
} from '../../src/expr/Expr.ts'
import { inferSizes, type NamedShape } from '../../src/expr/Sizes.ts'

const infer = (
  e: Expr,
  sizes: Readonly<Record<string, number>>,
  values: Readonly<Record<string, NamedShape>> = {}
): unknown => {
  const found = inferSizes({
    sizes: new Map(Object.entries(sizes)),
    values: new Map(Object.entries(values))
  })([e])
  return found._tag === 'Right'
    ? Object.fromEntries(found.right)
    : { where: found.left.where, what: found.left.what }
}
const x = ref('x', ['a', 'b'])
const windows = { along: 'b', at: 'at', offset: 'offset', size: 3, stride: 2, padding: 1 }

describe('inferSizes', () => {
  test('from what is given, from bound arrays in any order of axes, from constants', () => {
    expect(infer(x, { a: 2, b: 3 })).toEqual({ a: 2, b: 3 })
    expect(infer(x, {}, { x: { axes: ['b', 'a'], sizes: [3, 2] } })).toEqual({ a: 2, b: 3 })
    expect(infer(constants(['c'], [2], [1, 2]), {})).toEqual({ c: 2 })
  })
  test('through merge, split and rename, in either direction', () => {
    expect(infer(merge(['a', 'b'], 'ab')(x), { a: 2, b: 3 })).toEqual({ a: 2, b: 3, ab: 6 })
    expect(infer(merge(['a', 'b'], 'ab')(x), { a: 2, ab: 6 })).toEqual({ a: 2, b: 3, ab: 6 })
    expect(infer(split('ab', ['a', 'b'])(ref('y', ['ab'])), { ab: 6, b: 3 })).toEqual({
      a: 2,
      b: 3,
      ab: 6
    })
    expect(infer(rename('a', 'z')(x), { z: 2, b: 3 })).toEqual({ a: 2, b: 3, z: 2 })
    expect(
      infer(split('z', ['p', 'q'])(rename('ab', 'z')(merge(['a', 'b'], 'ab')(x))), {
        a: 2,
        b: 3,
        p: 3
      })
    ).toEqual({ a: 2, b: 3, ab: 6, z: 6, p: 3, q: 2 })
  })
  test('sizes of nothing', () =>
    expect(infer(merge(['a', 'b'], 'ab')(x), { a: 0, b: 3 })).toEqual({ a: 0, b: 3, ab: 0 }))
  test('refuses one axis with two sizes', () => {
    expect(infer(x, { a: 2, b: 3 }, { x: { axes: ['a', 'b'], sizes: [2, 4] } })).toEqual({
      where: 'axis b',
      what: 'one axis has the sizes 3 and 4'
    })
    expect(
      infer(zip('add')(constants(['c'], [2], [1, 2]), constants(['c'], [1], [1])), {})
    ).toEqual({ where: 'axis c', what: 'one axis has the sizes 2 and 1' })
    expect(infer(merge(['a', 'b'], 'ab')(x), { a: 2, b: 3, ab: 5 })).toEqual({
      where: 'axis ab',
      what: 'one axis has the sizes 5 and 6'
    })
  })
  test('refuses an axis without a size, also one that is only counted', () => {
    expect(infer(x, { a: 2 })).toEqual({ where: 'axis b', what: 'the size of axis b is not known' })
    expect(infer(size('n'), {})).toEqual({
      where: 'axis n',
      what: 'the size of axis n is not known'
    })
    expect(infer(iota('n'), {})).toEqual({
      where: 'axis n',
      what: 'the size of axis n is not known'
    })
    expect(infer(split('ab', ['a', 'b'])(ref('y', ['ab'])), { ab: 6 })).toEqual({
      where: 'axis a',
      what: 'the size of axis a is not known'
    })
  })
  test('refuses a split that does not divide', () =>
    expect(infer(split('ab', ['a', 'b'])(ref('y', ['ab'])), { ab: 7, a: 2 })).toEqual({
      where: 'axis b',
      what: 'the size of axis b would be 3.5'
    }))
  test('of windows: as many as fit, from the size of their axis', () => {
    expect(infer(unfoldWindows(windows)(x), { a: 2, b: 5 })).toEqual({
      a: 2,
      b: 5,
      at: 3,
      offset: 3
    })
    expect(infer(unfoldWindows(windows)(x), { a: 2, b: 6 })).toEqual({
      a: 2,
      b: 6,
      at: 3,
      offset: 3
    })
    expect(infer(unfoldWindows({ ...windows, padding: 0 })(x), { a: 2, b: 3 })).toEqual({
      a: 2,
      b: 3,
      at: 1,
      offset: 3
    })
    expect(
      infer(foldWindows({ ...windows, along: 'n' })(unfoldWindows(windows)(x)), {
        a: 2,
        b: 5,
        n: 6
      })
    ).toEqual({ a: 2, b: 5, at: 3, offset: 3, n: 6 })
  })
  test('refuses windows that do not fit, or are of another number than is bound', () => {
    expect(infer(unfoldWindows({ ...windows, padding: 0 })(x), { a: 2, b: 2 })).toEqual({
      where: 'axis b',
      what: 'a window of 3 does not fit axis b of size 2'
    })
    expect(infer(unfoldWindows({ ...windows, size: 5 })(x), { a: 2, b: 2 })).toEqual({
      where: 'axis b',
      what: 'a window of 5 does not fit axis b of size 2 with 1 zeros at either end'
    })
    expect(infer(unfoldWindows(windows)(x), { a: 2, b: 5, at: 4 })).toEqual({
      where: 'axis at',
      what: 'one axis has the sizes 4 and 3'
    })
    expect(
      infer(foldWindows({ ...windows, along: 'n' })(unfoldWindows(windows)(x)), { a: 2, b: 5 })
    ).toEqual({ where: 'axis n', what: 'the size of axis n is not known' })
  })
  test('refuses an array over other axes than its reference', () =>
    expect(infer(x, {}, { x: { axes: ['a'], sizes: [2] } })).toEqual({
      where: 'x',
      what: 'expected an array over [a, b], found one over [a] of sizes [2]'
    }))
})
