/** Shares along axes and one-hot categories: against their formulas, at the ends of the numbers, printed again. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  axis,
  bernoulli,
  type Binary,
  categorical,
  type Category,
  contract,
  data,
  draw,
  gather,
  indicesOf,
  logSoftmax,
  model,
  normal,
  observe,
  oneHot,
  over,
  plate,
  softmax,
  type Tensor,
  type Unit
} from '../../src/dsl/index.ts'
import { tensor, type Untyped } from '../../src/dsl/Tensor.ts'
import { gradients, ref, simplify } from '../../src/expr/index.ts'
import { evaluate, evaluateScalar, type NamedArray } from '../../src/expr/numbers/Reference.ts'
import { deriveDensity, resolveModel } from '../../src/index.ts'
import { between, eitherSign, logSpread } from '../../src/laws/ArbitraryNumber.ts'

const rows = axis('rows', 2),
  kinds = axis('kinds', 3)
const x: Tensor<'rows' | 'kinds'> = tensor(ref('x', ['rows', 'kinds']), 'Real', [rows, kinds])

const numbers = (
  t: Pick<Untyped, 'expr'>,
  values: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const found = evaluate({
    sizes: new Map([
      ['rows', 2],
      ['kinds', 3]
    ]),
    values: new Map([['x', { axes: ['rows', 'kinds'], sizes: [2, 3], values }]])
  })(t.expr)
  const order = ['rows', 'kinds'].filter((a) => found.axes.includes(a))
  expect(found.axes.toSorted()).toEqual(order.toSorted())
  // row-major over rows, kinds
  const [a = 1, b = 1] = found.sizes
  return found.axes[0] === 'kinds' && found.axes.length === 2
    ? Array.from({ length: 6 }, (_, i) => found.values[(i % 3) * b + Math.floor(i / 3)] ?? a)
    : Array.from(found.values)
}

const six = (n: fc.Arbitrary<number>): fc.Arbitrary<ReadonlyArray<number>> =>
  fc.array(n, { minLength: 6, maxLength: 6 })

describe('softmax', () => {
  const shares: Tensor<'rows' | 'kinds', Unit> = softmax(kinds)(x)
  test('is eˣ over the sum of eˣ, in each row', () =>
    fc.assert(
      fc.property(six(between(-20, 20)), (v) => {
        const found = numbers(shares, v)
        v.forEach((at, i) => {
          const row = v.slice(3 * Math.floor(i / 3), 3 * Math.floor(i / 3) + 3)
          const wanted = 1 / row.reduce((sum, other) => sum + Math.exp(other - at), 0)
          expect(Math.abs((found[i] ?? NaN) - wanted)).toBeLessThan(1e-14)
        })
      })
    ))
  test('sums to 1, e to its logarithm, however far its elements lie apart; a number added to all is nothing', () =>
    fc.assert(
      fc.property(six(eitherSign(logSpread(1e-3, 1e150))), between(-5, 5), (v, shift) => {
        const found = numbers(shares, v),
          logs = numbers(logSoftmax(kinds)(x), v)
        for (const row of [0, 1]) {
          const own = found.slice(3 * row, 3 * row + 3)
          expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
        }
        logs.forEach((l, i) => {
          expect(Number.isFinite(l)).toBe(true)
          expect(Math.exp(l)).toBeCloseTo(found[i] ?? NaN, 12)
        })
        const small = v.map((at) => Math.sign(at) * Math.log1p(Math.abs(at)))
        const moved = numbers(
          shares,
          small.map((at) => at + shift)
        )
        numbers(shares, small).forEach((p, i) => expect(moved[i]).toBeCloseTo(p, 11))
      })
    ))
  test('over two axes its shares are of all', () => {
    const all = numbers(softmax(rows, kinds)(x), [0, 0, 0, 0, 0, Math.log(5)])
    expect(all.map((p) => Number(p.toFixed(12)))).toEqual([0.1, 0.1, 0.1, 0.1, 0.1, 0.5])
  })
  test('its slopes are p_i (δ_ij − p_j)', () =>
    fc.assert(
      fc.property(six(between(-6, 6)), fc.nat(5), (v, at) => {
        const one = pipe(shares, gather(rows)(pick(Math.floor(at / 3), 'rows')))
        const value = pipe(one, gather(kinds)(pick(at % 3, 'kinds')))
        const slope = gradients(value.expr, [{ name: 'x' }]).get('x')
        if (slope === undefined) throw new Error('no slope')
        const found = numbers({ expr: simplify(slope) }, v),
          p = numbers(shares, v)
        v.forEach((_, j) => {
          const isRow = Math.floor(j / 3) === Math.floor(at / 3)
          const wanted = isRow ? (p[at] ?? NaN) * ((j === at ? 1 : 0) - (p[j] ?? NaN)) : 0
          expect(found[j]).toBeCloseTo(wanted, 12)
        })
      }),
      { numRuns: 40 }
    ))
  test('says what does not fit', () => {
    expect(() => Reflect.apply(softmax(axis('cities', 2)), undefined, [x])).toThrow("'cities'")
    expect(() => softmax()(x)).toThrow('softmax: expected an axis, found none')
    expect(() => Reflect.apply(softmax(kinds), undefined, [index])).toThrow('expected a number')
  })
})

const pick = <K extends string>(at: number, k: K): Tensor<never, Category<K>> =>
  tensor({ _tag: 'Constant', axes: [], value: at }, 'Categories', [axis(k, 9)])
const index: Tensor<'rows', Category<'kinds'>> = tensor(ref('index', ['rows']), 'Categories', [
  rows
])

describe('oneHot', () => {
  test('a sum of its product is what lies there', () =>
    fc.assert(
      fc.property(six(between(-9, 9)), fc.nat(2), fc.nat(2), (v, a, b) => {
        const hot: Tensor<'rows' | 'kinds', Binary> = oneHot(kinds)(index)
        const env = {
          sizes: new Map([
            ['rows', 2],
            ['kinds', 3]
          ]),
          values: new Map([
            ['x', { axes: ['rows', 'kinds'], sizes: [2, 3], values: v }],
            ['index', { axes: ['rows'], sizes: [2], values: [a, b] }]
          ])
        }
        const [sum, found] = [pipe(x, contract(kinds)(hot)), pipe(x, gather(kinds)(index))].map(
          (t) => Array.from(evaluate(env)(t.expr).values)
        )
        expect(sum).toEqual([v[a], v[3 + b]])
        expect(found).toEqual(sum)
      })
    ))
  test('of a site that is summed out its density is that of gather', () => {
    const people = plate('people')
    const density = (by: 'gather' | 'oneHot') => {
      const built = resolveModel(
        model(function* () {
          const logits = yield* draw('logits', over(kinds)(normal(0, 1)))
          const means = yield* draw('means', over(kinds)(normal(0, 1)))
          const kind = yield* draw('kind', over(people)(categorical({ logits, along: kinds })))
          const mean =
            by === 'gather'
              ? pipe(means, gather(kinds)(kind))
              : pipe(means, contract(kinds)(oneHot(kinds)(kind)))
          yield* observe('y', normal(mean, 1))
        }),
        {}
      )
      if (E.isLeft(built)) throw new Error(JSON.stringify(built.left))
      const derived = deriveDensity()(built.right)
      if (E.isLeft(derived)) throw new Error(JSON.stringify(derived.left))
      const sizes = new Map(
        derived.right.density.axes.map((a) => [a.name, a.size === 'data' ? 2 : a.size] as const)
      )
      const values = new Map<string, NamedArray>([
        ['u:logits', { axes: ['kinds'], sizes: [3], values: [0.3, -1, 0.5] }],
        ['u:means', { axes: ['kinds'], sizes: [3], values: [-2, 0.4, 1.7] }],
        ['y', { axes: ['people'], sizes: [2], values: [1.1, -0.6] }]
      ])
      return evaluateScalar({ sizes, values })(derived.right.density.logJointNats)
    }
    expect(Number.isFinite(density('gather'))).toBe(true)
    expect(density('oneHot')).toBeCloseTo(density('gather'), 10)
  })
  test('says what does not fit', () => {
    expect(() => Reflect.apply(oneHot(kinds), undefined, [x])).toThrow(
      "oneHot: expected an index of 'kinds', found other values"
    )
    const own: Tensor<'kinds', Category<'kinds'>> = tensor(ref('i', ['kinds']), 'Categories', [
      kinds
    ])
    expect(() => oneHot(kinds)(own)).toThrow("oneHot: the tensor already has the axis 'kinds'")
  })
  test('categories are the inputs of a layer', () => {
    const people = plate('people')
    const built = resolveModel(
      model(function* () {
        const kind = yield* data('kind', [people], indicesOf(kinds))
        const w = yield* draw('w', over(kinds)(normal(0, 1)))
        yield* observe('y', bernoulli({ logits: pipe(oneHot(kinds)(kind), contract(kinds)(w)) }))
      }),
      {}
    )
    expect(built._tag).toBe('Right')
  })
})
