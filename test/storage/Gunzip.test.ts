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
})
