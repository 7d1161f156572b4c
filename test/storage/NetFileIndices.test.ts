import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteReader } from '../../src/storage/net/NetFileBytes.ts'
import { readIndices, writeIndices } from '../../src/storage/net/NetFileIndices.ts'

it('kept indices come back, as a bitmap where many are kept and as gaps where few are', () => {
  const forms = new Set<number>()
  const kept = fc
    .record({ size: fc.integer({ min: 1, max: 300 }), share: fc.constantFrom(1, 2, 20, 100) })
    .chain(({ size, share }) =>
      fc
        .uniqueArray(fc.nat({ max: size - 1 }), { maxLength: Math.ceil(size / share) })
        .map((indices) => ({ size, indices: indices.toSorted((a, b) => a - b) }))
    )
  fc.assert(
    fc.property(kept, (k) => {
      const bytes = Uint8Array.from(writeIndices(k))
      const reader = byteReader(bytes)
      expect(readIndices(reader)).toEqual(k)
      expect([reader.left(), reader.failure()]).toEqual([0, undefined])
      // behind the size, of one byte or two
      forms.add(bytes[k.size < 128 ? 1 : 2] ?? -1)
    })
  )
  expect([...forms].sort()).toEqual([0, 1])
})
