import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { npyLength, readNpy } from '../../../src/data/tables/Npy.ts'
import { writeSafetensors, f64 } from '../../../src/storage/index.ts'
import { idxBytes } from '../../support/IdxBytes.ts'
import { messagesOf, tableIn } from '../../support/Tables.ts'

/** The bytes of a file as `numpy.lib.format` lays them out: padded with spaces to 64 bytes. */
const npy = (
  descr: string,
  shape: ReadonlyArray<number>,
  body: Uint8Array,
  { version = 1, fortran = false } = {}
): Uint8Array => {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  const type = descr.startsWith('[') ? descr : `'${descr}'`
  const order = fortran ? 'True' : 'False'
  const dict = `{'descr': ${type}, 'fortran_order': ${order}, 'shape': ${tuple}, }`
  const from = version === 1 ? 10 : 12
  const length = Math.ceil((from + dict.length + 1) / 64) * 64 - from
  const head = new Uint8Array(from + length).fill(32)
  head.set([0x93, 78, 85, 77, 80, 89, version, 0])
  const view = new DataView(head.buffer)
  if (version === 1) view.setUint16(8, length, true)
  else view.setUint32(8, length, true)
  head.set(new TextEncoder().encode(dict), from)
  head[head.length - 1] = 10
  return Uint8Array.from([...head, ...body])
}

const body = (
  values: ReadonlyArray<number>,
  size: number,
  put: (view: DataView, at: number, value: number) => void
): Uint8Array => {
  const view = new DataView(new ArrayBuffer(size * values.length))
  values.forEach((value, i) => put(view, size * i, value))
  return new Uint8Array(view.buffer)
}

const read = (bytes: Uint8Array) => {
  const result = readNpy('x.npy')(bytes)
  if (E.isLeft(result)) throw new Error(result.left.what)
  return result.right
}

const types: Readonly<
  Record<
    string,
    readonly [size: number, put: (view: DataView, at: number, v: number, little: boolean) => void]
  >
> = {
  i1: [1, (d, at, v) => d.setInt8(at, v)],
  i2: [2, (d, at, v, little) => d.setInt16(at, v, little)],
  i4: [4, (d, at, v, little) => d.setInt32(at, v, little)],
  i8: [8, (d, at, v, little) => d.setBigInt64(at, BigInt(v), little)],
  u1: [1, (d, at, v) => d.setUint8(at, v)],
  u2: [2, (d, at, v, little) => d.setUint16(at, v, little)],
  u4: [4, (d, at, v, little) => d.setUint32(at, v, little)],
  u8: [8, (d, at, v, little) => d.setBigUint64(at, BigInt(v), little)],
  f4: [4, (d, at, v, little) => d.setFloat32(at, v, little)],
  f8: [8, (d, at, v, little) => d.setFloat64(at, v, little)]
}

describe('an array is read from NPY', () => {
  test.each(Object.entries(types))(
    'of %s, in both byte orders and all versions',
    (name, [size, put]) => {
      const values = [3, 1, 100, 0, 7, 42]
      for (const order of ['<', '>'])
        for (const version of [1, 2, 3]) {
          const bytes = body(values, size, (d, at, v) => put(d, at, v, order === '<'))
          expect(read(npy(order + name, [2, 3], bytes, { version }))).toEqual({
            shape: [2, 3],
            values: Float32Array.from(values)
          })
        }
    }
  )

  test('in Fortran order as in C order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), (shape) => {
        const count = shape.reduce((a, b) => a * b, 1)
        const bytes = Uint8Array.from({ length: count }, (_, i) => i)
        const { values } = read(npy('|u1', shape, bytes, { fortran: true }))
        // element (i, j, k) lies at i + j·I + k·I·J
        let at = 0
        const visit = (axis: number, place: number, stride: number): void => {
          const size = shape[axis]
          if (size === undefined) expect(values[at++]).toBe(place)
          else for (let i = 0; i < size; i++) visit(axis + 1, place + i * stride, stride * size)
        }
        visit(0, 0, 1)
      })
    )
  })

  test('of float16, to the last bit', () => {
    // 1, −2, 65504 (the largest), 2⁻²⁴ (the smallest), 2⁻¹⁴ (the smallest normal), 0.333…
    const bits = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x3555]
    const bytes = body(bits, 2, (d, at, v) => d.setUint16(at, v, true))
    expect(Array.from(read(npy('<f2', [6], bytes)).values)).toEqual([
      1,
      -2,
      65504,
      2 ** -24,
      2 ** -14,
      0.333251953125
    ])
  })

  test('of booleans, and of a single number', () => {
    expect(read(npy('|b1', [3], Uint8Array.of(1, 0, 1))).values).toEqual(Float32Array.of(1, 0, 1))
    expect(read(npy('|u1', [], Uint8Array.of(9)))).toEqual({
      shape: [],
      values: Float32Array.of(9)
    })
  })
})

const bytes = npy('|u1', [3], Uint8Array.of(1, 2, 3))
test.each<[string, Uint8Array, RegExp]>([
  ['another format', Uint8Array.of(1, 2, 3), /expected a file of NumPy/],
  [
    'a version to come',
    Uint8Array.from([...bytes.subarray(0, 6), 9, 0]),
    /version 1, 2 or 3 .*, found 9/
  ],
  ['a header cut off', bytes.subarray(0, 40), /expected a header of/],
  ['values cut off', bytes.subarray(0, -1), /expected 3 bytes .*found 2\n.*cut off/],
  ['values left over', Uint8Array.from([...bytes, 0]), /found 4\n.*bytes follow the last/],
  ['texts', npy('<U3', [1], new Uint8Array(12)), /found '<U3'/],
  ['complex numbers', npy('<c8', [1], new Uint8Array(8)), /found '<c8'/],
  [
    'not a number, with its row',
    npy(
      '<f4',
      [2, 2],
      body([1, 2, 3, NaN], 4, (d, at, v) => d.setFloat32(at, v, true))
    ),
    /^x.npy, row 2 \[1\], array 'x': expected a finite float32, found NaN/
  ],
  ['no rows', npy('<f4', [0, 2], new Uint8Array()), /found the shape \[0, 2\]/]
])('%s is refused', async (_, content, says) => {
  expect((await messagesOf(content, undefined, 'x.npy'))[0]).toMatch(says)
})

test('records of a structured array are refused with what to do', () => {
  expect(readNpy('x.npy')(npy("[('a', '<f4')]", [1], new Uint8Array(4)))).toMatchObject(
    E.left({ what: expect.stringContaining('structured array') })
  )
})

test('arrays of NPY, IDX and safetensors are tables too, gzipped or not', async () => {
  const expected = { shape: [3], values: Float32Array.of(1, 2, 3) }
  const zipped = Uint8Array.from(gzipSync(bytes))
  expect((await tableIn(bytes, undefined, 'a/x.npy')).arrays.get('x')).toEqual(expected)
  expect((await tableIn(zipped, undefined, 'a/x.npy.gz')).arrays.get('x')).toEqual(expected)
  expect((await tableIn(idxBytes([3], [1, 2, 3]), undefined, 'x-idx1-ubyte')).arrays).toEqual(
    new Map([['x-idx1-ubyte', expected]])
  )
  const stored = writeSafetensors({
    metadata: {},
    tensors: new Map([['x', f64([3], Float64Array.of(1, 2, 3))]])
  })
  expect((await tableIn(stored, undefined, 'all.safetensors')).arrays.get('x')).toEqual(expected)
})

test('the first bytes say how long a file is', () => {
  const bytes = npy('<f8', [3, 5], new Uint8Array(120))
  expect(npyLength(bytes.subarray(0, bytes.length - 120))).toBe(bytes.length)
  expect(npyLength(bytes.subarray(0, 20))).toBe(undefined)
  expect(npyLength(Uint8Array.of(1, 2, 3))).toBe(undefined)
})
