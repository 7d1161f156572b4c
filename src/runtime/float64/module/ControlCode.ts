/**
 * Integers and the flow of control: what functions are written with that decide, count and call each
 * other.
 *
 * @since 0.2.0
 */
import { type Bytes, unsigned } from './ModuleBytes.ts'
import { type Address, integer, type Local } from './ModuleCode.ts'

const unary =
  (op: number) =>
  (x: Bytes): Bytes => [x, op]
const binary =
  (op: number) =>
  (x: Bytes, y: Bytes): Bytes => [x, y, op]

/** Integers of 32 bits, which are addresses and truths, too. */
export const whole = {
  load: ({ base, offset }: Address): Bytes => [base, 0x28, 2, ...unsigned(offset)],
  store: ({ base, offset }: Address, value: Bytes): Bytes => [
    base,
    value,
    0x36,
    2,
    ...unsigned(offset)
  ],
  leadingZeros: unary(0x67),
  isZero: unary(0x45),
  equal: binary(0x46),
  differs: binary(0x47),
  isBelow: binary(0x49),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shiftLeft: binary(0x74),
  /** Zeros come in. */
  shiftRight: binary(0x76)
} as const

/** The number that an integer is, taken without sign. */
export const numberOf = unary(0xb8)

/** x where the integer is not 0, else y; both are computed. */
export const pick = (x: Bytes, y: Bytes, condition: Bytes): Bytes => [x, y, condition, 0x1b]

/** The function ends here, with this. */
export const giveBack = (...value: ReadonlyArray<Bytes>): Bytes => [value, 0x0f]

export const when = (condition: Bytes, then: Bytes, otherwise: Bytes = []): Bytes => [
  condition,
  0x04,
  0x40,
  then,
  ...(otherwise.length === 0 ? [] : [0x05, otherwise]),
  0x0b
]

/** It may run no time. */
export const whileIt = (condition: Bytes, body: Bytes): Bytes => [
  0x02,
  0x40,
  0x03,
  0x40,
  condition,
  0x45,
  0x0d,
  0x01,
  body,
  0x0c,
  0x00,
  0x0b,
  0x0b
]

/** for (; i < to; i += step) body, from where i is on. */
export const upTo = (i: Local, to: Bytes, step: number, body: Bytes): Bytes =>
  whileIt(whole.isBelow(i.get, to), [body, i.set(whole.add(i.get, integer(step)))])
