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

interface ElementType {
  readonly name: string
  readonly bytes: number
}

const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [0x08, { name: 'unsigned byte', bytes: 1 }],
  [0x09, { name: 'signed byte', bytes: 1 }],
  [0x0b, { name: '16-bit integer', bytes: 2 }],
  [0x0c, { name: '32-bit integer', bytes: 4 }],
  [0x0d, { name: '32-bit float', bytes: 4 }],
  [0x0e, { name: '64-bit float', bytes: 8 }]
])

const AGAIN = 'download the file again'

const headerBytes = (rank: number): number => 4 + 4 * rank

/** The sizes in a header that is there whole. */
const shapeIn = (bytes: Uint8Array, isLittleEndian: boolean): ReadonlyArray<number> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes[3] ?? 0 }, (_, axis) =>
    view.getUint32(headerBytes(axis), isLittleEndian)
  )
}

/** Of a size 0 nothing, whatever the others are. */
const productOf = (shape: ReadonlyArray<number>): number =>
  shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1)

/** No file has so many bytes. */
const TOO_MANY = 2 ** 40

/**
 * How many bytes a file has that begins with these; undefined where they are too few, or begin
 * something else. Where that would be too many for any file, sizes are meant in little-endian:
 * `readIdx` says so when it has them.
 */
export const idxLength = (start: Uint8Array): number | undefined => {
  const [zero, zeroToo, type = 0, rank = 0] = start
  const element = elementTypes.get(type)
  if (zero !== 0 || zeroToo !== 0 || element === undefined || start.length < headerBytes(rank))
    return undefined
  const lengths = [false, true].map(
    (isLittleEndian) =>
      headerBytes(rank) + element.bytes * productOf(shapeIn(start, isLittleEndian))
  )
  return lengths.find((length) => length < TOO_MANY) ?? lengths[0]
}

/** The numbers of a header in the order of most processors: another program's mistake. */
const littleEndian = (where: string, found: string): E.Either<Problem, never> =>
  refuse(
    where,
    `expected sizes with the largest byte first (big-endian), found ${found}`,
    'a program wrote them in the order of its own processor, the smallest byte first',
    "write the header in big-endian: in NumPy, astype('>u4')"
  )

/**
 * The array in an IDX file of unsigned bytes; `where` (its path) begins every message.
 *
 * Errors: another format, another element type, sizes in little-endian, truncated, bytes left over.
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
    const element = elementTypes.get(type)
    if (type === 0 && rank === 0 && zero !== 0 && elementTypes.has(zeroToo ?? 0))
      return littleEndian(where, 'the first four bytes the other way round')
    if (zero !== 0 || zeroToo !== 0 || element === undefined)
      return refuse(
        where,
        `expected an IDX file, which begins with 00 00 08, found ${first.join(' ')}`,
        'the first bytes name the format, and these name another one',
        'name a file of IDX format, gzipped or not'
      )
    if (type !== UNSIGNED_BYTE)
      return refuse(
        where,
        `expected elements of type unsigned byte, found ${element.name}`,
        'images and labels are stored as bytes',
        'convert the file to unsigned bytes'
      )
    const start = headerBytes(rank)
    if (bytes.length < start)
      return refuse(
        where,
        `expected the sizes of ${rank} axes, found ${bytes.length - 4} bytes`,
        'the file ends within its header',
        AGAIN
      )
    const shape = shapeIn(bytes, false)
    const expected = productOf(shape)
    const found = bytes.length - start
    const turned = shapeIn(bytes, true)
    if (found !== expected && found === productOf(turned))
      return littleEndian(where, `those of ${turned.join(' × ')} elements the other way round`)
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
