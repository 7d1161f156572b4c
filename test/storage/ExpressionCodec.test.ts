import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  namesIn,
  readExpressions,
  writeExpressions
} from '../../src/storage/net/ExpressionCodec.ts'
import { byteReader } from '../../src/storage/net/NetFileBytes.ts'
import { readIndices, writeIndices } from '../../src/storage/net/NetFileIndices.ts'
import { constant, type Expr, map, postorder, ref, zip } from '../../src/expr/index.ts'
import { arbitraryCase } from '../support/ArbitraryExpr.ts'

const write = (e: Expr) => {
  const names = namesIn([e])
  const { bytes, position } = writeExpressions((n) => names.indexOf(n))([e])
  return { names, bytes: Uint8Array.from(bytes), root: position(e) }
}

describe('the list of operations', () => {
  it('gives back every expression', () => {
    fc.assert(
      fc.property(arbitraryCase({ smooth: false, depth: 4 }), ({ expr }) => {
        const { names, bytes, root } = write(expr)
        const reader = byteReader(bytes)
        expect(readExpressions(reader, names)[root]).toEqual(expr)
        expect(reader.failure()).toBeUndefined()
        expect(reader.left()).toBe(0)
      }),
      { numRuns: 300 }
    )
  })

  it('shares what is shared', () => {
    const doubled = (e: Expr): Expr => zip('add')(map('exp')(e), e)
    const e = Array.from({ length: 40 }).reduce<Expr>(doubled, ref('x', ['a']))
    const { names, bytes, root } = write(e)
    expect(bytes.length).toBeLessThan(400)
    const back = readExpressions(byteReader(bytes), names)[root] ?? constant(0)
    expect(postorder([back]).length).toBe(81)
  })

  it('keeps numbers that JSON loses', () => {
    for (const value of [-0, NaN, Infinity, 5e-324]) {
      const { names, bytes, root } = write(constant(value))
      const back = readExpressions(byteReader(bytes), names)[root]
      expect(back?._tag === 'Constant' && Object.is(back.value, value)).toBe(true)
    }
  })

  it('ends with a failure, not with an exception, on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        const reader = byteReader(bytes)
        const found = readExpressions(reader, ['a', 'b', 'ab', 'x'])
        expect(
          reader.isFine() ? found.length : (reader.failure() ?? '').length
        ).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 3000 }
    )
  })
})

describe('a list of kept indices', () => {
  it('comes back, in the shorter of two forms', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (alive) => {
        const kept = {
          size: alive.length,
          indices: [...alive.keys()].filter((i) => alive[i] === true)
        }
        const bytes = Uint8Array.from(writeIndices(kept))
        const reader = byteReader(bytes)
        expect(readIndices(reader)).toEqual(kept)
        expect([reader.failure(), reader.left()]).toEqual([undefined, 0])
        expect(bytes.length).toBeLessThanOrEqual(3 + Math.ceil(alive.length / 8))
      })
    )
  })

  it('is a few bytes where few are kept', () => {
    expect(writeIndices({ size: 10_000, indices: [3, 500, 9_999] }).length).toBe(
      2 + 1 + 1 + 1 + 2 + 2
    )
  })
})
