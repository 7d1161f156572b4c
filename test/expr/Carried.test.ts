/** What reductions leave of one vanishing element, and where its index is found. */
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  type Expr,
  gather,
  merge,
  reduce,
  ref,
  rename,
  split,
  unfoldWindows
} from '../../src/expr/Expr.ts'
import { bounds } from '../../src/expr/intervals/Bounds.ts'
import { positive } from '../../src/expr/intervals/Interval.ts'
import {
  carried,
  factor,
  orderBy,
  vanishesBy,
  vanishesWhole
} from '../../src/expr/orders/Carried.ts'
import { exactly, upTo } from '../../src/expr/orders/Order.ts'
import { axesRunOver, indexAt } from '../../src/expr/orders/Place.ts'
import { print } from '../../src/expr/print/Print.ts'
import { div, max, mul, sumOver } from '../../src/expr/Words.ts'

const sizes = new Map([
  ['h', 3],
  ['k', 3],
  ['x', 2],
  ['y', 2],
  ['one', 1]
])
const of = ref('of', ['i'])

/** z over these axes, everything positive. */
const question = (axes: ReadonlyArray<string>) =>
  carried({
    carriedBy: (name) => (name === 'z' ? factor(axes, exactly(1), exactly(0)) : undefined),
    orderOf: () => exactly(0),
    signOf: bounds(() => positive),
    sizeOf: (axis) => sizes.get(axis)
  })
const z = (...axes: ReadonlyArray<string>): Expr => ref('z', axes)
const least = (...over: ReadonlyArray<string>) => reduce('min', over)

describe('a way that is lost', () => {
  test('a minimum over all indices dies with any of them', () => {
    expect(vanishesWhole(question(['h'])(least('h')(z('h'))))).toBe(true)
  })
  test('a minimum over some of them dies in some of its elements, which no way leads to', () => {
    const c = question(['h', 'x'])(least('x')(z('h', 'x')))
    expect([c.ways, c.orders, vanishesWhole(c)]).toEqual([[], [upTo(0)], false])
  })
  test('a sum over some of them stays all the same', () => {
    const c = question(['h', 'x'])(sumOver(['x'])(z('h', 'x')))
    expect([c.ways, c.orders]).toEqual([[], [exactly(0)]])
  })
  test('of a single index, or of one that nobody knows the number of, nothing is certain', () => {
    for (const axis of ['one', 'rows']) {
      const e = z(axis)
      const share = pipe(e, div(sumOver([axis])(e)))
      expect(vanishesBy(question([axis])(share), 0)).toBe(false)
    }
    const e = z('h')
    expect(vanishesBy(question(['h'])(pipe(e, div(sumOver(['h'])(e)))), 0)).toBe(true)
  })
  test('where data say which are there, none may be', () => {
    const picked = gather('h', of)(z('h'))
    expect(vanishesWhole(question(['h'])(least('i')(picked)))).toBe(false)
    expect(vanishesWhole(question(['h'])(least('h', 'i')(pipe(z('h'), max(picked)))))).toBe(false)
  })
})

describe('where an index is found', () => {
  const places = (e: Expr, axes: ReadonlyArray<string> = ['h']) =>
    question(axes)(e).ways.map((way) => [axesRunOver(way), way.map((p) => print(indexAt(p)))])
  const partner = ref('g', ['h', 'x'])
  test.each([
    ['itself', z('h'), [[['h'], ['index(h)']]]],
    ['renamed', rename('h', 'k')(z('h')), [[['k'], ['index(k)']]]],
    ['there and back', rename('k', 'h')(rename('h', 'k')(z('h'))), [[['h'], ['index(h)']]]],
    ['split', split('h', ['a', 'b'])(z('h')), [[['a', 'b'], ['index(a)·size(b) + index(b)']]]],
    [
      'split and merged',
      merge(['a', 'b'], 'c')(split('h', ['a', 'b'])(z('h'))),
      [[['c'], ['index(c)']]]
    ],
    [
      'merged with another',
      merge(['h', 'x'], 'p')(mul(partner)(z('h'))),
      [[undefined, ['floor(index(p)/size(x))']]]
    ],
    [
      'merged and split at another place',
      split('p', ['x', 'h'])(merge(['h', 'x'], 'p')(mul(partner)(z('h')))),
      [[undefined, ['floor(index(p)/size(x))[p = index(x)·size(h) + index(h)]']]]
    ],
    [
      'merged and split at the same, into axes of the same sizes',
      split('p', ['k', 'y'])(merge(['h', 'x'], 'p')(mul(partner)(z('h')))),
      [[['k'], ['index(k)']]]
    ],
    ['gathered', gather('h', of)(z('h')), [[undefined, ['of']]]],
    [
      'gathered and renamed',
      rename('i', 'j')(gather('h', of)(z('h'))),
      [[undefined, ['of[i → j]']]]
    ],
    [
      'in windows',
      unfoldWindows({ along: 'h', at: 'a', offset: 'b', size: 2, stride: 1, padding: 0 })(z('h')),
      [[undefined, ['index(a)·1 + index(b) − 0']]]
    ],
    [
      'in two places',
      mul(rename('h', 'k')(z('h')))(z('h')),
      [
        [['h'], ['index(h)']],
        [['k'], ['index(k)']]
      ]
    ]
  ])('%s', (_, e, found) => expect(places(e)).toEqual(found))
  test('all parts of a merged axis are the axis', () => {
    expect(places(merge(['h', 'x'], 'p')(z('h', 'x')), ['h', 'x'])).toEqual([
      [['p'], ['floor(index(p)/size(x))', 'index(p) − floor(index(p)/size(x))·size(x)']]
    ])
  })
  test('by two ways, each alone and both', () => {
    const c = question(['h'])(mul(rename('h', 'k')(z('h')))(z('h')))
    expect([c.orders, orderBy(c, undefined), orderBy(c, 1)]).toEqual([
      [exactly(0), exactly(1), exactly(1), exactly(2)],
      exactly(0),
      exactly(1)
    ])
  })
})
