/**
 * Named arrays in the safetensors format: the header's length (8 bytes, little-endian), a JSON
 * header, the data.
 *
 * The format itself cannot see a changed byte of data. What is written here carries in its metadata
 * `farrier_format` (the version of this layout) and `farrier_crc32`, the CRC-32 of the whole file
 * with these eight digits taken as zeros. Both are checked when they are there; files of others,
 * without them, are read as well.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import { standardBudget } from '../Budget.ts'
import { fileBytes, reordered } from '../ByteOrder.ts'
import { crc32, hex32 } from '../Checksum.ts'
import type { Dtype, TensorEntry } from './SafetensorsHeader.ts'
import { decodeHeader, elementBytes, encodeHeader, METADATA } from './SafetensorsHeader.ts'

/** An array of `shape`, row-major. */
export type StoredTensor =
  | { readonly dtype: 'F32'; readonly shape: ReadonlyArray<number>; readonly values: Float32Array }
  | { readonly dtype: 'F64'; readonly shape: ReadonlyArray<number>; readonly values: Float64Array }
  | { readonly dtype: 'I32'; readonly shape: ReadonlyArray<number>; readonly values: Int32Array }

/** Tensors by name, and texts about them. Keys that begin with `farrier_` are the writer's. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>
  readonly tensors: ReadonlyMap<string, StoredTensor>
}

const FORMAT_VERSION = '1'
const FORMAT_KEY = 'farrier_format'
const CRC_KEY = 'farrier_crc32'
const LENGTH_BYTES = 8
const MOST_HEADER_BYTES = 100_000_000
const NO_DIGITS = '00000000'

/** A float32 tensor. */
export const f32 = (shape: ReadonlyArray<number>, values: Float32Array): StoredTensor => ({
  dtype: 'F32',
  shape,
  values
})
/** A float64 tensor. */
export const f64 = (shape: ReadonlyArray<number>, values: Float64Array): StoredTensor => ({
  dtype: 'F64',
  shape,
  values
})
/** An int32 tensor. */
export const i32 = (shape: ReadonlyArray<number>, values: Int32Array): StoredTensor => ({
  dtype: 'I32',
  shape,
  values
})

type Make = (shape: ReadonlyArray<number>, buffer: ArrayBuffer) => StoredTensor

const make: { readonly [D in Dtype]: Make } = {
  F32: (shape, buffer) => f32(shape, new Float32Array(buffer)),
  F64: (shape, buffer) => f64(shape, new Float64Array(buffer)),
  I32: (shape, buffer) => i32(shape, new Int32Array(buffer))
}

/** The eight digits of the checksum in the text of a header: the bytes behind this key are they. */
const crcMark = `"${CRC_KEY}":"`

/** A character for each byte, so that positions are the same. */
const oneByteText = new TextDecoder('latin1')

/**
 * Where the digits begin in `bytes`, or −1. Inside a JSON text a quote is escaped, so that only the
 * key itself matches.
 */
const crcPosition = (bytes: Uint8Array, headerEnd: number): number => {
  const at = oneByteText.decode(bytes.subarray(0, headerEnd)).indexOf(crcMark)
  return at < 0 ? -1 : at + crcMark.length
}

const writeDigits = (bytes: Uint8Array, at: number, digits: string): void => {
  for (let i = 0; i < digits.length; i++) bytes[at + i] = digits.charCodeAt(i)
}

const crcWithoutDigits = (bytes: Uint8Array, at: number): string => {
  const behind = at + NO_DIGITS.length
  const digits = new TextEncoder().encode(NO_DIGITS)
  return hex32(crc32(bytes.subarray(behind), crc32(digits, crc32(bytes.subarray(0, at)))))
}

/**
 * The bytes of a file: tensors of eight-byte elements first, then by name, so that every tensor is
 * aligned and equal tensors give equal bytes in whatever order they come.
 */
export const writeSafetensors = ({ metadata, tensors }: TensorFile): Uint8Array => {
  if (tensors.has(METADATA)) throw new Error(`internal: no tensor may be named ${METADATA}`)
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) => elementBytes[y.dtype] - elementBytes[x.dtype] || (a < b ? -1 : 1)
  )
  let end = 0
  const entries = sorted.map(([name, { dtype, shape, values }]): readonly [string, TensorEntry] => {
    if (shape.reduce((product, size) => product * size, 1) !== values.length)
      throw new Error(
        `internal: ${name} has ${values.length} values for the shape [${shape.join(', ')}]`
      )
    const begin = end
    end += values.length * elementBytes[dtype]
    return [name, { dtype, shape: [...shape], data_offsets: [begin, end] }]
  })
  const header = encodeHeader({
    metadata: { ...metadata, [FORMAT_KEY]: FORMAT_VERSION, [CRC_KEY]: NO_DIGITS },
    entries
  })
  const start = LENGTH_BYTES + header.length
  const bytes = new Uint8Array(start + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true)
  bytes.set(header, LENGTH_BYTES)
  let at = start
  for (const [, { values }] of sorted) {
    bytes.set(fileBytes(values), at)
    at += values.byteLength
  }
  writeDigits(bytes, crcPosition(bytes, start), hex32(crc32(bytes)))
  return bytes
}

const splitHeader = (where: string, bytes: Uint8Array): E.Either<Problem, number> => {
  if (bytes.length < LENGTH_BYTES)
    return refuse(
      where,
      `expected a safetensors file, found ${bytes.length} bytes`,
      'the file ends before its header',
      'take the file from its source again'
    )
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(
    0,
    true
  )
  if (length > BigInt(Math.min(MOST_HEADER_BYTES, bytes.length - LENGTH_BYTES)))
    return refuse(
      where,
      `expected a header of ${length} bytes, found ${bytes.length - LENGTH_BYTES} bytes in all`,
      'the file is cut off, or is not a safetensors file',
      'take the file from its source again'
    )
  return E.right(LENGTH_BYTES + Number(length))
}

const checkOurs = (
  where: string,
  bytes: Uint8Array,
  headerEnd: number,
  metadata: Readonly<Record<string, string>>
): E.Either<Problem, void> => {
  const version = metadata[FORMAT_KEY]
  const stated = metadata[CRC_KEY]
  if (version === undefined && stated === undefined) return E.right(undefined)
  const at = crcPosition(bytes, headerEnd)
  if (at < 0 || stated !== crcWithoutDigits(bytes, at))
    return refuse(
      where,
      `expected the checksum ${at < 0 ? 'of the file' : crcWithoutDigits(bytes, at)}, found ${stated ?? 'none'}`,
      'the file was changed after it was written',
      'take the file from its source again'
    )
  if (version !== FORMAT_VERSION)
    return refuse(
      where,
      `expected format ${FORMAT_VERSION}, found ${version ?? 'none'}`,
      'another version of farrier wrote this file',
      'read it with that version, or make it again with this one'
    )
  return E.right(undefined)
}

/**
 * The tensors in `bytes`; `where` (the path) begins every message. Metadata come back as they were
 * given to the writer.
 *
 * Errors: cut off at any byte, a header that is not well-formed or disagrees with the data, a name
 * that is there twice, a wrong checksum (so any single changed byte of a file of ours), another
 * version, a header over the budget.
 */
export const readSafetensors =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, TensorFile> =>
    pipe(
      E.Do,
      E.bind('start', () => splitHeader(where, bytes)),
      E.bind('header', ({ start }) =>
        decodeHeader(where, budget, bytes.subarray(LENGTH_BYTES, start), bytes.length - start)
      ),
      E.chainFirst(({ start, header }) => checkOurs(where, bytes, start, header.metadata)),
      E.map(({ start, header }) => ({
        metadata: Object.fromEntries(
          Object.entries(header.metadata).filter(([key]) => key !== FORMAT_KEY && key !== CRC_KEY)
        ),
        tensors: new Map(
          header.entries.map(([name, { dtype, shape, data_offsets }]) => {
            const [begin, end] = data_offsets
            const stored = bytes.subarray(start + begin, start + end)
            return [name, make[dtype](shape, reordered(stored, elementBytes[dtype]).buffer)]
          })
        )
      }))
    )
