import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { atZero, orderAtZero } from '../../src/expr/orders/AtZero.ts'
import { constant, contract, type Expr, ref, where, zip } from '../../src/expr/Expr.ts'
import { positive } from '../../src/expr/intervals/Interval.ts'
import {
  abs,
  add,
  dawson,
  div,
  exp,
  expm1,
  log,
  max,
  min,
  mul,
  neg,
  pow,
  product,
  reciprocal,
  relu,
  round,
  sigmoid,
  sign,
  softplus,
  sqrt,
  square,
  sub,
  sumAll,
  tanh
} from '../../src/expr/Words.ts'
import { arbitraryCase } from '../support/ArbitraryExpr.ts'
import { valuesOver } from '../support/Evaluate.ts'

const z = ref('z', ['h']),
  c = ref('c', []),
  w = ref('w', ['h', 'pixels']),
  a = ref('a', []),
  b = ref('b', []),
  x = ref('x', ['pixels'])

describe('what dies with z', () => {
  const dies: ReadonlyArray<readonly [string, Expr]> = [
    ['z', z],
    ['z·w', mul(z)(w)],
    ['|z|', abs(z)],
    ['z²', square(z)],
    ['√z', sqrt(z)],
    ['z²/z', div(z)(square(z))],
    ['expm1 z', expm1(z)],
    ['tanh(3z)', tanh(mul(3)(z))],
    [
      'the regularised horseshoe c·z/√(c² + z²)',
      pipe(mul(c)(z), div(sqrt(add(square(z))(square(c)))))
    ],
    ['√(z·c)', sqrt(mul(z)(c))],
    ['Σ z·w', sumAll(mul(z)(w))],
    ['Σ_pixels (z·w)·x', contract(['pixels'])(mul(w)(z), x)],
    ['z·(a − b)', mul(sub(b)(a))(z)],
    ['max(z, z²)', max(square(z))(z)],
    ['min(|z|, 1)', min(1)(abs(z))],
    ['z^½', pow(0.5)(z)],
    ['z·e^c', mul(exp(c))(z)],
    ['z if z < 1 else 0', where(zip('less')(z, constant(1)), z, constant(0))],
    ['Dawson(z)', dawson(z)],
    ['Dawson(1/z)', dawson(reciprocal(z))],
    ['relu(z·w)', relu(mul(z)(w))],
    ['round z', round(z)],
    ['0', constant(0)],
    ['z − z', sub(z)(z)],
    ['z if z < 1 else 1', where(zip('less')(z, constant(1)), z, constant(1))],
    ['1 if 1 ≤ z else z', where(zip('lessEqual')(constant(1), z), constant(1), z)],
    ['e^{½ ln z + c}', exp(add(c)(mul(0.5)(log(z))))],
    ['e^{ln z/2}', exp(div(2)(log(z)))],
    ['softplus(ln z − c)', softplus(sub(c)(log(z)))],
    ['sigmoid(2 ln z)', sigmoid(mul(2)(log(z)))]
  ]
  test.each(dies)('%s', (_, e) => expect(atZero(['z'])(e)).toBe('zero'))
  const lives: ReadonlyArray<readonly [string, Expr]> = [
    ['c', c],
    ['w', w],
    ['a floor under the scale √(z² + 10⁻⁸)', sqrt(add(1e-8)(square(z)))],
    ['z + c', add(c)(z)],
    ['e^z', exp(z)],
    ['z/z', div(z)(z)],
    ['1/z', reciprocal(z)],
    ['softplus z', softplus(z)],
    ['sigmoid z', sigmoid(z)],
    ['c²/(c² + z²)', div(add(square(z))(square(c)))(square(c))],
    ['sign z', sign(z)],
    ['max(|z|, 1)', max(1)(abs(z))],
    ['√z/z', div(z)(sqrt(z))],
    ['e^{−ln z}', exp(neg(log(z)))],
    ['e^{ln z − ln z}', exp(sub(log(z))(log(z)))],
    ['sign ln z', sign(log(z))],
    ['1 if z < 1 else z', where(zip('less')(z, constant(1)), constant(1), z)]
  ]
  test.each(lives)('not %s', (_, e) => expect(atZero(['z'])(e)).toBe('not zero'))
  const open: ReadonlyArray<readonly [string, Expr]> = [
    ['a + b', add(a)(b)],
    ['log z', log(z)],
    ['z/(a − b)', div(sub(b)(a))(z)],
    ['c − c·e^z', sub(mul(exp(z))(c))(c)],
    ['z·log z', mul(log(z))(z)],
    ['relu(c)', relu(c)],
    ['exp(1/z)', exp(reciprocal(z))],
    ['e^{c ln z}', exp(mul(c)(log(z)))],
    ['z if c < 1 else c', where(zip('less')(c, constant(1)), z, c)]
  ]
  test.each(open)('nobody knows: %s', (_, e) => expect(atZero(['z'])(e)).toBe('unknown'))
})

test('a set: √(a·b) dies with either, a + b with both', () => {
  expect([['a'], ['b'], ['a', 'b']].map((s) => atZero(s)(sqrt(mul(a)(b))))).toEqual([
    'zero',
    'zero',
    'zero'
  ])
  expect([['a'], ['a', 'b']].map((s) => atZero(s)(add(a)(b)))).toEqual(['not zero', 'zero'])
})
test('signs decide whether a sum can cancel', () => {
  expect(atZero(['z'])(add(a)(b))).toBe('unknown')
  expect(atZero(['z'], { env: () => positive })(add(a)(b))).toBe('not zero')
  expect(atZero(['z'])(add(square(a))(square(b)))).toBe('not zero')
})
test('what a real number is as it falls: e^c is of order 1 in ln t', () => {
  const order = orderAtZero(['z'])
  expect(order(log(z))).toEqual({ order: -Infinity, exact: false, log: 1 })
  expect(order(exp(mul(-3)(log(z))))).toEqual({ order: -3, exact: true })
  expect(order(add(log(z))(mul(-1)(log(z))))).toEqual({ order: 0, exact: false })
})
test('the order: the half-Cauchy pair z = √(a·b), squared and inverted', () => {
  expect(orderAtZero(['a'])(sqrt(product([a, b])))).toEqual({ order: 0.5, exact: true })
  expect(orderAtZero(['a'])(reciprocal(square(a)))).toEqual({ order: -2, exact: true })
})

test('law: what is said of a generated expression is seen in its values', () => {
  const seen = { zero: 0, 'not zero': 0, unknown: 0 }
  fc.assert(
    fc.property(
      arbitraryCase({ smooth: false, depth: 3 }),
      fc.constantFrom('s', 'x', 'y', 'w'),
      fc.boolean(),
      ({ expr, bindings }, name, withProduct) => {
        const r = bindings.find((v) => v.name === name)
        const e = withProduct && r !== undefined ? mul(expr)(ref(name, r.axes)) : expr
        // Everything else keeps away from 0, so that orders show.
        const sizeAt = (t: number): { readonly least: number; readonly most: number } => {
          const values = valuesOver(
            bindings.map((v) => ({
              ...v,
              values: v.values.map(
                (u) => Math.sign(u) * (0.5 + Math.abs(u) / 2) * (v.name === name ? t : 1)
              )
            })),
            e.axes
          )(e).map(Math.abs)
          return { least: Math.min(...values), most: Math.max(...values) }
        }
        const { order, exact } = orderAtZero([name])(e),
          says = atZero([name])(e)
        seen[says] += 1
        const small = sizeAt(1e-8),
          smaller = sizeAt(1e-12)
        if (Number.isNaN(smaller.most)) return
        if (order !== -Infinity) expect(smaller.most).toBeLessThanOrEqual(1e6 * 1e-12 ** order)
        if (says === 'zero') expect(smaller.most).toBeLessThanOrEqual(small.most)
        if (exact && order !== Infinity && Number.isFinite(smaller.most))
          expect(smaller.least).toBeGreaterThan(0.01 * small.least * 1e-4 ** order)
      }
    ),
    { numRuns: 500 }
  )
  expect(Math.min(seen.zero, seen['not zero'], seen.unknown)).toBeGreaterThan(10)
})
