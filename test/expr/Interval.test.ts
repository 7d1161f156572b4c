import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { bounds } from '../../src/expr/intervals/Bounds.ts'
import {
  constant,
  constants,
  type Expr,
  map,
  type MapOp,
  ref,
  size,
  where,
  zip
} from '../../src/expr/Expr.ts'
import { postorder } from '../../src/expr/Fold.ts'
import { mapBounds } from '../../src/expr/intervals/IntervalMap.ts'
import {
  hull,
  type Interval,
  interval,
  isInside,
  isNonNegative,
  isNonPositive,
  isNonzero,
  isPositive,
  nonNegative,
  nonzero,
  point,
  positive,
  real
} from '../../src/expr/intervals/Interval.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import { zipBounds } from '../../src/expr/intervals/IntervalZip.ts'
import {
  abs,
  add,
  div,
  exp,
  log,
  logSumExp,
  max,
  mul,
  neg,
  pow,
  reciprocal,
  sigmoid,
  softplus,
  sqrt,
  square,
  sub,
  sumAll
} from '../../src/expr/Words.ts'
import { arbitraryCase } from '../support/ArbitraryExpr.ts'
import { valuesOver } from '../support/Evaluate.ts'
import { between, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

/** Up to rounding; what is no real number lies nowhere. */
const holds = (i: Interval, v: number): boolean =>
  !Number.isFinite(v) ||
  (v >= i.low - 1e-9 * (1 + Math.abs(i.low)) &&
    v <= i.high + 1e-9 * (1 + Math.abs(i.high)) &&
    (i.zero || v !== 0))

describe('laws', () => {
  test('the values of an expression lie inside its bounds', () => {
    fc.assert(
      fc.property(
        arbitraryCase({ smooth: false, depth: 4 }),
        fc.boolean(),
        ({ expr, bindings }, tight) => {
          const lies = (name: string): Interval => {
            const values = bindings.find((b) => b.name === name)?.values ?? []
            return tight
              ? values.map(point).reduce(hull)
              : values.every((v) => v > 0)
                ? positive
                : values.every((v) => v !== 0)
                  ? nonzero
                  : real
          }
          const i = bounds(lies)(expr)
          // E₁ and the Jeffreys KL of large arguments underflow to 0, which they are not in real
          // arithmetic.
          const underflows = postorder([expr]).some(
            (e) => e._tag === 'Map' && (e.op === 'expint1' || e.op === 'jeffreysKl')
          )
          for (const v of valuesOver(bindings, expr.axes)(expr))
            expect(
              holds({ ...i, zero: i.zero || underflows }, v),
              `${v} in ${JSON.stringify(i)}`
            ).toBe(true)
        }
      ),
      { numRuns: 500 }
    )
  })

  const end = fc.oneof(
    fc.integer({ min: -40, max: 40 }).map((n) => n / 8),
    fc.constantFrom(-Infinity, Infinity)
  )
  const withPoint = fc
    .tuple(end, end, withExtremes(between(0, 1), 0, 1), fc.boolean())
    .map(([a, b, t, zero]) => {
      const low = Math.min(a, b),
        high = Math.max(a, b)
      const from = Math.max(low, Math.min(high, 0) - 60),
        to = Math.min(high, Math.max(low, 0) + 60)
      const x = from + t * (to - from)
      return { i: interval(low, high, zero || x === 0), x }
    })
    .filter(({ x }) => Number.isFinite(x) && (x === 0 || Math.abs(x) > 1e-6))
  test.each(Object.keys(mapBounds).filter((op): op is MapOp => op in mapBounds))(
    '%s of a point of an interval lies in its bounds',
    (op) => {
      fc.assert(
        fc.property(withPoint, ({ i, x }) => {
          const v = scalarMap[op](x)
          expect(holds({ ...mapBounds[op](i), zero: true }, v), `${op}(${x}) = ${v}`).toBe(true)
          // Values that underflow to 0 are not 0 in real arithmetic.
          expect(mapBounds[op](i).zero || v !== 0 || Math.abs(x) > 5).toBe(true)
        }),
        { numRuns: 150 }
      )
    }
  )
  test('and of two points', () => {
    fc.assert(
      fc.property(
        withPoint,
        withPoint,
        fc.constantFrom(
          'add',
          'sub',
          'mul',
          'div',
          'pow',
          'max',
          'min',
          'less',
          'lessEqual',
          'equal'
        ),
        (x, y, op) => {
          const i = zipBounds[op](x.i, y.i),
            v = scalarZip[op](x.x, y.x)
          const isLimit = v === 0 && op === 'pow'
          expect(
            isLimit || (op === 'div' && y.x === 0) || holds(i, v),
            `${x.x} ${op} ${y.x} = ${v} in ${JSON.stringify(i)}`
          ).toBe(true)
        }
      ),
      { numRuns: 1000 }
    )
  })
})

describe('what a scale needs', () => {
  const lies = bounds((name) => ({ tau: positive, z: nonzero, n: nonNegative })[name] ?? real)
  const tau = ref('tau', []),
    z = ref('z', ['h']),
    n = ref('n', []),
    w = ref('w', ['h'])
  const positives: ReadonlyArray<readonly [string, Expr]> = [
    ['exp w', exp(w)],
    ['softplus w', softplus(w)],
    ['τ·e^w', mul(exp(w))(tau)],
    ['z²', square(z)],
    ['|z|', abs(z)],
    ['√(z² + n)', sqrt(add(n)(square(z)))],
    ['1/τ', reciprocal(tau)],
    ['n + 1', add(1)(n)],
    ['1 − (−τ)', pipe(constant(1), sub(neg(tau)))],
    ['Σ e^w', sumAll(exp(w))],
    ['√(2/n)', sqrt(div(size('h'))(constant(2)))],
    ['τ^w', pow(w)(tau)],
    ['z^−2', pow(-2)(z)],
    ['max(w, τ)', max(tau)(w)],
    ['sigmoid', sigmoid(w)],
    ['where', where(zip('less')(w, n), tau, exp(w))]
  ]
  test.each(positives)('%s is positive', (_, e) => expect(isPositive(lies(e))).toBe(true))
  test('what is not certain is not claimed', () => {
    for (const e of [
      w,
      n,
      square(w),
      add(tau)(w),
      sub(tau)(tau),
      mul(tau)(w),
      log(tau),
      logSumExp(['h'])(w),
      map('relu')(w)
    ])
      expect(isPositive(lies(e))).toBe(false)
    expect([
      isNonNegative(lies(square(w))),
      isNonzero(lies(z)),
      isNonzero(lies(mul(z)(z))),
      isNonzero(lies(add(z)(z)))
    ]).toEqual([true, true, true, false])
    expect(isNonPositive(lies(map('logNdtr')(w)))).toBe(true)
  })
  test('constants are points, and hulls of points', () => {
    expect(lies(constants(['k'], [3], [-1, 2, 5]))).toEqual({ low: -1, high: 5, zero: false })
    expect(lies(constant(0))).toEqual({ low: 0, high: 0, zero: true })
    expect(lies(zip('less')(constant(1), constant(2)))).toEqual(point(1))
  })
  test('inside', () => {
    expect([
      isInside(real)(positive),
      isInside(nonzero)(positive),
      isInside(positive)(nonNegative),
      isInside(positive)(real)
    ]).toEqual([true, true, false, false])
  })
})
