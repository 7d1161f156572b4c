import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { mapDerivatives, zipDerivatives } from '../../src/expr/calculus/Derivatives.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import {
  constant,
  constants,
  contract,
  type Expr,
  gather,
  iota,
  map,
  type MapOp,
  merge,
  reduce,
  ref,
  rename,
  split,
  unfoldWindows,
  where,
  zip,
  type ZipOp
} from '../../src/expr/Expr.ts'
import { postorder } from '../../src/expr/Fold.ts'
import { emptyEnvironment, evaluateScalar } from '../../src/expr/numbers/Reference.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import { spread } from '../../src/expr/rules/Smart.ts'
import {
  add,
  exp,
  log,
  logSumExp,
  max,
  mul,
  neg,
  relu,
  sqrt,
  square,
  sub,
  sumAll,
  sumOver
} from '../../src/expr/Words.ts'
import { arbitraryScalarCase, type Bound, references } from '../support/ArbitraryExpr.ts'
import { environmentOf, valuesOver } from '../support/Evaluate.ts'

const bound = (
  name: string,
  axes: ReadonlyArray<string>,
  ...values: ReadonlyArray<number>
): Bound => ({ name, axes, values })
const gradient = (loss: Expr, name: string): Expr =>
  gradients(loss, [{ name }]).get(name) ?? constant(NaN)
/** The gradient's values by its reference's axes. */
const gradientAt = (
  loss: Expr,
  by: Bound,
  ...others: ReadonlyArray<Bound>
): ReadonlyArray<number> => valuesOver([by, ...others], by.axes)(gradient(loss, by.name))

describe('laws', () => {
  test('gradients = central differences, along a direction through all references at once', () => {
    const direction = fc
      .array(fc.integer({ min: 200, max: 1200 }), { minLength: 15, maxLength: 15 })
      .map((d) => d.map((v, i) => (((i % 2) * 2 - 1) * v) / 1000))
    let compared = 0
    fc.assert(
      fc.property(
        arbitraryScalarCase({ smooth: true, depth: 3 }),
        direction,
        ({ expr, bindings }, along) => {
          let next = 0
          const steps = bindings.map((b) => ({
            ...b,
            name: `d ${b.name}`,
            values: b.values.map(() => along[next++] ?? 1)
          }))
          const moved = (h: number): number =>
            evaluateScalar(
              environmentOf(
                bindings.map((b, i) => ({
                  ...b,
                  values: b.values.map((v, j) => v + h * (steps[i]?.values[j] ?? 0))
                }))
              )
            )(expr)
          const h = 1e-5,
            here = moved(0),
            after = (moved(h) - here) / h,
            before = (here - moved(-h)) / h
          const size = 1 + Math.abs(here) + Math.abs(after)
          // A kink or a jump between the two points: no derivative to compare with.
          if (Math.abs(here) < 1e6 && Math.abs(after - before) < 1e-4 * size) {
            const found = gradients(expr, references)
            const run = evaluateScalar(environmentOf([...bindings, ...steps]))
            const slope = references.reduce(
              (s, r) =>
                s +
                run(
                  sumAll(
                    pipe(
                      spread(r.axes)(found.get(r.name) ?? constant(NaN)),
                      mul(ref(`d ${r.name}`, r.axes))
                    )
                  )
                ),
              0
            )
            expect(Math.abs(slope - (after + before) / 2) / size).toBeLessThan(1e-4)
            compared += 1
          }
        }
      ),
      { numRuns: 400 }
    )
    expect(compared).toBeGreaterThan(320)
  })

  const run = evaluateScalar(emptyEnvironment)
  const slopeOf = (d: Expr | 'zero'): number => (d === 'zero' ? 0 : run(d))
  const points: { readonly [O in MapOp]?: ReadonlyArray<number> } = {
    log: [1e-3, 0.5, 3, 1e3],
    sqrt: [1e-3, 0.5, 3, 1e3],
    log1p: [-0.9, 1e-3, 3, 1e3],
    reciprocal: [-2, -1e-3, 1e-3, 5, 1e3],
    lgamma: [1e-3, 0.5, 1, 3, 1e3],
    digamma: [1e-2, 0.5, 3, 1e3],
    trigamma: [1e-2, 0.5, 3, 100],
    stirling: [1e-2, 0.5, 3, 100],
    ndtri: [1e-3, 0.3, 0.49, 0.9],
    expint1: [1e-3, 0.5, 3, 20],
    scaledExpint1: [1e-3, 0.5, 3, 5.9, 6.1, 1e4],
    exp: [-30, -1, 1e-3, 2, 20],
    expm1: [-30, -1, 1e-3, 2, 20],
    jeffreysKl: [-20, -5, -1, 1e-3, 1, 5],
    logNdtr: [-30, -5, -1, 0.1, 2, 5]
  }
  test.each(Object.keys(mapDerivatives).filter((op): op is MapOp => op in mapDerivatives))(
    '%s′ = its difference quotient',
    (op) => {
      for (const x of points[op] ?? [-30.3, -2.3, -0.7, -1e-3, 1e-3, 0.7, 2.3, 30.3]) {
        const f = scalarMap[op],
          h = 1e-4 * Math.abs(x)
        const quotient =
          op === 'stopGradient'
            ? 0
            : (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)
        const slope = slopeOf(mapDerivatives[op](constant(x), map(op)(constant(x))))
        expect(Math.abs(slope - quotient)).toBeLessThanOrEqual(
          1e-7 * Math.abs(slope) + 1e-9 * (Math.abs(f(x)) / Math.abs(x) + 1e-3)
        )
      }
    }
  )
  test.each<ZipOp>(['add', 'sub', 'mul', 'div', 'pow', 'max', 'min', 'less', 'lessEqual', 'equal'])(
    '%s by both arguments',
    (op) => {
      for (const [x, y] of [
        [0.4, 1.7],
        [2.5, -0.6],
        [3, 2]
      ] as const) {
        const f = scalarZip[op],
          h = 1e-5,
          z = zip(op)(constant(x), constant(y))
        expect(slopeOf(zipDerivatives[op].x(constant(x), constant(y), z))).toBeCloseTo(
          (f(x + h, y) - f(x - h, y)) / (2 * h),
          6
        )
        expect(slopeOf(zipDerivatives[op].y(constant(x), constant(y), z))).toBeCloseTo(
          (f(x, y + h) - f(x, y - h)) / (2 * h),
          6
        )
      }
    }
  )
  test('the derivative of polygamma is the next one', () => {
    const f = (x: number): number => scalarZip.polygamma(2, x)
    expect(
      slopeOf(zipDerivatives.polygamma.y(constant(2), constant(1.3), constant(0)))
    ).toBeCloseTo((f(1.3 + 1e-5) - f(1.3 - 1e-5)) / 2e-5, 5)
  })
})

describe('shapes', () => {
  const x = ref('x', ['images', 'pixels']),
    w = ref('w', ['pixels', 'h']),
    z = ref('z', ['h'])
  const dense = contract(['pixels'])(x, w)
  test('the adjoint of a contraction is a contraction, without a broadcast product', () => {
    const g = gradient(sumAll(square(mul(z)(dense))), 'w')
    expect(postorder([g]).every((e) => e._tag !== 'Zip' || e.axes.length < 3)).toBe(true)
    expect(g._tag === 'Contract' && g.over).toEqual(['images'])
  })
  test('a gradient may lack axes: constant ones are counted by their sizes', () => {
    expect(gradient(sumAll(w), 'w')).toEqual(constant(1))
    expect(
      gradientAt(
        sumAll(add(ref('y', ['b', 'a']))(ref('x', ['a']))),
        bound('x', ['a'], 1, 2),
        bound('y', ['b', 'a'], 0, 0, 0, 0, 0, 0)
      )
    ).toEqual([3, 3])
    expect(
      gradientAt(
        contract(['a', 'b'])(ref('x', ['a']), ref('y', ['b'])),
        bound('x', ['a'], 1, 2),
        bound('y', ['b'], 1, 2, 3)
      )
    ).toEqual([6, 6])
  })
  test('layouts are undone', () => {
    const m = pipe(
      ref('y', ['a', 'b']),
      merge(['a', 'b'], 'ab'),
      rename('ab', 'n'),
      rename('n', 'ab'),
      split('ab', ['b', 'a'])
    )
    const weights = constants(['b', 'a'], [3, 2], [1, 2, 3, 4, 5, 6])
    expect(gradientAt(sumAll(mul(weights)(m)), bound('y', ['a', 'b'], 0, 0, 0, 0, 0, 0))).toEqual([
      1, 2, 3, 4, 5, 6
    ])
  })
  test('an element that is gathered twice gets both', () => {
    const g = pipe(
      ref('y', ['b']),
      gather('b', constants(['a'], [2], [1, 1])),
      mul(constants(['a'], [2], [10, 5]))
    )
    expect(gradientAt(sumAll(g), bound('y', ['b'], 0, 0, 0))).toEqual([0, 15, 0])
  })
  test('softmax is the gradient of log-sum-exp', () => {
    const values = [0, Math.log(2), Math.log(5)]
    gradientAt(logSumExp(['b'])(ref('y', ['b'])), bound('y', ['b'], ...values)).forEach((p, i) =>
      expect(p).toBeCloseTo([1, 2, 5].map((k) => k / 8)[i] ?? NaN, 12)
    )
  })
  test('nothing is built for a reference that the loss does not use', () =>
    expect(gradient(sumAll(w), 'q')).toEqual(constant(0)))
  test('a loss with axes is a bug', () =>
    expect(() => gradients(w, [{ name: 'w' }])).toThrow('internal:'))
  test('linear in the size of the graph, however much is shared', () => {
    const nodes = (depth: number): number => {
      const tower = Array.from({ length: depth }).reduce<Expr>((e) => mul(e)(exp(e)), ref('s', []))
      return postorder([gradient(tower, 's')]).length
    }
    expect(nodes(60) - nodes(40)).toBe(nodes(40) - nodes(20))
  })
})

describe('where there is no derivative', () => {
  const s = ref('s', [])
  const at = (loss: Expr, value: number): number =>
    gradientAt(loss, bound('s', [], value))[0] ?? NaN
  test('relu′(0) = 0, |x|′(0) = 0, equal operands of max share', () => {
    expect(at(relu(s), 0)).toBe(0)
    expect(at(map('abs')(s), 0)).toBe(0)
    expect(at(max(s)(s), 3)).toBe(1)
    expect(at(max(0)(s), 0)).toBe(0.5)
  })
  test('ties of a reduction share', () =>
    expect(
      gradientAt(
        zip('mul')(constant(6), map('neg')(reduce('max', ['b'])(ref('y', ['b'])))),
        bound('y', ['b'], 2, 2, 1)
      ).map((g) => g + 0)
    ).toEqual([-3, -3, 0]))
  test('so do ties in a window; what wins in several windows gets the gradient of each', () => {
    const pooled = (at: string, padding: number): Expr =>
      reduce('max', ['j'])(
        unfoldWindows({ along: 'b', at, offset: 'j', size: 2, stride: 1, padding })(ref('y', ['b']))
      )
    expect(
      gradientAt(
        sumAll(mul(pooled('k', 0))(constants(['k'], [2], [10, 4]))),
        bound('y', ['b'], 5, 5, 1)
      )
    ).toEqual([5, 9, 0])
    expect(
      gradientAt(sumAll(mul(pooled('i', 1))(add(1)(iota('i')))), bound('y', ['b'], -1, 2, 0))
    ).toEqual([0, 5, 2])
  })
  test.each([
    [0, 3, 0, 0],
    [0, 1, 1, 0],
    [0, 0, 0, 0],
    [0, 0.5, Infinity, 0],
    [2, 3, 12, 8 * Math.LN2],
    [-2, 3, 12, 0],
    [2, 0, 0, Math.LN2]
  ])('%d to the power %d has slopes %d and %d', (x, y, byBase, byExponent) => {
    const p = zip('pow')(ref('s', []), ref('t', []))
    const bindings = [bound('s', [], x), bound('t', [], y)] as const
    expect(gradientAt(p, ...bindings)[0]).toBeCloseTo(byBase, 12)
    expect(gradientAt(p, bindings[1], bindings[0])[0]).toBeCloseTo(byExponent, 12)
    // of a constant exponent
    const slope = gradientAt(zip('pow')(ref('s', []), constant(y)), bindings[0])
    expect(slope[0]).toBeCloseTo(byBase, 12)
  })
  test('the branch not taken never shows, not even its infinite slope', () => {
    const guarded = (f: (x: Expr) => Expr): Expr =>
      where(zip('less')(constant(0), s), f(s), square(s))
    for (const f of [
      log,
      sqrt,
      (x: Expr) => mul(sqrt(x))(log(x)),
      (x: Expr) => exp(neg(log(x))),
      (x: Expr) => zip('div')(constant(1), x),
      (x: Expr) => zip('pow')(x, constant(0.5))
    ]) {
      expect(at(guarded(f), 0)).toBe(0)
      expect(at(guarded(f), -3)).toBe(-6)
    }
  })
  test('nor through a contraction', () => {
    const y = ref('y', ['b']),
      ok = zip('less')(constant(0), s)
    const loss = where(ok, contract(['b'])(map('reciprocal')(mul(s)(y)), y), sumOver(['b'])(y))
    expect(gradientAt(loss, bound('y', ['b'], 1, 2, 3), bound('s', [], 0))).toEqual([1, 1, 1])
  })
  test('nothing passes a stop', () =>
    expect(at(sub(map('stopGradient')(square(s)))(square(s)), 3)).toBe(6))
})
