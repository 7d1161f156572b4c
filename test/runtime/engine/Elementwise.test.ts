import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scalarMap, scalarZip } from '../../../src/expr/numbers/Scalar.ts'
import type { KernelMap, KernelZip } from '../../../src/ir/Plan.ts'
import {
  emitMap,
  emitWhere,
  emitZip
} from '../../../src/runtime/engine/elementwise/ElementwiseCode.ts'
import { type Body, loopsOver } from '../../support/RunKernel.ts'
import { eitherSign, logSpread, withExtremes } from '../../../src/laws/ArbitraryNumber.ts'

/**
 * Largest error in units of the last place of the result. Below the normal float32, `absolute`, in
 * units of 2⁻¹⁴⁹.
 */
interface Bound {
  readonly ulp: number
  readonly absolute: number
}

const exact: Bound = { ulp: 0.5, absolute: 0.5 }
/** sigmoid may be 0 where it is below 2⁻¹²⁶. */
const maps: { readonly [O in KernelMap]: Bound } = {
  neg: exact,
  abs: exact,
  sqrt: exact,
  square: exact,
  reciprocal: exact,
  floor: exact,
  round: exact,
  relu: exact,
  exp: { ulp: 2, absolute: 1 },
  expm1: { ulp: 2, absolute: 1 },
  log: { ulp: 1, absolute: 0 },
  tanh: { ulp: 3, absolute: 1 },
  sigmoid: { ulp: 3.5, absolute: 2 ** 23 },
  softplus: { ulp: 3.5, absolute: 1 }
}
const zips: { readonly [O in KernelZip]: Bound } = {
  add: exact,
  sub: exact,
  mul: exact,
  div: exact,
  max: exact,
  min: exact,
  equal: exact,
  less: exact,
  lessEqual: exact,
  pow: { ulp: 5, absolute: 2 }
}

const keys = <K extends string>(table: { readonly [O in K]: unknown }): ReadonlyArray<K> =>
  Object.keys(table).filter((k): k is K => k in table)

const largest = (2 - 2 ** -23) * 2 ** 127
const unit = (x: number): number => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 23)

const near = ({ ulp, absolute }: Bound, wanted: number, got: number): boolean => {
  const size = Math.abs(wanted)
  if (Number.isNaN(wanted)) return Number.isNaN(got)
  if (size < 2 ** -126) return Math.abs(got - wanted) <= absolute * 2 ** -149
  // either of the largest float32 and ∞ at the end
  if (size > largest * (1 - ulp * 2 ** -24))
    return Math.sign(got) === Math.sign(wanted) && Math.abs(got) >= largest * (1 - ulp * 2 ** -23)
  return Math.abs(got - wanted) <= ulp * unit(wanted)
}

const specials = [
  0,
  -0,
  1,
  -1,
  2,
  -2,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  3,
  -3,
  Infinity,
  -Infinity,
  NaN,
  2 ** -149,
  -(2 ** -149),
  2 ** -126,
  -(2 ** -127),
  1e-40,
  largest,
  -largest,
  2 ** 24,
  -(2 ** 24) - 2,
  2 ** 23 + 1,
  -(2 ** 23) - 1,
  2 ** 31,
  1 + 2 ** -23,
  1 - 2 ** -24,
  2 ** -24 - 1,
  88.72283,
  88.7229,
  -87.33655,
  -103.97,
  -104.1,
  17,
  -25,
  9.01
].map(Math.fround)

/** Every sign and exponent with 64 fractions from end to end, then the middle more densely. */
const grid: Float32Array = (() => {
  const fractions = Array.from({ length: 64 }, (_, j) => Math.round((j * (2 ** 23 - 1)) / 63))
  const patterns = Int32Array.from(
    { length: 512 * 64 },
    (_, i) => ((i >> 6) << 23) | (fractions[i & 63] ?? 0)
  )
  const middle = Array.from({ length: 60_000 }, (_, i) => -105 + (i * 195) / 60_000)
  const nearOne = Array.from({ length: 10_000 }, (_, i) => 0.4 + i * 2e-4)
  return Float32Array.of(...specials, ...new Float32Array(patterns.buffer), ...middle, ...nearOne)
})()

const capacity = Math.ceil(grid.length / 4) * 4
const bodies = new Map<string, Body>([
  ...keys(maps).map((op): [string, Body] => [op, (e, [x]) => emitMap(op)(e, x)]),
  ...keys(zips).map((op): [string, Body] => [op, (e, [x, y]) => emitZip(op)(e, x, y)]),
  ['where', (e, [condition, x, y]) => emitWhere(e, condition, x, y)]
])

describe.each([true, false])('elementwise operations, relaxedMadd %s', (relaxedMadd) => {
  const {
    operands: [x, y, z],
    out,
    run
  } = loopsOver({ relaxedMadd, threads: false }, bodies, capacity)

  it.each(keys(maps))('%s is as the scalar function at all magnitudes', (op) => {
    x.set(grid)
    run(op, capacity)
    const wrong = Array.from(grid.keys()).filter(
      (i) => !near(maps[op], scalarMap[op](grid[i] ?? NaN), out[i] ?? NaN)
    )
    expect(wrong.map((i) => [op, grid[i], scalarMap[op](grid[i] ?? NaN), out[i]])).toEqual([])
  })

  const compare = (op: KernelZip, pairs: ReadonlyArray<readonly [number, number]>): void => {
    pairs.forEach(([a, b], i) => {
      x[i] = a
      y[i] = b
    })
    run(op, Math.ceil(pairs.length / 4) * 4)
    // NaN or 1: executors may differ
    const open = (a: number, b: number): boolean =>
      op === 'pow' && Math.abs(a) === 1 && !Number.isFinite(b)
    const wrong = pairs.flatMap(([a, b], i) =>
      open(a, b) || near(zips[op], scalarZip[op](a, b), out[i] ?? NaN)
        ? []
        : [[op, a, b, scalarZip[op](a, b), out[i]]]
    )
    expect(wrong).toEqual([])
  }

  it.each(keys(zips))('%s is as the scalar function at special values', (op) => {
    compare(
      op,
      specials.flatMap((a) => specials.map((b) => [a, b] as const))
    )
  })

  it.each(keys(zips))('%s is as the scalar function anywhere', (op) => {
    const number = fc.float({ noNaN: false })
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 200 }), (pairs) =>
        compare(op, pairs)
      ),
      { numRuns: 50 }
    )
  })

  it('pow is as the scalar function where neither 0 nor ∞ is its result', () => {
    const pair = fc
      .tuple(
        withExtremes(eitherSign(logSpread(1e-3, 40)), 0, 40, -40),
        withExtremes(eitherSign(logSpread(1e-3, 60)), 0, 60, -60),
        fc.boolean()
      )
      .map(([logarithm, exponent, small]): readonly [number, number] =>
        small
          ? [Math.fround(1 + logarithm * 2 ** -18), Math.fround(exponent * 2 ** 13)]
          : [Math.fround(Math.exp(logarithm)), Math.fround(exponent / (Math.abs(logarithm) + 1))]
      )
    fc.assert(
      fc.property(fc.array(pair, { minLength: 100, maxLength: 200 }), (pairs) =>
        compare('pow', pairs)
      ),
      { numRuns: 100 }
    )
    compare(
      'pow',
      Array.from(
        { length: 900 },
        (_, i) => [Math.fround(-0.1 * (1 + (i % 30))), Math.floor(i / 30) - 15] as const
      )
    )
  })

  it('where takes the second only at 0, the first also at NaN', () => {
    x.set([0, -0, 1, NaN, -Infinity, 2 ** -149, 0, 7])
    y.set([1, 2, 3, 4, 5, 6, NaN, NaN])
    z.set([11, 12, 13, 14, 15, 16, 17, 18])
    run('where', 8)
    expect([...out.subarray(0, 8)]).toEqual([11, 12, 3, 4, 5, 6, 17, NaN])
  })
})
