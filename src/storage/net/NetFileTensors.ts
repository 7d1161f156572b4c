/**
 * Tensors of a network's file: name, axes, exponent of δ, length in bytes, and the coded integers.
 *
 * The integers are coded as a matrix, the last axis its columns; sizes are those of the axes. A
 * matrix may be coded on its side (columns first), where that is shorter.
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
import type { Problem } from '../../ir/Problem.ts'
import type { Budget } from '../Budget.ts'
import { type ByteReader, type Bytes, integer, list, natural } from './NetFileBytes.ts'
import type { NumberOf } from './ExpressionCodec.ts'

const UPRIGHT = 0
const SIDEWAYS = 1
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
  if (values.length < LEAST_TURNED) return [UPRIGHT, upright]
  const sideways = encodeIntegers(turned(values, shape), [shape[1], shape[0]])
  return sideways.length < upright.length ? [SIDEWAYS, sideways] : [UPRIGHT, upright]
}

export const writeTensor =
  (numberOf: NumberOf) =>
  (name: string, q: Quantised): Bytes => {
    const [form, coded] = encodeMatrix(q.integers, shapeOf(q.sizes))
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
  if (exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT || form > SIDEWAYS)
    r.fail('a tensor has no known form')
  if (entriesOf({ sizes: shape }) > MOST_ENTRIES_A_BYTE * (coded.length + 1))
    r.fail('a tensor is larger than its bytes can say')
  return { name: name ?? '', axes, sizes: shape, exponent, form, coded }
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
  return E.Functor.map(
    decodeIntegers(coded, form === UPRIGHT ? upright : sideways),
    (found) =>
      [name, { ...rest, integers: form === UPRIGHT ? found : turned(found, sideways) }] as const
  )
}
