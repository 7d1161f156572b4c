/** Codebooks: their levels, what they cost, and the code of what shares them. */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bitsOfIntegers,
  type CodebookRule,
  dequantise,
  encodeIntegers,
  levelsOf,
  type Quantised,
  shareLevels
} from '../../src/compress/index.ts'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import { eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'
import { decodeTensor, readTensor, writeTensor } from '../../src/storage/net/NetFileTensors.ts'
import { byteReader } from '../../src/storage/net/NetFileBytes.ts'
import { standardBudget } from '../../src/storage/Budget.ts'

const weight = withExtremes(eitherSign(logSpread(1e-3, 10)), 0)
const rules: ReadonlyArray<CodebookRule> = ['kMeans', 'entropy']
const rule = fc.constantFrom(...rules)

const tensor = (values: ReadonlyArray<number>, columns: number): NamedTensor => ({
  axes: ['i', 'o'],
  sizes: [values.length / columns, columns],
  values: Float32Array.from(values)
})

/** Empty, of one element, constant, all pruned, and anything else. */
const tensors: fc.Arbitrary<NamedTensor> = fc
  .tuple(fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc
      .oneof(
        {
          weight: 4,
          arbitrary: fc.array(weight, { minLength: rows * columns, maxLength: rows * columns })
        },
        {
          weight: 1,
          arbitrary: weight.map((w) => Array.from({ length: rows * columns }, () => w))
        },
        { weight: 1, arbitrary: fc.constant(Array.from({ length: rows * columns }, () => 0)) }
      )
      .map((values) => tensor(values, columns))
  )

const distortion = (t: NamedTensor, q: Quantised): number =>
  dequantise(q).values.reduce((sum, w, i) => sum + (w - (t.values[i] ?? 0)) ** 2, 0)

/** −log₂ of how often each integer occurs, in sum. */
const zeroOrderBits = (integers: Int32Array): number => {
  const counts = new Map<number, number>()
  for (const v of integers) counts.set(v, (counts.get(v) ?? 0) + 1)
  return [...counts.values()].reduce((sum, n) => sum - n * Math.log2(n / integers.length), 0)
}

describe('a codebook', () => {
  it('has at most so many levels; what was masked stays 0, and nothing else becomes it for free', () => {
    fc.assert(
      fc.property(tensors, rule, fc.integer({ min: 1, max: 5 }), (t, how, bits) => {
        const q = shareLevels(how, bits)(t)
        expect(new Set(q.integers).size).toBeLessThanOrEqual(2 ** bits)
        t.values.forEach((w, i) => {
          if (w === 0) expect(q.integers[i]).toBe(0)
        })
      })
    )
  })

  it('by k-means: each level is the mean of those nearest to it, so that no level can be moved for less', () => {
    fc.assert(
      fc.property(
        fc.array(eitherSign(logSpread(1e-2, 10)), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        (values, count) => {
          const levels = levelsOf('kMeans', values, count)
          const taken = new Map<number, Array<number>>()
          for (const w of values) {
            const [first = NaN] = levels.toSorted((a, b) => Math.abs(w - a) - Math.abs(w - b))
            taken.set(first, [...(taken.get(first) ?? []), w])
          }
          for (const level of levels) {
            const own = taken.get(level) ?? []
            const mean = own.reduce((a, b) => a + b, 0) / own.length
            expect(Math.abs(level - mean)).toBeLessThan(1e-6)
          }
          expect(levels.every((level, k) => k === 0 || level > (levels[k - 1] ?? NaN))).toBe(true)
        }
      )
    )
  })

  it('with as many levels as there are weights loses nothing but its grid', () => {
    const values = [-3, -1, 0.5, 2, 2.25, 7]
    const q = shareLevels('kMeans', 8)(tensor(values, 2))
    dequantise(q).values.forEach((w, i) =>
      expect(Math.abs(w - (values[i] ?? NaN))).toBeLessThan(7 / 2 ** 14)
    )
  })

  it('entropy-constrained costs less than k-means, at the price of a bit: distortion + λ·bits', () => {
    // a sharp peak and long tails, as weights have
    const at = (k: number): number => Math.tan(Math.PI * ((k + 0.5) / 2000 - 0.5)) / 20
    const values = Array.from({ length: 2000 }, (_, k) => at((k * 641) % 2000))
    const t = tensor(values, 50)
    const step = (Math.max(...values) - Math.min(...values)) / 31
    const worth = (step ** 2 * Math.LN2) / 6
    const [means, entropy] = rules.map((how) => {
      const q = shareLevels(how, 5)(t)
      return { bits: zeroOrderBits(q.integers), loss: distortion(t, q) }
    })
    if (means === undefined || entropy === undefined) throw new Error('two rules')
    expect(entropy.bits).toBeLessThan(means.bits)
    expect(entropy.loss + worth * entropy.bits).toBeLessThan(means.loss + worth * means.bits)
  })
})

const names = ['w', 'i', 'o']
const numberOf = (name: string): number => names.indexOf(name)

/** Written and read back, with how many bytes it took. */
const throughFile = (q: Quantised): readonly [E.Either<unknown, Quantised>, number] => {
  const bytes = Uint8Array.from(writeTensor(numberOf)('w', q))
  const sizes = new Map(q.axes.map((axis, k) => [axis, q.sizes[k] ?? 0]))
  const r = byteReader(bytes)
  const coded = readTensor(r, names, sizes, standardBudget)
  if (!r.isFine() || r.left() !== 0) return [E.left(r.failure()), bytes.length]
  return [E.Functor.map(decodeTensor(coded), ([, read]) => read), bytes.length]
}

describe('the code of tensors', () => {
  it('decode ∘ encode = id: tensors with few levels and many, empty, constant, of one element, all pruned', () => {
    fc.assert(
      fc.property(tensors, rule, fc.integer({ min: 1, max: 5 }), (t, how, bits) => {
        const q = shareLevels(how, bits)(t)
        const [read] = throughFile(q)
        expect(read).toEqual(E.right(q))
      }),
      { numRuns: 200 }
    )
  })

  it('a table of levels pays where integers are few and far apart', () => {
    const levels = [-30_000, -12_345, 0, 4_001, 29_999]
    const integers = Int32Array.from({ length: 4000 }, (_, k) => levels[(k * k * 7 + k) % 5] ?? 0)
    const q: Quantised = { axes: ['i', 'o'], sizes: [80, 50], exponent: -16, integers }
    const [read, bytes] = throughFile(q)
    expect(read).toEqual(E.right(q))
    expect(bytes).toBeLessThan(encodeIntegers(integers, [80, 50]).length)
    expect(bytes).toBeLessThan(1.02 * (zeroOrderBits(integers) / 8) + 64)
  })

  it('is within 1 % and 64 bytes of the entropy of its model', () => {
    fc.assert(
      fc.property(tensors, rule, fc.integer({ min: 1, max: 8 }), (t, how, bits) => {
        const { integers, sizes } = shareLevels(how, bits)(t)
        const shape = [sizes[0] ?? 0, sizes[1] ?? 0] as const
        const wanted = bitsOfIntegers(integers, shape) / 8
        const found = encodeIntegers(integers, shape).length
        expect(found).toBeLessThanOrEqual(1.01 * wanted + 64)
        expect(found).toBeGreaterThanOrEqual(Math.floor(wanted))
      })
    )
  })

  it('a place that its table has not is refused, and so is a table that is none', () => {
    const q: Quantised = {
      axes: ['i', 'o'],
      sizes: [40, 2],
      exponent: 0,
      integers: Int32Array.from({ length: 80 }, (_, k) => (k % 3 === 0 ? 100_000 : 0))
    }
    const bytes = Uint8Array.from(writeTensor(numberOf)('w', q))
    const r = byteReader(bytes)
    const coded = readTensor(
      r,
      names,
      new Map([
        ['i', 40],
        ['o', 2]
      ]),
      standardBudget
    )
    expect(coded.form & 2).toBe(2)
    const cut = { ...coded, coded: Uint8Array.of(1, 0, ...coded.coded.subarray(5)) }
    expect(E.isLeft(decodeTensor(cut))).toBe(true)
    expect(E.isLeft(decodeTensor({ ...coded, coded: Uint8Array.of(255, 255, 255) }))).toBe(true)
    expect(E.isLeft(decodeTensor({ ...coded, coded: new Uint8Array() }))).toBe(true)
  })
})
