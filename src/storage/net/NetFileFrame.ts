/**
 * What stands around the sections of a network's file: magic, version and length in front, a
 * checksum behind.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import { crc32, hex32 } from '../Checksum.ts'
import type { Bytes } from './NetFileBytes.ts'

const MAGIC = [0x46, 0x41, 0x52, 0x4e]
export const VERSION = 2
export const PREAMBLE_BYTES = 9
export const CHECKSUM_BYTES = 4

/** What to try where a file is damaged. */
export const AGAIN = 'take the file from its source again'

const littleEndian = (n: number): Bytes => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24]
const littleEndianAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true)

/** The file around a body. */
export const framed = (body: Bytes): Uint8Array => {
  const total = PREAMBLE_BYTES + body.length + CHECKSUM_BYTES
  const open = Uint8Array.from([...MAGIC, VERSION, ...littleEndian(total), ...body])
  return Uint8Array.from([...open, ...littleEndian(crc32(open))])
}

/** The body, if length, version and checksum are what they should be. */
export const checkFrame = (where: string, bytes: Uint8Array): E.Either<Problem, Uint8Array> => {
  if (bytes.length === 0)
    return refuse(
      where,
      'expected a network, found an empty file',
      'an empty file holds nothing',
      AGAIN
    )
  if (!MAGIC.every((m, i) => i >= bytes.length || bytes[i] === m))
    return refuse(
      where,
      'expected a network written by farrier',
      'it does not begin as one does',
      'name a file that `farrier press` wrote'
    )
  const version = bytes[MAGIC.length]
  if (version !== undefined && version !== VERSION)
    return refuse(
      where,
      `expected format ${VERSION}, found ${version}`,
      'another version of farrier wrote this file, or it is damaged',
      'read it with that version, or press the network again with this one'
    )
  if (bytes.length < PREAMBLE_BYTES + CHECKSUM_BYTES)
    return refuse(
      where,
      `expected a network, found ${bytes.length} bytes of one`,
      'the file is cut off',
      AGAIN
    )
  const stated = littleEndianAt(bytes, MAGIC.length + 1)
  if (stated !== bytes.length)
    return refuse(
      where,
      `expected ${stated} bytes, found ${bytes.length}`,
      bytes.length < stated ? 'the file is cut off' : 'the file is damaged',
      AGAIN
    )
  const end = bytes.length - CHECKSUM_BYTES
  const [found, wanted] = [crc32(bytes.subarray(0, end)), littleEndianAt(bytes, end)]
  return found === wanted
    ? E.right(bytes.subarray(PREAMBLE_BYTES, end))
    : refuse(
        where,
        `expected the checksum ${hex32(wanted)}, found ${hex32(found)}`,
        'the file was changed after it was written',
        AGAIN
      )
}
