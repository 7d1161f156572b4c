import { crc32 } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredTensor, TensorFile } from '../../src/storage/tensors/Safetensors.ts'
import {
  f32,
  f64,
  i32,
  readSafetensors,
  writeSafetensors
} from '../../src/storage/tensors/Safetensors.ts'

const read = readSafetensors('post.safetensors')

const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 3 })
const lengthOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, size) => product * size, 1)
const sized = (shape: ReadonlyArray<number>) => ({
  minLength: lengthOf(shape),
  maxLength: lengthOf(shape)
})

const tensor: fc.Arbitrary<StoredTensor> = shapes.chain((shape) =>
  fc.oneof(
    fc.float32Array(sized(shape)).map((values) => f32(shape, values)),
    fc.float64Array(sized(shape)).map((values) => f64(shape, values)),
    fc.int32Array(sized(shape)).map((values) => i32(shape, values))
  )
)

const name = fc
  .oneof(
    fc.string({ maxLength: 8, unit: 'binary' }),
    fc.constantFrom('fc1/w', '', '__proto__', 'constructor', '7', 'é"\\')
  )
  .filter((text) => text !== '__metadata__')
const file: fc.Arbitrary<TensorFile> = fc.record({
  metadata: fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 12 }), {
    maxKeys: 4,
    noNullPrototype: true
  }),
  tensors: fc.array(fc.tuple(name, tensor), { maxLength: 5 }).map((entries) => new Map(entries))
})

const example: TensorFile = {
  metadata: { model: 'lenet', note: 'a "quoted" \\ text, "farrier_crc32":"' },
  tensors: new Map([
    ['fc1/w', f32([2, 3], new Float32Array([1, -2, 3.5, 0, NaN, -0]))],
    ['step', i32([], new Int32Array([-7]))],
    ['noise', f64([2], new Float64Array([Math.PI, -Infinity]))]
  ])
}

/** A file with this header and as many bytes of data, as another program may have written it. */
const foreign = (header: unknown, dataBytes: number, text = JSON.stringify(header)): Uint8Array => {
  const encoded = new TextEncoder().encode(text)
  const bytes = new Uint8Array(8 + encoded.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(encoded.length), true)
  bytes.set(encoded, 8)
  return bytes
}

const times = (count: number, value: number): ReadonlyArray<number> =>
  Array.from({ length: count }, () => value)

describe('safetensors', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(file, (written) => {
        expect(read(writeSafetensors(written))).toEqual(E.right(written))
      })
    )
  })

  it('gives the same bytes in whatever order tensors and metadata come', () => {
    fc.assert(
      fc.property(file, (written) => {
        const turned = {
          metadata: Object.fromEntries(Object.entries(written.metadata).reverse()),
          tensors: new Map([...written.tensors].reverse())
        }
        expect(writeSafetensors(turned)).toEqual(writeSafetensors(written))
      })
    )
  })

  it('is laid out as the format says: little-endian, 8 bytes of length, JSON, aligned data', () => {
    const bytes = writeSafetensors({
      metadata: {},
      tensors: new Map([
        ['a', f32([1], new Float32Array([1]))],
        ['b', f64([1], new Float64Array([2]))]
      ])
    })
    const view = new DataView(bytes.buffer)
    const headerBytes = Number(view.getBigUint64(0, true))
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes)))
    expect(headerBytes % 8).toBe(0)
    expect(header).toMatchObject({
      b: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
      a: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
      __metadata__: { farrier_format: '1' }
    })
    expect(bytes.length).toBe(8 + headerBytes + 12)
    expect(view.getFloat64(8 + headerBytes, true)).toBe(2)
    expect(view.getFloat32(16 + headerBytes, true)).toBe(1)
  })

  it('refuses a file that is cut off at any byte, or continued', () => {
    const bytes = writeSafetensors(example)
    for (let length = 0; length < bytes.length; length++)
      expect(read(bytes.subarray(0, length))).toMatchObject(
        E.left({ where: expect.stringMatching(/^post\.safetensors/) })
      )
    const longer = new Uint8Array(bytes.length + 1)
    longer.set(bytes)
    expect(E.isLeft(read(longer))).toBe(true)
  })

  it('refuses every change of a single byte', () => {
    const bytes = writeSafetensors(example)
    for (let at = 0; at < bytes.length; at++)
      for (const mask of [1, 2, 16, 32, 128, 255]) {
        const changed = Uint8Array.from(bytes)
        changed[at] = (bytes[at] ?? 0) ^ mask
        expect(E.isLeft(read(changed)), `byte ${at} xor ${mask}`).toBe(true)
      }
  })

  it('ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.json(), (noise, json) => {
        expect(E.isLeft(read(noise))).toBe(true)
        expect(() => read(foreign(null, 4, json))).not.toThrow()
      })
    )
  })

  it('reads a file of another program, which has no checksum', () => {
    const header = {
      b: { dtype: 'I32', shape: [1], data_offsets: [4, 8] },
      a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] }
    }
    expect(read(foreign(header, 8))).toEqual(
      E.right({
        metadata: {},
        tensors: new Map<string, StoredTensor>([
          ['a', f32([1], new Float32Array(1))],
          ['b', i32([1], new Int32Array(1))]
        ])
      })
    )
  })

  const one = { dtype: 'F32', shape: [2], data_offsets: [0, 8] }
  const refused: ReadonlyArray<
    readonly [name: string, header: unknown, dataBytes: number, what: RegExp]
  > = [
    ['a list for a header', [], 0, /object/],
    ['another dtype', { a: { ...one, dtype: 'BF16' } }, 8, /expected dtype F32, F64 or I32/],
    ['a negative size', { a: { ...one, shape: [-2] } }, 8, /shape/],
    ['a fractional size', { a: { ...one, shape: [0.5] } }, 8, /shape/],
    [
      'fewer bytes than the shape',
      { a: { ...one, shape: [3] } },
      8,
      /expected 12 bytes for F32 \[3\], found 8/
    ],
    [
      'overlapping tensors',
      { a: one, b: { ...one, data_offsets: [4, 12] } },
      12,
      /expected its data to begin at byte 8, found 4/
    ],
    [
      'a gap',
      { a: one, b: { ...one, data_offsets: [12, 20] } },
      20,
      /expected its data to begin at byte 8, found 12/
    ],
    ['data beyond the file', { a: one }, 4, /expected 8 bytes of data, found 4/],
    ['data left over', { a: one }, 12, /expected 8 bytes of data, found 12/],
    ['offsets the wrong way round', { a: { ...one, data_offsets: [8, 0] } }, 8, /begin at byte 0/],
    ['metadata that are not texts', { __metadata__: { a: 1 } }, 0, /map texts to texts/],
    ['our version without our checksum', { __metadata__: { farrier_format: '1' } }, 0, /checksum/],
    [
      'our checksum, wrong',
      { __metadata__: { farrier_format: '1', farrier_crc32: '12345678' } },
      0,
      /checksum [0-9a-f]{8}, found 12345678/
    ]
  ]
  it.each(refused)('refuses %s', (_, header, dataBytes, what) => {
    expect(read(foreign(header, dataBytes))).toMatchObject(
      E.left({ what: expect.stringMatching(what) })
    )
  })

  it.each([
    ['a tensor', `{"a":${JSON.stringify(one)},"a":${JSON.stringify(one)}}`],
    ['a tensor, once escaped', `{"a":${JSON.stringify(one)},"\\u0061":${JSON.stringify(one)}}`],
    ['the metadata', `{"__metadata__":{},"a":${JSON.stringify(one)},"__metadata__":{}}`],
    ['a text about it', '{"__metadata__":{"x":"1","x":"2"}}'],
    ['a shape', '{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,8],"shape":[2]}}']
  ])('refuses %s that is there twice', (_, header) => {
    expect(read(foreign(undefined, header.includes('"a"') ? 8 : 0, header))).toMatchObject(
      E.left({
        where: 'post.safetensors',
        what: 'expected a JSON header',
        why: expect.stringMatching(/^the name '.*' is there twice$/)
      })
    )
  })

  it('refuses more axes than the budget has, and takes sizes of nothing', () => {
    const shaped = (shape: ReadonlyArray<number>, bytes: number) =>
      read(foreign({ a: { dtype: 'F32', shape, data_offsets: [0, bytes] } }, bytes))
    expect(shaped(times(33, 1), 4)).toMatchObject(
      E.left({ what: 'the file asks for 33 axes, where the budget is 32' })
    )
    expect(shaped(times(32, 1), 4)._tag).toBe('Right')
    expect(shaped([2 ** 53 - 1, 2 ** 53 - 1, 0], 0)._tag).toBe('Right')
    expect(shaped([...times(30, 2 ** 53 - 1), 0], 0)._tag).toBe('Right')
  })

  it('refuses another version, though its checksum is right', () => {
    const header = (digits: string) =>
      foreign({ __metadata__: { farrier_format: '2', farrier_crc32: digits } }, 0)
    const digits = crc32(header('00000000')).toString(16).padStart(8, '0')
    expect(read(header(digits))).toMatchObject(
      E.left({ where: 'post.safetensors', what: 'expected format 1, found 2' })
    )
  })

  it('refuses a header that is not JSON, not UTF-8, or longer than the file', () => {
    expect(read(foreign(null, 0, '{"a":'))).toMatchObject(
      E.left({ what: 'expected a JSON header' })
    )
    const broken = foreign(null, 0, '{"ab":1}')
    broken[10] = 0xff
    expect(read(broken)).toMatchObject(E.left({ what: 'expected a JSON header' }))
    const long = foreign({}, 0)
    new DataView(long.buffer).setBigUint64(0, 2n ** 63n, true)
    expect(read(long)).toMatchObject(
      E.left({ what: `expected a header of ${2n ** 63n} bytes, found 2 bytes in all` })
    )
  })

  it('throws on values that do not fill their shape, and on the reserved name, which are our bugs', () => {
    expect(() =>
      writeSafetensors({ metadata: {}, tensors: new Map([['a', f32([3], new Float32Array(2))]]) })
    ).toThrow(/^internal:/)
    expect(() =>
      writeSafetensors({
        metadata: {},
        tensors: new Map([['__metadata__', f32([0], new Float32Array(0))]])
      })
    ).toThrow(/^internal:/)
  })
})
