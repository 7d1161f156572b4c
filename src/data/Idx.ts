/**
 * The IDX format of MNIST and its relatives: 0, 0, element type, number of axes, their sizes
 * (big-endian, 32 bits), elements.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Problem } from '../ir/Problem.ts'
import { refuse } from '../ir/Problem.ts'

/** Unsigned bytes in row-major order: `values.length` is the product of `shape`. */
export interface Idx {
  readonly shape: ReadonlyArray<number>
  readonly values: Uint8Array
}

const UNSIGNED_BYTE = 0x08

const elementTypes: ReadonlyMap<number, string> = new Map([
  [0x08, 'unsigned byte'],
  [0x09, 'signed byte'],
  [0x0b, '16-bit integer'],
  [0x0c, '32-bit integer'],
  [0x0d, '32-bit float'],
  [0x0e, '64-bit float']
])

const AGAIN = 'download the file again'

/**
 * The array in an IDX file of unsigned bytes; `where` (its path) begins every message.
 *
 * Errors: another format, another element type, truncated, bytes left over.
 */
export const readIdx =
  (where: string) =>
  (bytes: Uint8Array): E.Either<Problem, Idx> => {
    if (bytes.length < 4)
      return refuse(
        where,
        `expected an IDX file, found ${bytes.length} bytes`,
        'the file ends within its first four bytes',
        AGAIN
      )
    const [zero, zeroToo, type = 0, rank = 0] = bytes
    const first = [...bytes.subarray(0, 4)].map((b) => b.toString(16).padStart(2, '0'))
    if (zero !== 0 || zeroToo !== 0 || !elementTypes.has(type))
      return refuse(
        where,
        `expected an IDX file, which begins with 00 00 08, found ${first.join(' ')}`,
        'the first bytes name the format, and these name another one',
        'name a file of IDX format, gzipped or not'
      )
    if (type !== UNSIGNED_BYTE)
      return refuse(
        where,
        `expected elements of type unsigned byte, found ${elementTypes.get(type)}`,
        'images and labels are stored as bytes',
        'convert the file to unsigned bytes'
      )
    const start = 4 + 4 * rank
    if (bytes.length < start)
      return refuse(
        where,
        `expected the sizes of ${rank} axes, found ${bytes.length - 4} bytes`,
        'the file ends within its header',
        AGAIN
      )
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis))
    const expected = shape.reduce((product, size) => product * size, 1)
    const found = bytes.length - start
    if (found !== expected)
      return refuse(
        where,
        `expected ${expected} bytes of ${shape.join(' × ')} elements, found ${found}`,
        found < expected
          ? 'the file is cut off'
          : `${found - expected} bytes follow the last element`,
        AGAIN
      )
    return E.right({ shape, values: bytes.subarray(start) })
  }
