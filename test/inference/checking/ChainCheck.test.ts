/** What chains lead to which verdict. */
import { describe, expect, test } from 'vitest'
import { type ChainCheck, checkChains } from '../../../src/inference/checking/ChainCheck.ts'
import { chainAxis, drawAxisName, type WideTensor } from '../../../src/ir/Posterior.ts'
import { standardNormals } from '../diagnostics/Draws.ts'

const over = (
  chains: number,
  draws: number,
  value: (c: number, d: number) => number
): WideTensor => ({
  axes: [chainAxis, drawAxisName],
  sizes: [chains, draws],
  values: Float64Array.from({ length: chains * draws }, (_, i) =>
    value(Math.floor(i / draws), i % draws)
  )
})

/** One site of two elements over four chains, with energies that move as they should. */
const checked = (
  draws: number,
  first: (c: number, d: number) => number,
  { divergent = 0, walk = false, chains = 4 } = {}
): ChainCheck => {
  const z = standardNormals(2 * chains * draws, 3)
  let energy = 0
  return checkChains({
    chains,
    draws,
    sites: new Map([
      [
        'x',
        {
          axes: [chainAxis, drawAxisName, 'k'],
          sizes: [chains, draws, 2],
          values: Float64Array.from({ length: 2 * chains * draws }, (_, i) => {
            const d = Math.floor(i / 2)
            return i % 2 === 0 ? first(Math.floor(d / draws), d % draws) : (z[i] ?? NaN)
          })
        }
      ]
    ]),
    statistics: new Map([
      [
        'energy',
        over(chains, draws, (c, d) => {
          const e = z[c * draws + d] ?? NaN
          energy += e
          return walk ? energy : e
        })
      ],
      ['divergent', over(chains, draws, (c, d) => (c === 0 && d < divergent ? 1 : 0))]
    ])
  })
}

const noise = standardNormals(16_000, 9)
const independent = (c: number, d: number): number => noise[4000 * c + d] ?? NaN

describe('chains', () => {
  test('that agree and are long enough are trusted, with the worst numbers named', () => {
    const found = checked(1000, independent)
    expect(found).toMatchObject({ trust: 'trust', by: 'nothing', elements: 2, divergences: 0 })
    expect(found.rHat?.value).toBeLessThan(1.01)
    expect(found.bulkSize?.value).toBeGreaterThan(2000)
    expect(found.energyFraction).toBeGreaterThan(1.5)
  })

  test('of which one is elsewhere are not', () => {
    const found = checked(500, (c, d) => independent(c, d) + (c === 3 ? 1 : 0))
    expect(found).toMatchObject({ trust: 'do not trust', by: 'disagreement' })
    expect(found.rHat).toMatchObject({ site: 'x', axes: ['k'], sizes: [2], at: 0 })
  })

  test('that hardly move are not, nor those that never did', () => {
    let at = 0
    const slow = checked(1000, (c, d) => (at = (d === 0 ? 0 : 0.98 * at) + 0.2 * independent(c, d)))
    expect(slow.trust).toBe('do not trust')
    const stuck = checkChains({
      chains: 2,
      draws: 50,
      sites: new Map([['x', over(2, 50, () => 1)]]),
      statistics: new Map()
    })
    expect(stuck).toMatchObject({ trust: 'do not trust', by: 'no number' })
    expect(stuck.unknown?.why).toBe('constant')
    expect(stuck.energyFraction).toBe(undefined)
    const apart = checked(50, (c) => c)
    expect(apart).toMatchObject({ trust: 'do not trust', by: 'disagreement' })
    expect(apart.rHat?.value).toBe(Infinity)
  })

  test('with divergences, or energies that crawl, have means alone', () => {
    expect(checked(1000, independent, { divergent: 1 })).toMatchObject({
      trust: 'trust means only',
      by: 'divergences',
      divergences: 1
    })
    expect(checked(1000, independent, { walk: true })).toMatchObject({
      trust: 'trust means only',
      by: 'energy'
    })
  })

  test('with an element that data fix are judged by the others', () => {
    expect(checked(1000, () => 2)).toMatchObject({ trust: 'trust', by: 'nothing' })
  })

  test('of one draw, of a draw that is NaN: nothing can be said', () => {
    expect(checked(1, independent).unknown?.why).toBe('few draws')
    expect(checked(100, (c, d) => (c === 1 && d === 7 ? NaN : independent(c, d)))).toMatchObject({
      trust: 'do not trust',
      by: 'no number',
      unknown: { site: 'x', at: 0, why: 'NaN' }
    })
  })

  test('one alone is compared with itself', () => {
    const drift = checked(1000, (_, d) => independent(0, d) + d / 300, { chains: 1 })
    expect(drift).toMatchObject({ trust: 'do not trust', by: 'disagreement', chains: 1 })
    expect(checked(1000, independent, { chains: 1 }).trust).toBe('trust')
  })
})
