/**
 * A lossless code of an integer matrix: quantised weights, many of them zero, rows and columns of
 * different scale.
 *
 * An entry v becomes binary decisions, each with an adaptive probability in the contexts of
 * `IntegerContexts`: v ≠ 0; the exponent e = ⌊log₂|v|⌋ in unary; the three bits of |v| below the
 * leading one given those before them; the rest and the sign without context. No table is stored:
 * both directions learn the same probabilities as they go.
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { right } from 'fp-ts/lib/Either.js'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import { backOffBits } from './BackOffBits.ts'
import type { ContextModel } from './IntegerContexts.ts'
import { scaleContexts } from './IntegerContexts.ts'
import type { BitChannel } from './RangeCoder.ts'
import { PROBABILITY_ONE, rangeDecoder, rangeEncoder } from './RangeCoder.ts'

/** [rows, columns], row-major. */
export type MatrixShape = readonly [rows: number, columns: number]

const MOST_ENTRIES = 2 ** 28
const MOST_EXPONENT = 31
const MODELLED_BITS = 3

// Numbers of the decisions.
const NONZERO = 0
const SIGN = 1
const EXPONENT = 2
const LOW_BIT = EXPONENT + MOST_EXPONENT
const HIGH_BIT = LOW_BIT + MOST_EXPONENT
const NODE_COUNT = HIGH_BIT + (MOST_EXPONENT + 1) * 2 ** MODELLED_BITS

/**
 * Codes one decision: `bit` when writing, what was written when reading. `wide` decisions use every
 * level of context.
 */
type Decide = (node: number, wide: boolean, bit: boolean) => number

const codeEntry = (decide: Decide, value: number): number => {
  const magnitude = Math.abs(value)
  if (decide(NONZERO, true, magnitude > 0) === 0) return 0
  let exponent = 0
  while (
    exponent < MOST_EXPONENT &&
    decide(EXPONENT + exponent, true, 31 - Math.clz32(magnitude) > exponent) === 1
  )
    exponent += 1
  let leading = 1
  for (let place = exponent - 1; place >= 0; place--) {
    const bit = ((magnitude >>> place) & 1) === 1
    const high = exponent - place <= MODELLED_BITS
    const node = high ? HIGH_BIT + (exponent << MODELLED_BITS) + leading : LOW_BIT + place
    leading = 2 * leading + decide(node, high, bit)
  }
  return decide(SIGN, false, value < 0) === 1 ? -leading : leading
}

/**
 * Codes every entry of `values` through `channel`, in place: written if the channel writes,
 * replaced if it reads. `goOn` is asked before every row.
 */
const codeMatrix = (
  model: ContextModel,
  channel: BitChannel,
  values: Int32Array,
  [rows, columns]: MatrixShape,
  goOn: () => boolean
): void => {
  const bits = backOffBits(model.contextCounts, NODE_COUNT)
  const allLevels = model.contextCounts.length
  const decide: Decide = (node, wide, bit) =>
    bits.code(channel, node, wide ? allLevels : 1, bit ? 1 : 0)
  const scan = model.scan(columns)
  for (let row = 0; row < rows && goOn(); row++)
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      scan.look(row, column, bits.contexts)
      const value = codeEntry(decide, values[at] ?? 0)
      scan.learn(row, column, Math.abs(value))
      values[at] = value
    }
}

/** `encodeIntegers` with a context model of the caller's. */
export const encodeIntegersWith =
  (model: ContextModel) =>
  (values: Int32Array, shape: MatrixShape): Uint8Array => {
    if (values.length !== shape[0] * shape[1])
      throw new Error(`internal: ${values.length} values for a matrix of ${shape.join(' × ')}`)
    const encoder = rangeEncoder()
    codeMatrix(model, encoder, Int32Array.from(values), shape, () => true)
    return encoder.finish()
  }

/**
 * How many bits the model of the code gives a matrix: Σ −log₂ p over its decisions, which a coder comes
 * within some bytes of.
 */
export const bitsOfIntegers = (values: Int32Array, shape: MatrixShape): number => {
  let bits = 0
  const counter: BitChannel = {
    code: (probabilityOfOne, bit) => {
      const p = probabilityOfOne / PROBABILITY_ONE
      bits -= Math.log2(bit === 1 ? p : 1 - p)
      return bit
    }
  }
  codeMatrix(scaleContexts, counter, Int32Array.from(values), shape, () => true)
  return bits
}

/** `decodeIntegers` with a context model of the caller's, the one that was encoded with. */
export const decodeIntegersWith =
  (model: ContextModel) =>
  (bytes: Uint8Array, shape: MatrixShape): Either<Problem, Int32Array> => {
    const [rows, columns] = shape
    const where = `coded integers, ${rows} × ${columns}`
    if (
      !shape.every((size) => Number.isInteger(size) && size >= 0) ||
      rows > MOST_ENTRIES ||
      columns > MOST_ENTRIES ||
      rows * columns > MOST_ENTRIES
    )
      return refuse(
        where,
        `expected a shape of at most ${MOST_ENTRIES} entries`,
        'the stated shape cannot be that of a layer',
        'write the file again'
      )
    const values = new Int32Array(rows * columns)
    const decoder = rangeDecoder(bytes)
    codeMatrix(model, decoder, values, shape, () => decoder.excessBytes() <= 0)
    const excess = decoder.excessBytes()
    if (excess === 0) return right(values)
    return refuse(
      where,
      excess > 0
        ? `the ${bytes.length} bytes end before the last integer`
        : `${-excess} of the ${bytes.length} bytes are left after the last integer`,
      'the bytes are not those that the encoder wrote for this shape',
      'take the file from its source again: it was cut or changed on the way'
    )
  }

/**
 * The bytes of `values` (row-major, any int32, rows · columns of them). Equal values give equal
 * bytes.
 */
export const encodeIntegers: (values: Int32Array, shape: MatrixShape) => Uint8Array =
  encodeIntegersWith(scaleContexts)

/**
 * The inverse of `encodeIntegers`, total on any bytes.
 *
 * Errors: bytes that end too early or go on after the last integer, a shape that is none. Changed
 * bytes decode to other integers, which may end in the right place: only a checksum sees them, so a
 * file that holds a code needs one.
 */
export const decodeIntegers: (
  bytes: Uint8Array,
  shape: MatrixShape
) => Either<Problem, Int32Array> = decodeIntegersWith(scaleContexts)
