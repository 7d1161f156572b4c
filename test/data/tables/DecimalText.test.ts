import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { float32Of } from '../../../src/data/tables/DecimalText.ts'

/** The float32 nearest to digits · 10^exponent, found by exact comparison with its neighbours. */
const nearest = (digits: bigint, exponent: number): number => {
  const value = Math.fround(Number(`${digits}e${exponent}`))
  const bits = new DataView(new ArrayBuffer(4))
  const neighbour = (step: number): number => {
    bits.setFloat32(0, value)
    bits.setUint32(0, bits.getUint32(0) + step)
    return bits.getFloat32(0)
  }
  // distances times 10^k · 2^200, as integers
  const scaled = (x: number): bigint => {
    let [whole, power] = [x, 0]
    while (!Number.isInteger(whole)) [whole, power] = [whole * 2, power + 1]
    return (BigInt(whole) * 2n ** 200n * 10n ** 60n) / 2n ** BigInt(power)
  }
  const exact = digits * 10n ** BigInt(exponent + 60) * 2n ** 200n
  const far = (x: number): bigint => (exact > scaled(x) ? exact - scaled(x) : scaled(x) - exact)
  return [value, neighbour(1), neighbour(-1)].reduce((best, x) => (far(x) < far(best) ? x : best))
}

test('rounds once: just above half a unit goes up, where rounding the double goes down', () => {
  // 1 + 2⁻²⁴ lies halfway between two floats; 10⁻³⁰ more is lost in the double
  const half = '1.000000059604644775390625'
  const above = `${half}000000000000000000000001`
  expect(Math.fround(Number(above))).toBe(1)
  expect(float32Of(half)).toBe(1)
  expect(float32Of(above)).toBe(Math.fround(1 + 2 ** -23))
  expect(float32Of(`-${above}`)).toBe(-Math.fround(1 + 2 ** -23))
  expect(float32Of('1.000000178813934326171875')).toBe(Math.fround(1 + 2 ** -22))
  expect(float32Of('1.00000017881393432617187499999999999')).toBe(Math.fround(1 + 2 ** -23))
})

test('is the nearest float32 of every decimal number', () => {
  const near = fc
    .tuple(fc.integer({ min: 2 ** 23, max: 2 ** 24 - 1 }), fc.integer({ min: -1, max: 1 }))
    // digits of a midpoint between neighbours, and just beside it
    .map(([m, side]) => (BigInt(2 * m + 1) * 10n ** 30n) / 2n + BigInt(side))
  const any = fc.bigInt({ min: 1n, max: 10n ** 30n })
  fc.assert(
    fc.property(fc.oneof(near, any), fc.constantFrom(-30, -20, -35), (digits, exponent) => {
      expect(float32Of(`${digits}e${exponent}`)).toBe(nearest(digits, exponent))
    })
  )
})

test('takes decimal numbers and nothing else', () => {
  expect(['1', '-2.50', '+3e-4', '.5', '5.', '1E3', '0'].map(float32Of)).toEqual(
    [1, -2.5, 3e-4, 0.5, 5, 1000, 0].map(Math.fround)
  )
  for (const text of ['', '-', '.', 'e3', '1,5', '0x10', 'NaN', 'Infinity', '1 2', '1_000', '١'])
    expect(float32Of(text)).toBeUndefined()
})
