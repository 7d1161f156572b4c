import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idxLength, readIdx } from '../../src/data/Idx.ts'
import { gunzipped } from '../../src/storage/Gunzip.ts'
import { idxBytes } from '../support/IdxBytes.ts'

const read = readIdx('data/images')

const arrays = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }).chain((shape) => {
  const length = shape.reduce((product, size) => product * size, 1)
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((values) => ({ shape, values }))
})

/** The header of another program, on a processor that has the smallest byte first. */
const turned = (bytes: Uint8Array, rank: number, magic = false): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  for (let at = magic ? 0 : 4; at < 4 + 4 * rank; at += 4) copy.subarray(at, at + 4).reverse()
  return copy
}

describe('readIdx', () => {
  it('says that sizes are little-endian, gzipped or not', async () => {
    const bytes = turned(idxBytes([60, 28, 28], new Uint8Array(60 * 28 * 28)), 3)
    const wanted = E.left({
      what: expect.stringMatching(/\(big-endian\), found those of 60 × 28 × 28 elements the other/)
    })
    expect(read(bytes)).toMatchObject(wanted)
    const unpacked = await gunzipped('data/images', { lengthOf: idxLength })(gzipSync(bytes))()
    expect(E.Monad.chain(unpacked, read)).toMatchObject(wanted)
    expect(read(turned(idxBytes([3, 2], new Uint8Array(6)), 2, true))).toMatchObject(
      E.left({ what: expect.stringMatching(/first four bytes the other way round/) })
    )
  })

  it('knows the length of a file from its first bytes', () => {
    fc.assert(
      fc.property(arrays, ({ shape, values }) => {
        const bytes = idxBytes(shape, values)
        const header = 4 + 4 * shape.length
        expect(idxLength(bytes.subarray(0, header))).toBe(bytes.length)
        expect(idxLength(bytes.subarray(0, header - 1))).toBe(undefined)
      })
    )
    expect(idxLength(idxBytes([5, 7], [], 0x0e))).toBe(12 + 8 * 35)
  })

  it('reads what was stored', () => {
    fc.assert(
      fc.property(arrays, ({ shape, values }) => {
        const bytes = idxBytes(shape, values)
        expect(read(bytes)).toEqual(E.right({ shape, values }))
      })
    )
  })

  it('refuses a file that is cut off at any byte', () => {
    const bytes = idxBytes(
      [3, 2, 2],
      Uint8Array.from({ length: 12 }, (_, i) => i)
    )
    for (let length = 0; length < bytes.length; length++)
      expect(read(bytes.subarray(0, length))).toMatchObject(E.left({ where: 'data/images' }))
  })

  const refused: ReadonlyArray<readonly [name: string, bytes: Uint8Array, what: string]> = [
    [
      'another format',
      new TextEncoder().encode('\x89PNG\r\n'),
      'expected an IDX file, which begins with 00 00 08, found c2 89 50 4e'
    ],
    [
      'an unknown element type',
      idxBytes([1], [0], 0x07),
      'expected an IDX file, which begins with 00 00 08, found 00 00 07 01'
    ],
    [
      'floats',
      idxBytes([1], [0, 0, 0, 0], 0x0d),
      'expected elements of type unsigned byte, found 32-bit float'
    ],
    ['bytes left over', idxBytes([2], [1, 2, 3]), 'expected 2 bytes of 2 elements, found 3'],
    [
      'missing elements',
      idxBytes([2, 3], [1, 2, 3]),
      'expected 6 bytes of 2 × 3 elements, found 3'
    ],
    [
      'sizes beyond all memory',
      idxBytes([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [1]),
      `expected ${(2 ** 32 - 1) ** 3} bytes of 4294967295 × 4294967295 × 4294967295 elements, found 1`
    ],
    ['nothing', new Uint8Array(), 'expected an IDX file, found 0 bytes']
  ]
  it.each(refused)('refuses %s', (_, bytes, what) => {
    expect(read(bytes)).toMatchObject(E.left({ where: 'data/images', what }))
  })
})
