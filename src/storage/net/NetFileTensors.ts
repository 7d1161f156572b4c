/**
 * Tensors of a network's file: name, axes, exponent of δ, length in bytes, and the coded integers.
 *
 * The integers are coded as a matrix, the last axis its columns; sizes are those of the axes. A
 * matrix may be coded on its side (columns first), where that is shorter. Integers that take few
 * values may be coded as places in a table of these, which then stands before them.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import {
  decodeIntegers,
  encodeIntegers,
  type MatrixShape,
  type Quantised
} from '../../compress/index.ts'
import { GREATEST_EXPONENT, LEAST_EXPONENT } from '../../compress/quantise/Quantise.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import type { Budget } from '../Budget.ts'
import { type ByteReader, byteReader, type Bytes, integer, list, natural } from './NetFileBytes.ts'
import type { NumberOf } from './ExpressionCodec.ts'

/** Added up to the form of a tensor: its matrix is turned; its integers are places in a table. */
const SIDEWAYS = 1
const TABLED = 2
/** A table of more levels would be as long as what it saves. */
const MOST_LEVELS = 4096
/** An entry costs 1/45,000 of a bit at least: more entries than this a byte are no code of ours. */
const MOST_ENTRIES_A_BYTE = 2 ** 19

/** Below this there is nothing to gain from turning a matrix. */
const LEAST_TURNED = 64

const shapeOf = (sizes: ReadonlyArray<number>): MatrixShape => {
  const columns = sizes.at(-1) ?? 1
  return [sizes.slice(0, -1).reduce((a, b) => a * b, 1), columns]
}

const turned = (values: Int32Array, [rows, columns]: MatrixShape): Int32Array => {
  const result = new Int32Array(values.length)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j] ?? 0
  return result
}

const encodeMatrix = (values: Int32Array, shape: MatrixShape): readonly [number, Uint8Array] => {
  const upright = encodeIntegers(values, shape)
  if (values.length < LEAST_TURNED) return [0, upright]
  const sideways = encodeIntegers(turned(values, shape), [shape[1], shape[0]])
  return sideways.length < upright.length ? [SIDEWAYS, sideways] : [0, upright]
}

/** The levels of integers that share few, rising; undefined where they do not. */
const levelsIn = (values: Int32Array): ReadonlyArray<number> | undefined => {
  const found = new Set<number>()
  for (const v of values) {
    found.add(v)
    if (found.size > MOST_LEVELS || 2 * found.size > values.length) return undefined
  }
  return [...found].sort((a, b) => a - b)
}

/** The place that has number 0: that of level 0, which is the most frequent, or the middle one. */
const originOf = (levels: ReadonlyArray<number>): number => {
  const zero = levels.indexOf(0)
  return zero < 0 ? levels.length >> 1 : zero
}

const tableBytes = (levels: ReadonlyArray<number>): Bytes => [
  ...natural(levels.length),
  ...levels.flatMap((level, k) =>
    k === 0 ? [...integer(level)] : [...natural(level - (levels[k - 1] ?? 0) - 1)]
  )
]

/** The form of integers, and their bytes: those of a table and of places in it, where that is shorter. */
const encodeShared = (values: Int32Array, shape: MatrixShape): readonly [number, Bytes] => {
  const [form, coded] = encodeMatrix(values, shape)
  const levels = levelsIn(values)
  if (levels === undefined) return [form, [...coded]]
  const places = new Map(levels.map((level, k) => [level, k - originOf(levels)]))
  const [placed, short] = encodeMatrix(
    Int32Array.from(values, (v) => places.get(v) ?? 0),
    shape
  )
  const tabled = [...tableBytes(levels), ...short]
  return tabled.length < coded.length ? [TABLED + placed, tabled] : [form, [...coded]]
}

export const writeTensor =
  (numberOf: NumberOf) =>
  (name: string, q: Quantised): Bytes => {
    const [form, coded] = encodeShared(q.integers, shapeOf(q.sizes))
    return [
      ...natural(numberOf(name)),
      ...list((a: string) => natural(numberOf(a)))(q.axes),
      ...integer(q.exponent),
      form,
      ...natural(coded.length),
      ...coded
    ]
  }

/** A tensor of which the integers are still coded. */
export interface CodedTensor extends Omit<Quantised, 'integers'> {
  readonly name: string
  readonly form: number
  readonly coded: Uint8Array
}

/** How many integers it has. */
export const entriesOf = ({ sizes }: Pick<CodedTensor, 'sizes'>): number =>
  sizes.reduce((a, b) => a * b, 1)

/** Fails the reader on an axis of no size, an exponent out of range, and more than a code can say. */
export const readTensor = (
  r: ByteReader,
  names: ReadonlyArray<string>,
  sizes: ReadonlyMap<string, number>,
  budget: Pick<Budget, 'axes'>
): CodedTensor => {
  const name = names[r.natural()]
  const axes = r.list(() => names[r.natural()] ?? '', budget.axes)
  const exponent = r.integer()
  const form = r.byte()
  const coded = r.bytes(r.natural())
  const shape = axes.map((a) => sizes.get(a) ?? -1)
  if (name === undefined || shape.some((n) => n < 0) || new Set(axes).size < axes.length)
    r.fail('a tensor has no name, or an axis of no size')
  if (exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT || form > SIDEWAYS + TABLED)
    r.fail('a tensor has no known form')
  if (entriesOf({ sizes: shape }) > MOST_ENTRIES_A_BYTE * (coded.length + 1))
    r.fail('a tensor is larger than its bytes can say')
  return { name: name ?? '', axes, sizes: shape, exponent, form, coded }
}

const noTable = (name: string): Problem =>
  problem(
    `tensor ${name}`,
    'expected a table of levels and places in it',
    'a place is not in the table, or a level is no integer of ours',
    'take the file from its source again: it was cut or changed on the way'
  )

/** The levels that bytes begin with, and where they end; undefined where they are none. */
const tableAt = (coded: Uint8Array): readonly [ReadonlyArray<number>, number] | undefined => {
  const r = byteReader(coded)
  const count = r.natural()
  if (count > MOST_LEVELS) return undefined
  const levels: Array<number> = []
  for (let k = 0; k < count; k++)
    levels.push(k === 0 ? r.integer() : (levels[k - 1] ?? 0) + r.natural() + 1)
  const isFine =
    r.isFine() && levels.every((level) => Number.isInteger(level) && Math.abs(level) < 2 ** 31)
  return isFine ? [levels, coded.length - r.left()] : undefined
}

/** Places become their levels. Errors: a place that the table has not. */
const levelled =
  (name: string, levels: ReadonlyArray<number>) =>
  (places: Int32Array): Either<Problem, Int32Array> => {
    const origin = originOf(levels)
    const values = places.map((place) => levels[place + origin] ?? 0)
    return places.every((place) => levels[place + origin] !== undefined)
      ? E.right(values)
      : E.left(noTable(name))
  }

/** Errors: bytes that are no code of so many integers. */
export const decodeTensor = ({
  name,
  form,
  coded,
  ...rest
}: CodedTensor): Either<Problem, readonly [name: string, tensor: Quantised]> => {
  const upright = shapeOf(rest.sizes)
  const sideways: MatrixShape = [upright[1], upright[0]]
  const isTurned = (form & SIDEWAYS) !== 0
  const table = (form & TABLED) === 0 ? undefined : (tableAt(coded) ?? 'none')
  if (table === 'none') return E.left(noTable(name))
  const read = (bytes: Uint8Array): Either<Problem, Int32Array> =>
    decodeIntegers(bytes, isTurned ? sideways : upright)
  const found =
    table === undefined
      ? read(coded)
      : E.Monad.chain(read(coded.subarray(table[1])), levelled(name, table[0]))
  return E.Functor.map(
    found,
    (integers) =>
      [name, { ...rest, integers: isTurned ? turned(integers, sideways) : integers }] as const
  )
}
