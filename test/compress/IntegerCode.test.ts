import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeIntegers, encodeIntegers } from '../../src/compress/code/IntegerCode.ts'
import type { MatrixShape } from '../../src/compress/code/IntegerCode.ts'

/** A fixed sequence of uniform numbers, so that the sizes below are the same in every run. */
const uniforms = (): (() => number) => {
  let state = 12345
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

const normal = (u: () => number): number =>
  Math.sqrt(-2 * Math.log(u())) * Math.cos(2 * Math.PI * u())

const entropyBytes = (values: Int32Array): number => {
  const counts = new Map<number, number>()
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1)
  return [...counts.values()].reduce(
    (sum, count) => sum - (count * Math.log2(count / values.length)) / 8,
    0
  )
}

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 30, -(2 ** 30), 2 ** 31 - 1, -(2 ** 31), 1, -1) }
)

const matrix: fc.Arbitrary<{ readonly shape: MatrixShape; readonly values: Int32Array }> = fc
  .tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 }))
  .chain(([rows, columns]) =>
    fc
      .array(value, { minLength: rows * columns, maxLength: rows * columns })
      .map((values) => ({ shape: [rows, columns], values: Int32Array.from(values) }))
  )

describe('the code of an integer matrix', () => {
  it('is lossless', () => {
    fc.assert(
      fc.property(matrix, ({ shape, values }) => {
        expect(decodeIntegers(encodeIntegers(values, shape), shape)).toEqual(E.right(values))
      }),
      { numRuns: 150 }
    )
  })

  it('takes one byte for nothing, and few for zeros', () => {
    expect(encodeIntegers(new Int32Array(0), [0, 7]).length).toBe(1)
    expect(encodeIntegers(new Int32Array(30_000), [300, 100]).length).toBeLessThan(16)
  })

  it.each([
    { sd: 0.6, zeros: 0 },
    { sd: 3, zeros: 0 },
    { sd: 3, zeros: 0.6 },
    { sd: 60, zeros: 0.3 }
  ])(
    'is within 1 % and 20 bytes of the zero-order entropy of independent entries (sd $sd, $zeros zero)',
    ({ sd, zeros }) => {
      const u = uniforms()
      const values = Int32Array.from({ length: 20_000 }, () =>
        u() < zeros ? 0 : Math.round(sd * normal(u))
      )
      expect(encodeIntegers(values, [200, 100]).length).toBeLessThan(
        1.01 * entropyBytes(values) + 20
      )
    }
  )

  it('is at least 10 % below the zero-order entropy where rows and columns differ in scale', () => {
    const u = uniforms()
    const [s, t] = [200, 100].map((length) =>
      Array.from({ length }, () => Math.exp(0.8 * normal(u)))
    )
    const values = Int32Array.from({ length: 20_000 }, (_, i) =>
      Math.round(2 * normal(u) * (s?.[Math.floor(i / 100)] ?? 0) * (t?.[i % 100] ?? 0))
    )
    const bytes = encodeIntegers(values, [200, 100])
    expect(bytes.length).toBeLessThan(0.9 * entropyBytes(values))
    expect(decodeIntegers(bytes, [200, 100])).toEqual(E.right(values))
  })

  it('refuses bytes that were cut or lengthened', () => {
    const u = uniforms()
    const values = Int32Array.from({ length: 600 }, () => Math.round(5 * normal(u)))
    const bytes = encodeIntegers(values, [30, 20])
    for (let length = 0; length < bytes.length; length++)
      expect(E.isLeft(decodeIntegers(bytes.subarray(0, length), [30, 20]))).toBe(true)
    const longer = new Uint8Array(bytes.length + 1)
    longer.set(bytes)
    expect(decodeIntegers(longer, [30, 20])).toMatchObject(
      E.left({ where: 'coded integers, 30 × 20', what: expect.stringContaining('1 of the') })
    )
  })

  it('ends on any bytes and any shape', () => {
    const size = fc.oneof(fc.nat({ max: 30 }), fc.constantFrom(-1, 0.5, NaN, Infinity, 2 ** 40))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), size, size, (bytes, rows, columns) => {
        const decoded = decodeIntegers(bytes, [rows, columns])
        if (E.isRight(decoded)) expect(decoded.right.length).toBe(rows * columns)
      }),
      { numRuns: 150 }
    )
  })

  it('throws on values that do not fill the shape, which is our bug', () => {
    expect(() => encodeIntegers(new Int32Array(3), [2, 2])).toThrow(/^internal:/)
  })
})
