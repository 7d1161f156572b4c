/** What ranks say: of even ones nothing, of shifted, narrow and wide posteriors by how much. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrationVerdict } from '../../../src/inference/checking/CalibrationVerdict.ts'
import {
  chiSquareTail,
  holm,
  type RankedSite,
  signedRanks,
  testRanks
} from '../../../src/inference/checking/RankTests.ts'
import { between } from '../../../src/laws/ArbitraryNumber.ts'
import { normals } from '../../../src/runtime/Noise.ts'

const draws = 99

/**
 * Ranks of values of N(0, 1) among draws of N(bias, scale²), in each of so many worlds: the posterior is the
 * prior where nothing was seen.
 */
const ranksOf = (
  seed: number,
  worlds: number,
  bias: number,
  scale: number
): ReadonlyArray<number> =>
  Array.from({ length: worlds }, (_, step) => {
    const [truth = NaN, ...posterior] = normals({ seed, step }, 'rank', draws + 1)
    return posterior.filter((e) => bias + scale * e < truth).length
  })

const site = (ranks: ReadonlyArray<number>): RankedSite => ({
  site: 'x',
  axes: [],
  sizes: [],
  ranks
})

const verdictOf = (ranks: ReadonlyArray<number>) =>
  calibrationVerdict(testRanks([site(ranks)], ranks.length, draws), ranks.length, 0)

const share = (worlds: number, bias: number, scale: number, by: string): number => {
  const seeds = 60
  let found = 0
  for (let seed = 1; seed <= seeds; seed++)
    if (verdictOf(ranksOf(seed, worlds, bias, scale)).by === by) found += 1
  return found / seeds
}

describe('ranks in 100 worlds', () => {
  test('even ones: hardly ever a word', () => {
    expect(share(100, 0, 1, 'nothing')).toBeGreaterThanOrEqual(0.95)
  })

  test.each([
    ['a mean off by 1 sd', 1, 1, 'bias', 1],
    ['by half an sd', 0.5, 1, 'bias', 0.9],
    ['half the sd', 0, 0.5, 'width', 1],
    ['twice the sd', 0, 2, 'width', 1],
    ['two thirds of the sd', 0, 2 / 3, 'width', 0.6]
  ] as const)('%s is told', (_, bias, scale, by, power) => {
    expect(share(100, bias, scale, by)).toBeGreaterThanOrEqual(power)
  })

  test('a bias is none where it is too small to matter, however many worlds', () => {
    const ranks = ranksOf(1, 20_000, 0.1, 1)
    const [tested] = testRanks([site(ranks)], ranks.length, draws)
    expect(tested?.elements[0]?.bias).toBeLessThan(1e-6)
    expect(verdictOf(ranks).trust).toBe('trust')
  })

  test('narrow posteriors without a bias have none', () => {
    const [tested] = testRanks([site(ranksOf(3, 2000, 0, 0.5))], 2000, draws)
    expect(tested?.elements[0]?.bias).toBeGreaterThan(0.01)
    expect(tested?.elements[0]?.width).toBeLessThan(1e-6)
  })

  test('by how much, in deviations of the posterior', () => {
    const [tested] = testRanks([site(ranksOf(5, 20_000, 0.6, 1.5))], 20_000, draws)
    // z of the truth is N(−0.6/1.5, 1/1.5²)
    expect(tested?.elements[0]?.offSds).toBeCloseTo(0.4, 1)
    expect(tested?.elements[0]?.narrowness).toBeCloseTo(2 / 3, 1)
  })

  test('ranks that avoid the middle in pairs are uneven, and neither off nor narrow', () => {
    const ranks = Array.from({ length: 200 }, (_, w) => [22, 77, 28, 71][w % 4] ?? 0)
    expect(verdictOf(ranks)).toMatchObject({ trust: 'trust means only', by: 'shape' })
  })

  test('few worlds say nothing, and worlds without a posterior say it all', () => {
    const tested = testRanks([site(ranksOf(1, 19, 0, 1))], 19, draws)
    expect(calibrationVerdict(tested, 19, 0)).toMatchObject({ trust: 'do not trust', by: 'few' })
    const whole = testRanks([site(ranksOf(1, 100, 0, 1))], 100, draws)
    expect(calibrationVerdict(whole, 100, 5).by).toBe('nothing')
    expect(calibrationVerdict(whole, 100, 6)).toMatchObject({
      trust: 'do not trust',
      by: 'unanswered'
    })
  })
})

describe('the tests themselves', () => {
  test('signed ranks: variance and symmetry, against all signs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }),
        (sizes) => {
          const all = Array.from({ length: 2 ** sizes.length }, (_, m) =>
            signedRanks(sizes.map((x, i) => ((m >> i) & 1 ? x : -x)))
          )
          const mean = all.reduce((a, z) => a + z, 0) / all.length
          const variance = all.reduce((a, z) => a + z * z, 0) / all.length
          expect(mean).toBeCloseTo(0, 12)
          expect(variance).toBeCloseTo(1, 12)
        }
      )
    )
    expect(signedRanks([0, 0])).toBe(0)
    // ranks 1, 2.5, 2.5, 4: W = 1 − 2.5 + 2.5 + 4, of variance 1 + 6.25 + 6.25 + 16
    expect(signedRanks([0.5, -1, 1, 3])).toBeCloseTo(5 / Math.sqrt(29.5), 14)
  })

  test('Holm: never below one alone nor above all of them, and in their order', () => {
    fc.assert(
      fc.property(fc.array(between(0, 1), { minLength: 1, maxLength: 20 }), (ps) => {
        const adjusted = holm(ps)
        const least = Math.min(...ps)
        ps.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p)
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * ps.length))
          if (p === least) expect(adjusted[i]).toBe(Math.min(1, p * ps.length))
          ps.forEach((q, j) => {
            if (p < q) expect(adjusted[i] ?? NaN).toBeLessThanOrEqual(adjusted[j] ?? NaN)
          })
        })
      })
    )
    // of Holm 1979: 0.01 · 4, 0.02 · 3, 0.03 · 2, then 0.04
    expect(holm([0.03, 0.01, 0.04, 0.02])).toEqual([0.06, 0.04, 0.06, 0.06])
  })

  test('χ² in tables: 16.919 at 5 %, 21.666 at 1 %, 27.877 at 0.1 %, of 9 degrees', () => {
    ;[
      [16.918977604620448, 0.05],
      [21.665994333461924, 0.01],
      [27.877164871256568, 0.001]
    ].forEach(([x = NaN, p = NaN]) =>
      expect(Math.abs(chiSquareTail(x, 9) / p - 1)).toBeLessThan(0.1)
    )
  })
})
