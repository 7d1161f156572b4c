/**
 * The NPY format of NumPy: `\x93NUMPY`, a version, the length of a header, the header (a Python
 * dict with `descr`, `fortran_order` and `shape`), the elements.
 *
 * Versions 1 to 3 (2 bytes of length, then 4; UTF-8 in 3); booleans, integers of 8 to 64 bits and
 * floats of 16 to 64, little- and big-endian, in C or Fortran order. All become float32.
 *
 * Errors: another format, another element type (named), truncated, bytes left over.
 * Source: NEP 1 and `numpy.lib.format`.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Problem, refuse } from '../../ir/Problem.ts'
import type { NamedArray } from './NamedTable.ts'

// model

interface Header {
  readonly descr: string
  readonly isFortran: boolean
  readonly shape: ReadonlyArray<number>
  /** Where the elements begin. */
  readonly start: number
}

type Take = (view: DataView, at: number, little: boolean) => number

/** IEEE 754 binary16. */
const half: Take = (view, at, little) => {
  const bits = view.getUint16(at, little)
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  return exponent === 0x1f
    ? fraction === 0
      ? sign * Infinity
      : NaN
    : exponent === 0
      ? sign * fraction * 2 ** -24
      : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** By kind and bytes, as `descr` has them after its byte order. */
const elements: Readonly<Record<string, readonly [bytes: number, take: Take]>> = {
  b1: [1, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)],
  i1: [1, (view, at) => view.getInt8(at)],
  i2: [2, (view, at, little) => view.getInt16(at, little)],
  i4: [4, (view, at, little) => view.getInt32(at, little)],
  i8: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  u1: [1, (view, at) => view.getUint8(at)],
  u2: [2, (view, at, little) => view.getUint16(at, little)],
  u4: [4, (view, at, little) => view.getUint32(at, little)],
  u8: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
  f2: [2, half],
  f4: [4, (view, at, little) => view.getFloat32(at, little)],
  f8: [8, (view, at, little) => view.getFloat64(at, little)]
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
const AGAIN = "save it again: numpy.save('x.npy', x)"

// combinators

const cut = (where: string, what: string): E.Either<Problem, never> =>
  refuse(where, what, 'the file is cut off', AGAIN)

const headerText = (
  where: string,
  bytes: Uint8Array
): E.Either<Problem, readonly [text: string, start: number]> => {
  if (!magic.every((byte, i) => bytes[i] === byte))
    return refuse(
      where,
      'expected a file of NumPy, which begins with \\x93NUMPY, found other bytes',
      'the first bytes name the format, and these name another one',
      AGAIN
    )
  const version = bytes[6] ?? 0
  if (version < 1 || version > 3)
    return refuse(
      where,
      `expected version 1, 2 or 3 of the format, found ${version}`,
      'later versions are laid out in another way',
      AGAIN
    )
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const from = version === 1 ? 10 : 12
  if (bytes.length < from) return cut(where, `expected a header, found ${bytes.length} bytes`)
  const start = from + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  return bytes.length < start
    ? cut(where, `expected a header of ${start - from} bytes, found ${bytes.length - from}`)
    : E.right([
        new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(from, start)),
        start
      ])
}

const headerOf = (where: string, text: string, start: number): E.Either<Problem, Header> => {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1]
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1]
  if (descr === undefined && /'descr'\s*:\s*\[/.test(text))
    return refuse(
      where,
      'expected numbers of one type, found records (a structured array)',
      'an array is one column, under the name of its file',
      "save each field: numpy.save('age.npy', x['age'])"
    )
  return descr === undefined || order === undefined || shape === undefined
    ? refuse(where, 'the header names no type, order and shape', 'the file is damaged', AGAIN)
    : E.right({
        descr,
        isFortran: order === 'True',
        shape: shape
          .split(',')
          .map((size) => size.trim())
          .filter((size) => size !== '')
          .map(Number),
        start
      })
}

/** The place of each row-major element in an array of Fortran order. */
const fortranPlace = (shape: ReadonlyArray<number>): ((at: number) => number) => {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1))
  return (at) => {
    let place = 0
    for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
      const size = shape[axis] ?? 1
      place += (rest % size) * (strides[axis] ?? 0)
      rest = Math.floor(rest / size)
    }
    return place
  }
}

// destructors

/** How many bytes a file has that begins with these; undefined where they do not say so. */
export const npyLength = (start: Uint8Array): number | undefined => {
  const header = pipe(
    headerText('', start),
    E.chain(([text, from]) => headerOf('', text, from))
  )
  if (E.isLeft(header)) return undefined
  const { descr, shape, start: from } = header.right
  const [size] = elements[descr.slice(1)] ?? []
  return size === undefined ? undefined : from + size * shape.reduce((product, n) => product * n, 1)
}

/** The array of an NPY file; `where` (its path) begins every message. */
export const readNpy =
  (where: string) =>
  (bytes: Uint8Array): E.Either<Problem, NamedArray> =>
    pipe(
      headerText(where, bytes),
      E.chain(([text, start]) => headerOf(where, text, start)),
      E.chain(({ descr, isFortran, shape, start }) => {
        const element = elements[descr.slice(1)]
        if (element === undefined)
          return refuse(
            where,
            `expected booleans, integers or floats up to 64 bits, found '${descr}'`,
            'texts, dates and objects are no numbers',
            "convert it: numpy.save('x.npy', x.astype('float32'))"
          )
        const [size, take] = element
        const count = shape.reduce((product, n) => product * n, 1)
        const found = bytes.length - start
        if (found !== count * size)
          return refuse(
            where,
            `expected ${count * size} bytes of [${shape.join(', ')}] elements '${descr}', found ${found}`,
            found < count * size ? 'the file is cut off' : 'bytes follow the last element',
            AGAIN
          )
        const view = new DataView(bytes.buffer, bytes.byteOffset + start, found)
        const place = isFortran ? fortranPlace(shape) : (at: number): number => at
        const little = !descr.startsWith('>')
        return E.right({
          shape,
          values: Float32Array.from({ length: count }, (_, at) =>
            take(view, size * place(at), little)
          )
        })
      })
    )
