import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gunzipped } from '../../src/storage/Gunzip.ts'

const unpack = (bytes: Uint8Array): Promise<E.Either<unknown, Uint8Array>> =>
  gunzipped('data/images')(bytes)()

describe('gunzipped', () => {
  it('gives back what was packed, by any number of bytes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 2000 }),
        async (part, times) => {
          const bytes = Uint8Array.from(
            { length: part.length * times },
            (_, i) => part[i % part.length] ?? 0
          )
          expect(
            E.isRight(
              E.map((found: Uint8Array) => expect(found).toEqual(bytes))(
                await unpack(gzipSync(bytes))
              )
            )
          ).toBe(true)
        }
      ),
      { numRuns: 20 }
    ))

  it('leaves other bytes as they are', async () => {
    for (const bytes of [new Uint8Array(), Uint8Array.of(0x1f), Uint8Array.of(0x1f, 0x8c, 1)])
      expect(await unpack(bytes)).toEqual(E.right(bytes))
  })

  it('refuses a file that is cut off at any byte, damaged, or followed by others', async () => {
    const packed = gzipSync(Uint8Array.from({ length: 40 }, (_, i) => i % 7))
    const damaged = Uint8Array.from(packed, (b, i) => (i === packed.length - 8 ? b ^ 1 : b))
    const wrong = [
      damaged,
      Uint8Array.of(...packed, 1, 2, 3),
      ...Array.from({ length: packed.length - 2 }, (_, i) => packed.subarray(0, i + 2))
    ]
    for (const bytes of wrong)
      expect(await unpack(bytes)).toMatchObject(
        E.left({ where: 'data/images', what: 'expected a complete gzip file' })
      )
  })

  it('reads several gzip files in a row, and zeros that fill a block', async () => {
    const [a, b] = ['hello ', 'world'].map((text) => gzipSync(text))
    const all = new TextEncoder().encode('hello world')
    const zeros = new Uint8Array(512)
    expect(await unpack(Buffer.concat([a ?? zeros, b ?? zeros]))).toEqual(E.right(all))
    expect(await unpack(Buffer.concat([a ?? zeros, b ?? zeros, zeros]))).toEqual(E.right(all))
    for (const more of [b ?? zeros, Uint8Array.of(7)])
      expect(await unpack(Buffer.concat([a ?? zeros, zeros, more]))).toMatchObject(
        E.left({ why: 'other bytes follow it' })
      )
  })

  it('says why a file that is cut off does not unpack', async () => {
    const packed = gzipSync(new Uint8Array(100))
    for (let length = 2; length < packed.length; length++)
      expect(await unpack(packed.subarray(0, length))).toMatchObject(
        E.left({ why: expect.stringMatching(/^it does not unpack: [a-z ]{8,}$/) })
      )
  })

  it('unpacks no further than the header inside says', async () => {
    const lengthOf = (start: Uint8Array): number | undefined => start[0]
    const unpackTo = (bytes: Uint8Array) => gunzipped('f', { lengthOf })(bytes)()
    expect(await unpackTo(gzipSync(Uint8Array.of(3, 1, 2)))).toEqual(
      E.right(Uint8Array.of(3, 1, 2))
    )
    expect(await unpackTo(gzipSync(Uint8Array.of(3, 1, 2, 3)))).toMatchObject(
      E.left({ what: 'expected 3 bytes in this gzip file, found more' })
    )
    // a header that says nothing of sense bounds nothing
    expect(await gunzipped('f', { lengthOf: () => NaN })(gzipSync(Uint8Array.of(1)))()).toEqual(
      E.right(Uint8Array.of(1))
    )
    // fewer are for the reader of what is packed to refuse
    expect(await unpackTo(gzipSync(Uint8Array.of(9, 1)))).toEqual(E.right(Uint8Array.of(9, 1)))
  })

  it('stops at the budget, before anything is unpacked where the header says how much', async () => {
    const budget = { unpackedBytes: 1000, unpackedPerByte: 2, statedPerByte: 4 }
    const packed = gzipSync(new Uint8Array(100_000))
    expect(await gunzipped('f', { budget })(packed)()).toMatchObject(
      E.left({
        what: `the file asks for more than 1000 bytes, unpacked from ${packed.length}, where the budget is 1000`,
        try: 'if you trust where it comes from, unpack it (gunzip) and give what comes out'
      })
    )
    expect(await gunzipped('f', { budget, lengthOf: () => 100_000 })(packed)()).toMatchObject(
      E.left({
        what: `the file asks for 100000 bytes, unpacked from ${packed.length}, where the budget is 1000`
      })
    )
  })
})
