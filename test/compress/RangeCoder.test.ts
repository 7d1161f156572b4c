import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PROBABILITY_ONE, rangeDecoder, rangeEncoder } from '../../src/compress/code/RangeCoder.ts'

interface Decision {
  readonly probability: number
  readonly bit: number
}

/** Probabilities over the whole range, the ends often. */
const probability = fc.oneof(
  fc.integer({ min: 1, max: PROBABILITY_ONE - 1 }),
  fc.constantFrom(1, 2, PROBABILITY_ONE / 2, PROBABILITY_ONE - 2, PROBABILITY_ONE - 1)
)
const decision: fc.Arbitrary<Decision> = fc.record({
  probability,
  bit: fc.integer({ min: 0, max: 1 })
})

const encode = (decisions: ReadonlyArray<Decision>): Uint8Array => {
  const encoder = rangeEncoder()
  for (const { probability: p, bit } of decisions) encoder.code(p, bit)
  return encoder.finish()
}

const decode = (bytes: Uint8Array, decisions: ReadonlyArray<Decision>) => {
  const decoder = rangeDecoder(bytes)
  return {
    bits: decisions.map(({ probability: p }) => decoder.code(p, 0)),
    excess: decoder.excessBytes()
  }
}

/** −Σ log₂ of the probability of what happened. */
const informationBits = (decisions: ReadonlyArray<Decision>): number =>
  decisions.reduce(
    (sum, { probability: p, bit }) =>
      sum - Math.log2((bit === 1 ? p : PROBABILITY_ONE - p) / PROBABILITY_ONE),
    0
  )

describe('the range coder', () => {
  it('reads back what it wrote, and ends where the bytes end', () => {
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 400 }), (decisions) => {
        const { bits, excess } = decode(encode(decisions), decisions)
        expect(bits).toEqual(decisions.map(({ bit }) => bit))
        expect(excess).toBe(0)
      }),
      { numRuns: 300 }
    )
  })

  it('takes the information of the bits, and at most two bytes and 0.1 % more', () => {
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 2000 }), (decisions) => {
        const bits = informationBits(decisions)
        const written = 8 * encode(decisions).length
        expect(written).toBeLessThanOrEqual(bits * 1.001 + 16)
        expect(written).toBeGreaterThanOrEqual(Math.floor(bits))
      })
    )
  })

  it('carries through a run of full bytes', () => {
    // p of a one tiny and bits zero keep the top of the interval: low climbs to 0.FFFF…, and the
    // end carries.
    for (let zeros = 1; zeros < 40; zeros++)
      for (const last of [1, 255, 256, 40000, PROBABILITY_ONE - 1]) {
        const decisions = [
          { probability: 30000, bit: 1 },
          ...Array.from({ length: zeros }, () => ({ probability: PROBABILITY_ONE - 1, bit: 0 })),
          { probability: last, bit: 0 }
        ]
        expect(decode(encode(decisions), decisions)).toEqual({
          bits: decisions.map(({ bit }) => bit),
          excess: 0
        })
      }
  })

  it('carries through as many full bytes as there are', () => {
    // the bits of the number 0.80 00 … keep it inside the interval while that narrows: low is
    // 0.7F FF … below it, and a zero that moves low above it carries into the first byte
    let longest = 0
    for (const probability of [12_345, 21_845, 30_000])
      for (let n = 1; n < 160; n++) {
        const asked = Array.from({ length: n }, () => ({ probability, bit: 0 }))
        const inside = decode(Uint8Array.of(0x80), asked).bits
        const decisions = [...inside, 0, 0, 0, 0].map((bit) => ({ probability, bit }))
        const bytes = encode(decisions)
        expect(decode(bytes, decisions)).toEqual({
          bits: decisions.map(({ bit }) => bit),
          excess: 0
        })
        if (bytes[0] === 0x80)
          longest = Math.max(
            longest,
            bytes.findIndex((b, i) => i > 0 && b !== 0)
          )
      }
    expect(longest).toBeGreaterThan(6)
  })

  it('counts the bytes that are left over', () => {
    fc.assert(
      fc.property(
        fc.array(decision, { maxLength: 200 }),
        fc.nat({ max: 5 }),
        (decisions, extra) => {
          const bytes = encode(decisions)
          const longer = new Uint8Array(bytes.length + extra)
          longer.set(bytes)
          expect(decode(longer, decisions).excess).toBe(0 - extra)
        }
      )
    )
  })

  it('counts the bytes that are missing, where every bit takes the same room', () => {
    const even = fc
      .integer({ min: 0, max: 1 })
      .map((bit) => ({ probability: PROBABILITY_ONE / 2, bit }))
    fc.assert(
      fc.property(fc.array(even, { minLength: 1, maxLength: 200 }), fc.nat(), (decisions, cut) => {
        const bytes = encode(decisions)
        const kept = cut % bytes.length
        expect(decode(bytes.subarray(0, kept), decisions).excess).toBe(bytes.length - kept)
      })
    )
  })

  it('decodes any bytes to some bits, inside them', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.array(decision, { maxLength: 300 }),
        (bytes, decisions) => {
          const { bits, excess } = decode(bytes, decisions)
          expect(bits.every((bit) => bit === 0 || bit === 1)).toBe(true)
          expect(Number.isInteger(excess)).toBe(true)
        }
      )
    )
  })
})
