/** Pairs of expressions of one shape and the same operands that differ in one word only. */
import {
  constants,
  contract,
  type Expr,
  foldWindows,
  gather,
  iota,
  map,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  zip
} from '../../src/expr/Expr.ts'

const x = ref('x', ['a', 'b']),
  y = ref('y', ['a', 'b']),
  flat = ref('flat', ['ab']),
  index = ref('index', ['c']),
  patches = ref('patches', ['i', 'j'])
const windows = { along: 'a', at: 'i', offset: 'j', size: 2, stride: 1, padding: 0 }

export const unlikeNodes: ReadonlyArray<readonly [string, Expr, Expr]> = [
  ['the axis of a gather', gather('a', index)(x), gather('b', index)(x)],
  ['the axes of a reduction', reduce('sum', ['a'])(x), reduce('sum', ['b'])(x)],
  ['the kind of a reduction', reduce('sum', ['a'])(x), reduce('max', ['a'])(x)],
  ['the axes of a contraction', contract(['a'])(x, y), contract(['b'])(x, y)],
  ['what is renamed', rename('a', 'c')(x), rename('b', 'c')(x)],
  ['the new name', rename('a', 'c')(x), rename('a', 'd')(x)],
  ['the order of a merge', merge(['a', 'b'], 'ab')(x), merge(['b', 'a'], 'ab')(x)],
  ['the name of a merge', merge(['a', 'b'], 'ab')(x), merge(['a', 'b'], 'ba')(x)],
  ['the order of a split', split('ab', ['a', 'b'])(flat), split('ab', ['b', 'a'])(flat)],
  ['the stride of windows', unfoldWindows(windows)(x), unfoldWindows({ ...windows, stride: 2 })(x)],
  [
    'where windows lie',
    unfoldWindows(windows)(ref('x', ['a', 'b'])),
    unfoldWindows({ ...windows, along: 'b' })(ref('x', ['a', 'b']))
  ],
  [
    'where windows are put back',
    foldWindows(windows)(patches),
    foldWindows({ ...windows, along: 'b' })(patches)
  ],
  ['the axis of a size', size('a'), size('b')],
  ['the axis of an index', iota('a'), iota('b')],
  ['the name of a reference', ref('x', ['a']), ref('y', ['a'])],
  ['the axes of a reference', ref('x', ['a']), ref('x', ['b'])],
  ['the axis of constants', constants(['a'], [2], [1, 2]), constants(['b'], [2], [1, 2])],
  ['the order of constants', constants(['a'], [2], [1, 2]), constants(['a'], [2], [2, 1])],
  ['the sign of a zero', constants(['a'], [1], [0]), constants(['a'], [1], [-0])],
  ['an operation on one', map('sin')(x), map('cos')(x)],
  ['an operation on two', zip('add')(x, y), zip('mul')(x, y)],
  ['the order of a difference', zip('sub')(x, y), zip('sub')(y, x)]
]
