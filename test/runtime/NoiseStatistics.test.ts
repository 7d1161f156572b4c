import { describe, expect, it } from 'vitest'
import { normals } from '../../src/runtime/Noise.ts'
import { correlation, normalStatistics, type Statistic } from '../support/NormalStatistics.ts'

const n = 1_000_000
/** Of 60 statistics one is beyond it with probability 4e-4. */
const errors = 4.5
const odd = (statistics: ReadonlyArray<Statistic>): ReadonlyArray<Statistic> =>
  statistics.filter((s) => !(Math.abs(s.errors) < errors))

describe('a million normals', () => {
  const z = normals({ seed: 11, step: 3 }, 'fc1/w', n)

  it('have the moments, the distribution, the tails and the independence of standard normals', () => {
    expect(odd(normalStatistics(z))).toEqual([])
  })

  it.each([
    ['the next step', normals({ seed: 11, step: 4 }, 'fc1/w', n)],
    ['the next seed', normals({ seed: 12, step: 3 }, 'fc1/w', n)],
    ['another site', normals({ seed: 11, step: 3 }, 'fc2/w', n)]
  ])('are independent of %s', (name, other) => {
    expect(odd(correlation(name, z, other))).toEqual([])
  })

  const foundOut =
    'would be found out with a mean of 0.005, a spread of 1.004, without tails, ' +
    'or with neighbours that know of each other'
  it(foundOut, () => {
    const names = (draws: Float32Array): ReadonlyArray<string> =>
      odd(normalStatistics(draws)).map((s) => s.name)
    expect(names(z.map((x) => x + 0.005))).toContain('moment 1')
    expect(names(z.map((x) => x * 1.004))).toContain('moment 2')
    expect(names(z.map((x) => Math.max(-3.5, Math.min(3.5, x))))).toContain('tail beyond 4')
    expect(names(z.map((x, i) => (i % 100 === 0 ? (z[i + 1] ?? x) : x)))).toContain(
      'correlation with 1 on'
    )
    expect(
      names(
        z.map((x, i) =>
          i % 3 === 2 ? Math.abs(x) * Math.sign((z[i - 1] ?? 1) * (z[i - 2] ?? 1)) : x
        )
      )
    ).toContain('χ² of triples')
  })
})
