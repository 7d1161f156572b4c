import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillNormals, integerAt, type StreamKey } from '../../../src/runtime/Noise.ts'
import { addFunction, i32, makeModule, moduleBytes } from '../../../src/runtime/engine/emit/Emit.ts'
import { normalTables, normalsPhases } from '../../../src/runtime/engine/noise/Normals.ts'
import { runModule } from '../../support/RunKernel.ts'

const page = 65_536
const tablesAt = page,
  keyAt = 16
const guard = 64

interface Filled {
  readonly got: Float32Array
  readonly around: Uint8Array
}

/**
 * Runs `threads` of them, one after another. `around` is what lies beside the numbers, where 0x5a
 * was.
 */
const filler = (
  count: number,
  outAt = 2 * page + 4 * guard
): ((key: StreamKey, threads: number) => Filled) => {
  const features = { relaxedMadd: true, threads: false }
  const m = makeModule(features)
  addFunction(m, features, {
    name: 'fill',
    parameters: [i32, i32],
    body: (e, [index, threads]) => {
      if (index === undefined || threads === undefined) throw new Error('no parameters')
      const phases = normalsPhases({
        count,
        out: ({ i32: at }) => at(outAt),
        key: ({ i32: at }) => at(keyAt),
        tables: ({ i32: at }) => at(tablesAt)
      })
      return phases.map((p) => p.emit(e, { index: index.get, count: threads.get }))
    }
  })
  const { memory, call } = runModule(moduleBytes(m), 4 + Math.ceil((4 * count) / page))
  new Float64Array(memory, tablesAt, normalTables.length).set(normalTables)
  const bytes = new Uint8Array(memory),
    endAt = outAt + 4 * count
  return ({ k0, k1 }, threads) => {
    bytes.fill(0x5a, 2 * page)
    new Int32Array(memory, keyAt, 2).set([k0, k1])
    for (let t = 0; t < threads; t++) call('fill', t, threads)
    return {
      got: new Float32Array(memory.slice(outAt, endAt)),
      around: Uint8Array.of(
        ...bytes.subarray(outAt - 4 * guard, outAt),
        ...bytes.subarray(endAt, endAt + 4 * guard)
      )
    }
  }
}

const expected = (count: number, key: StreamKey): Float32Array => {
  const out = new Float32Array(count)
  fillNormals(key, out)
  return out
}

/** The x of x ^ (x >>> shift) = y. */
const unfolded = (y: number, shift: number): number => {
  let x = y
  for (let known = shift; known < 32; known += shift) x = y ^ (x >>> shift)
  return x
}
/** The factor whose product with an odd one is 1 (mod 2³²), by Newton's iteration. */
const inverse = (odd: number): number => {
  let x = odd
  for (let i = 0; i < 5; i++) x = Math.imul(x, 2 - Math.imul(odd, x))
  return x
}
/** A stream with a given integer at its beginning: the steps of the mixing undone. */
const keyOf = (u: number, k1: number): StreamKey => {
  const third = Math.imul(unfolded(u, 14), inverse(0x31848bab))
  const second = (Math.imul(unfolded(third, 15), inverse(0xac4c1b51)) - k1) | 0
  return { k0: unfolded(Math.imul(unfolded(second, 11), inverse(0xed5ad4bb)), 17), k1 }
}

const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const streams = fc.record({ k0: integer, k1: integer })

describe('normals in WebAssembly', () => {
  it('are those of fillNormals, for any count, stream and number of threads, and nothing else is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(9), fc.nat(700)),
        streams,
        fc.integer({ min: 1, max: 5 }),
        (count, key, threads) => {
          const { got, around } = filler(count)(key, threads)
          expect(got).toEqual(expected(count, key))
          expect(around.every((byte) => byte === 0x5a)).toBe(true)
        }
      ),
      { numRuns: 60 }
    )
  })

  it('begin at any multiple of 4 bytes', () => {
    const key = { k0: 1, k1: 2 }
    for (let shift = 0; shift < 4; shift++) {
      const { got, around } = filler(101, 2 * page + 4 * (guard + shift))(key, 2)
      expect(got).toEqual(expected(101, key))
      expect(around.every((byte) => byte === 0x5a)).toBe(true)
    }
  })

  it('are those of fillNormals a million times, into the outermost rows of both tails', () => {
    const key = { k0: -1_234_567, k1: 89 },
      count = 1_000_003
    const { got } = filler(count)(key, 3)
    const wanted = expected(count, key)
    expect(got.findIndex((z, i) => z !== wanted[i])).toBe(-1)
    // 1e-6 of the integers are that far out
    const integers = Float64Array.from(got, (_, i) => integerAt(key, i) >>> 0)
    expect(integers.some((u) => u < 2 ** 13) && integers.some((u) => u >= 2 ** 32 - 2 ** 13)).toBe(
      true
    )
  })

  it('are those of fillNormals at the ends and between any two rows of its tables', () => {
    const fill = filler(4)
    const nearPowers = Array.from({ length: 32 }, (_, b) => 2 ** b).flatMap((power) => [
      power - 1,
      power,
      power + 1,
      power + power / 4
    ])
    const rows = [7, 8, 9, 255, 256, 257, 503, 504, 511].flatMap((row) => [
      row * 2 ** 23 - 1,
      row * 2 ** 23
    ])
    const lower = [...nearPowers, ...rows].map(Math.floor)
    for (const u of [...lower, ...lower.map((v) => 2 ** 32 - 1 - v)]) {
      const key = keyOf(u | 0, 77)
      expect(integerAt(key, 0)).toBe(u | 0)
      expect([u, ...fill(key, 1).got]).toEqual([u, ...expected(4, key)])
    }
  })
})
