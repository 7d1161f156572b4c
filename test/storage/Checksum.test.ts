import { createHash } from 'node:crypto'
import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  crc32,
  digestOf,
  hex32,
  md5,
  portableDigestOf,
  portableMd5
} from '../../src/storage/Checksum.ts'

const check = new TextEncoder().encode('123456789')

it('crc32 gives the check value of its standard', () => {
  expect(hex32(crc32(check))).toBe('cbf43926')
  expect(hex32(crc32(new Uint8Array()))).toBe('00000000')
})

it('md5 gives the values of RFC 1321', () => {
  expect(md5(new Uint8Array())).toBe('d41d8cd98f00b204e9800998ecf8427e')
  expect(md5(new TextEncoder().encode('abc'))).toBe('900150983cd24fb0d6963f7d28e17f72')
})

it('both are those of Node at every length around a block, and of views', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 3 }), (whole, from) => {
      const bytes = whole.subarray(from)
      for (const f of [md5, portableMd5])
        expect(f(bytes)).toBe(createHash('md5').update(bytes).digest('hex'))
      expect(crc32(bytes)).toBe(zlibCrc32(bytes))
    }),
    { numRuns: 300 }
  )
})

it('a digest is the first half of SHA-256, however the bytes are parted', () => {
  const abc = new TextEncoder().encode('abc')
  fc.assert(
    fc.property(fc.nat({ max: 3 }), (at) => {
      for (const f of [digestOf, portableDigestOf])
        expect(f([abc.subarray(0, at), abc.subarray(at)])).toBe('ba7816bf8f01cfea414140de5dae2223')
    })
  )
})
