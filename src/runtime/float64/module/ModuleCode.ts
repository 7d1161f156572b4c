/**
 * The instructions that float64 plans are written with: a number at a time, or two.
 *
 * @since 0.2.0
 */
import {
  type Bytes,
  eightBytes,
  type FunctionType,
  signed,
  unsigned,
  type ValueType
} from './ModuleBytes.ts'

/** Where a number is: the value of `base` (an address in bytes) + `offset`. */
export interface Address {
  readonly base: Bytes
  readonly offset: number
}

/** A local of the function that is being written. */
export interface Local {
  readonly get: Bytes
  readonly set: (value: Bytes) => Bytes
}

/** The function that is being written; its parameters are locals, too. */
export interface Writer {
  readonly parameters: ReadonlyArray<Local>
  readonly locals: ReadonlyArray<ValueType>
  readonly local: (type: ValueType) => Local
}

export const openWriter = (parameters: ReadonlyArray<ValueType> = []): Writer => {
  const locals: Array<ValueType> = []
  const at = (place: number): Local => {
    const index = unsigned(place)
    return { get: [0x20, ...index], set: (value) => [value, 0x21, ...index] }
  }
  return {
    parameters: parameters.map((_, i) => at(i)),
    locals,
    local: (type) => at(parameters.length + locals.push(type) - 1)
  }
}

// functions of the host

const ofNumbers = (count: number): FunctionType => ({
  parameters: Array.from({ length: count }, () => 'f64' as const),
  results: ['f64']
})

/** Functions of one or two numbers; V8 calls these by address: no JavaScript runs. */
const numberFunctions = [
  { name: 'exp', ...ofNumbers(1), of: Math.exp },
  { name: 'expm1', ...ofNumbers(1), of: Math.expm1 },
  { name: 'log', ...ofNumbers(1), of: Math.log },
  { name: 'log1p', ...ofNumbers(1), of: Math.log1p },
  { name: 'tanh', ...ofNumbers(1), of: Math.tanh },
  { name: 'pow', ...ofNumbers(2), of: Math.pow }
] as const

export type HostFunction = (typeof numberFunctions)[number]['name']

/** What a module imports: functions of numbers, and one that runs what the module has no code for. */
export const hostFunctions = (apart: (which: number) => void) => [
  ...numberFunctions,
  { name: 'apart', parameters: ['i32'] as const, results: [], of: apart }
]

const called = (place: number, values: ReadonlyArray<Bytes>): Bytes => [
  values,
  0x10,
  ...unsigned(place)
]

export const call = (name: HostFunction, ...values: ReadonlyArray<Bytes>): Bytes =>
  called(
    numberFunctions.findIndex((f) => f.name === name),
    values
  )
export const callApart = (which: number): Bytes => called(numberFunctions.length, [integer(which)])
/** The function of the module at a place among its own. */
export const callOwn = (place: number, ...values: ReadonlyArray<Bytes>): Bytes =>
  called(numberFunctions.length + 1 + place, values)

// control

export const integer = (x: number): Bytes => [0x41, ...signed(x)]
export const plus = (a: Bytes, b: Bytes): Bytes => [a, b, 0x6a]

/** 1 where both are. */
export const both = (a: Bytes, b: Bytes): Bytes => [a, b, 0x71]

const isBelow = (a: Bytes, b: Bytes): Bytes => [a, b, 0x49]

/** for (i = 0; i < to; i += step) body; it runs once at least. */
export const loop = (i: Local, to: number, step: number, body: Bytes): Bytes => [
  i.set(integer(0)),
  0x03,
  0x40,
  body,
  i.set(plus(i.get, integer(step))),
  isBelow(i.get, integer(to)),
  0x0d,
  0x00,
  0x0b
]

// numbers, by one and by two

type Unary = (x: Bytes) => Bytes
type Binary = (x: Bytes, y: Bytes) => Bytes

/** What numbers are computed with; a *condition* is what `choose` takes. */
export interface Arithmetic {
  readonly type: ValueType
  readonly load: (at: Address) => Bytes
  readonly store: (at: Address, value: Bytes) => Bytes
  readonly constant: (x: number) => Bytes
  readonly abs: Unary
  readonly neg: Unary
  readonly sqrt: Unary
  readonly floor: Unary
  readonly nearest: Unary
  readonly truncate: Unary
  readonly add: Binary
  readonly sub: Binary
  readonly mul: Binary
  readonly div: Binary
  readonly min: Binary
  readonly max: Binary
  readonly equal: Binary
  readonly differs: Binary
  readonly less: Binary
  readonly lessEqual: Binary
  /** x where the condition holds, else y. */
  readonly choose: (x: Bytes, y: Bytes, condition: Bytes) => Bytes
}

const unary =
  (...op: Bytes): Unary =>
  (x) => [x, ...op]
const binary =
  (...op: Bytes): Binary =>
  (x, y) => [x, y, ...op]

/** The alignment is a hint: that of a number, or of two, which need not be where it says. */
const place = ({ offset }: Address, op: Bytes, alignment: number): Bytes => [
  ...op,
  alignment,
  ...unsigned(offset)
]

export const one: Arithmetic = {
  type: 'f64',
  load: (at) => [at.base, ...place(at, [0x2b], 3)],
  store: (at, value) => [at.base, value, ...place(at, [0x39], 3)],
  constant: (x) => [0x44, ...eightBytes(x)],
  abs: unary(0x99),
  neg: unary(0x9a),
  floor: unary(0x9c),
  truncate: unary(0x9d),
  nearest: unary(0x9e),
  sqrt: unary(0x9f),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  min: binary(0xa4),
  max: binary(0xa5),
  equal: binary(0x61),
  differs: binary(0x62),
  less: binary(0x63),
  lessEqual: binary(0x65),
  choose: (x, y, condition) => [x, y, condition, 0x1b]
}

const vector = (op: number): Bytes => [0xfd, ...unsigned(op)]

export const two: Arithmetic = {
  type: 'v128',
  load: (at) => [at.base, ...place(at, vector(0x00), 3)],
  store: (at, value) => [at.base, value, ...place(at, vector(0x0b), 3)],
  constant: (x) => [...vector(0x0c), ...eightBytes(x), ...eightBytes(x)],
  abs: unary(...vector(0xec)),
  neg: unary(...vector(0xed)),
  sqrt: unary(...vector(0xef)),
  floor: unary(...vector(0x75)),
  truncate: unary(...vector(0x7a)),
  nearest: unary(...vector(0x94)),
  add: binary(...vector(0xf0)),
  sub: binary(...vector(0xf1)),
  mul: binary(...vector(0xf2)),
  div: binary(...vector(0xf3)),
  min: binary(...vector(0xf4)),
  max: binary(...vector(0xf5)),
  equal: binary(...vector(0x47)),
  differs: binary(...vector(0x48)),
  less: binary(...vector(0x49)),
  lessEqual: binary(...vector(0x4b)),
  choose: (x, y, condition) => [x, y, condition, ...vector(0x52)]
}

/** The same number twice. */
export const twice: Unary = unary(...vector(0x14))
/** The number at an address twice. */
export const loadTwice = (at: Address): Bytes => [at.base, ...place(at, vector(0x0a), 3)]
/** The first (0) or second (1) of two. */
export const lane = (x: Bytes, which: 0 | 1): Bytes => [x, ...vector(0x21), which]
/** Two numbers as one vector. */
export const pair: Binary = (x, y) => [twice(x), y, ...vector(0x22), 1]

/** Where both conditions hold. */
export const bothOf: Binary = binary(...vector(0x4e))
/** x where the condition holds, else 0. */
export const onlyWhere: Binary = bothOf
/** x where the condition does not hold, else 0. */
export const unless: Binary = binary(...vector(0x4f))
/** 1 where a condition holds in both lanes: an integer. */
export const inBoth: Unary = unary(...vector(0xc3))
/** The size of a number with the sign of another. */
export const signed2 = (size: Bytes, x: Bytes): Bytes => [
  size,
  bothOf(x, two.constant(-0)),
  ...vector(0x50)
]

/** x · 2ᵏ where neither is below the normal numbers: k is added to the exponent. */
export const timesPower = (x: Bytes, k: Bytes): Bytes => [
  x,
  two.add(k, two.constant(1.5 * 2 ** 52)),
  ...integer(52),
  ...vector(0xcb),
  ...vector(0xce)
]

/** 2ᵏ of whole numbers −1022 ≤ k ≤ 1023: k + 1023, as an integer, is its exponent. */
export const asPowers: Unary = (k) => [
  two.add(k, two.constant(1.5 * 2 ** 52 + 1023)),
  ...integer(52),
  ...vector(0xcb)
]
