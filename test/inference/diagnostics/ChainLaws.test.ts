/** Laws of what chains say: closed forms, what must not matter, and draws of which nothing is known. */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Chains,
  chainsOf,
  type Diagnosis,
  halves,
  type Undiagnosed
} from '../../../src/inference/diagnostics/Chains.ts'
import {
  bulkSize,
  meanSize,
  quantileSize,
  tailSize
} from '../../../src/inference/diagnostics/EffectiveSize.ts'
import { energyFractions } from '../../../src/inference/diagnostics/EnergyFraction.ts'
import {
  meanError,
  quantileErrorOf,
  sdError
} from '../../../src/inference/diagnostics/MonteCarloError.ts'
import { bulkRHat, foldedRHat, rHat } from '../../../src/inference/diagnostics/RHat.ts'
import { between, eitherSign, logSpread } from '../../../src/laws/ArbitraryNumber.ts'
import { standardNormals } from './Draws.ts'

const right = (e: Diagnosis): number => {
  if (E.isLeft(e)) throw new Error(`expected a number, found ${e.left}`)
  return e.right
}
const chains = (...of: ReadonlyArray<ArrayLike<number>>): Chains => {
  const found = chainsOf(of)
  if (E.isLeft(found)) throw new Error(found.left)
  return found.right
}

/** Stationary, of deviation 1. */
const autoregressive = (phi: number, many: number, draws: number, seed: number): Chains =>
  chains(
    ...Array.from({ length: many }, (_, c) => {
      const noise = standardNormals(draws, 1000 * seed + c)
      let x = 0
      return noise.map((e, i) => (x = i === 0 ? e : phi * x + Math.sqrt(1 - phi * phi) * e))
    })
  )

const all: Readonly<Record<string, (c: Chains) => Diagnosis>> = {
  rHat,
  bulkSize,
  tailSize: tailSize(),
  meanSize,
  medianSize: quantileSize(0.5),
  meanError,
  sdError,
  lowQuantileError: quantileErrorOf(0.1)
}
const at = (name: string, c: Chains): number => right(all[name]?.(c) ?? E.left('misshapen'))
const ofRanks = ['rHat', 'bulkSize', 'tailSize', 'medianSize'] as const

describe('closed forms', () => {
  // the mean of an AR(1) has the variance of one of S(1 − φ)/(1 + φ) independent draws
  test.each([-0.5, 0, 0.3, 0.6, 0.9])('an autoregression of %d has S(1 − φ)/(1 + φ)', (phi) => {
    const c = autoregressive(phi, 4, 6000, 1)
    const wanted = Math.min(
      (c.values.length * (1 - phi)) / (1 + phi),
      c.values.length * Math.log10(c.values.length)
    )
    for (const ask of [meanSize, bulkSize]) {
      expect(right(ask(c)) / wanted).toBeGreaterThan(0.85)
      expect(right(ask(c)) / wanted).toBeLessThan(1.15)
    }
    expect(right(meanError(c)) * Math.sqrt(wanted)).toBeCloseTo(1, 1)
    // (x − μ)² of an AR(1) is correlated by φ²ᵗ, and its variance is 2: se(sd)² = ½/ESS
    const ofSquares = (c.values.length * (1 - phi * phi)) / (1 + phi * phi)
    expect(right(sdError(c)) * Math.sqrt(2 * ofSquares)).toBeCloseTo(1, 1)
    expect(right(rHat(c))).toBeLessThan(1.01)
  })

  test('the error of a quantile is √(p(1 − p)/S)/density', () => {
    const c = autoregressive(0, 4, 4000, 2)
    // of the median: density 1/√(2π)
    const wanted = Math.sqrt(0.25 / c.values.length) * Math.sqrt(2 * Math.PI)
    expect(right(quantileErrorOf(0.5)(c)) / wanted).toBeGreaterThan(0.8)
    expect(right(quantileErrorOf(0.5)(c)) / wanted).toBeLessThan(1.2)
  })

  test('alternating draws are worth S·log₁₀ S, and no less than none', () => {
    const c = chains(
      ...[0, 1].map((o) => Float64Array.from({ length: 100 }, (_, d) => (d + o) % 2))
    )
    expect(right(meanSize(c))).toBeCloseTo(200 * Math.log10(200), 9)
    expect(right(bulkSize(c))).toBeCloseTo(200 * Math.log10(200), 9)
  })

  test('two halves of equal draws have the least R̂, √((n − 1)/n)', () => {
    const half = standardNormals(50, 3)
    const c = chains(Float64Array.from([...half, ...half]), Float64Array.from([...half, ...half]))
    expect(right(rHat(c))).toBeCloseTo(Math.sqrt(49 / 50), 12)
  })

  test('independent energies have a fraction of 2, a random walk nearly none', () => {
    const energies = standardNormals(20_000, 4)
    let at = 0
    const walk = energies.map((e) => (at += e))
    const found = energyFractions(chains(energies, walk))
    const [independent = NaN, walking = NaN] = E.isRight(found) ? found.right.map(right) : []
    expect(independent).toBeCloseTo(2, 1)
    expect(walking).toBeLessThan(0.01)
  })
})

describe('what must not matter', () => {
  const drawn = fc
    .tuple(between(-0.9, 0.9), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 10, max: 60 }))
    .chain(([phi, many, draws]) =>
      fc.nat(10_000).map((seed) => autoregressive(phi, many, draws, seed))
    )

  test('a rising map, to what looks at ranks', () => {
    fc.assert(
      fc.property(drawn, (c) => {
        const steep = { ...c, values: c.values.map((x) => Math.exp(3 * x)) }
        // folding is not a matter of ranks, and a quantile between two draws moves between them
        expect(right(bulkSize(steep))).toBeCloseTo(right(bulkSize(c)), 9)
        expect(right(bulkRHat(steep))).toBeCloseTo(right(bulkRHat(c)), 9)
        expect(right(quantileSize(0.3)(steep))).toBeCloseTo(right(quantileSize(0.3)(c)), 9)
      })
    )
  })

  test('the units of draws: errors scale, nothing else changes', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: -600, max: 400 }), (c, power) => {
        // powers of 2 round nothing: the two middle draws are equally far from the median, and must
        // stay so
        const moved = { ...c, values: c.values.map((x) => 2 ** power * x) }
        for (const [name, ask] of Object.entries(all)) {
          const unit = name.endsWith('Error') ? 2 ** power : 1
          expect(right(ask(moved)) / unit / right(ask(c))).toBeCloseTo(1, 9)
        }
      })
    )
  })

  test('where draws lie', () => {
    fc.assert(
      fc.property(drawn, eitherSign(logSpread(1, 1e4)), (c, shift) => {
        const moved = { ...c, values: c.values.map((x) => x + shift) }
        for (const name of ['bulkSize', 'meanSize', 'tailSize', 'meanError', 'sdError'])
          expect(at(name, moved)).toBeCloseTo(at(name, c), 4)
      })
    )
  })

  test('the order of chains', () => {
    fc.assert(
      fc.property(drawn, (c) => {
        const parts = Array.from({ length: c.chains }, (_, i) =>
          c.values.subarray(i * c.draws, (i + 1) * c.draws)
        )
        const turned = chains(...[...parts].reverse())
        for (const ask of Object.values(all))
          expect(right(ask(turned)) / right(ask(c))).toBeCloseTo(1, 9)
      })
    )
  })

  test('the middle draw of odd chains, to what looks at halves', () => {
    fc.assert(
      fc.property(drawn, eitherSign(logSpread(1, 1e300)), (c, outlier) => {
        if (c.draws % 2 === 0) return
        const values = Float64Array.from(c.values)
        for (let i = 0; i < c.chains; i++) values[i * c.draws + (c.draws - 1) / 2] = outlier
        for (const ask of [rHat, bulkSize, meanSize])
          expect(right(ask({ ...c, values }))).toBe(right(ask(c)))
      })
    )
  })
})

describe('draws of which nothing can be said, or little', () => {
  const normal = (draws: number, seed = 5): Float64Array => standardNormals(draws, seed)
  const spoiled = (by: number): Chains => {
    const first = normal(100)
    first[37] = by
    return chains(first, normal(100, 6))
  }
  const refused = (c: Chains, why: Undiagnosed, names: ReadonlyArray<string>): void => {
    for (const name of names) expect([name, all[name]?.(c)]).toEqual([name, E.left(why)])
  }
  const everyone = Object.keys(all)

  test('a draw that is NaN', () => refused(spoiled(NaN), 'NaN', everyone))

  test('an infinite draw spoils means; ranks know where it belongs', () => {
    for (const by of [Infinity, -Infinity]) {
      refused(spoiled(by), 'infinite', ['meanSize', 'meanError', 'sdError'])
      const far = spoiled(1e30 * Math.sign(by))
      for (const name of ofRanks) expect(at(name, spoiled(by))).toBeCloseTo(at(name, far), 9)
    }
  })

  test('more than half of the draws infinite: there is no distance from the median', () => {
    const c = chains(normal(40).map((x, i) => (i % 3 === 0 ? x : Infinity)))
    expect(rHat(c)).toEqual(E.left('infinite'))
  })

  test('one draw, and fewer than the sum of correlations needs', () => {
    refused(chains(normal(1)), 'few draws', everyone)
    refused(chains(normal(3), normal(3, 6)), 'few draws', everyone)
    const nine = chains(normal(9), normal(9, 6))
    refused(nine, 'few draws', ['bulkSize', 'tailSize', 'meanError', 'sdError', 'lowQuantileError'])
    expect(right(rHat(nine))).toBeGreaterThan(0.8)
  })

  test('draws that are all the same', () => {
    refused(
      chains(new Float64Array(50).fill(2), new Float64Array(50).fill(2)),
      'constant',
      everyone
    )
    const rare = chains(normal(50).map((_, i) => (i === 25 ? 1 : 0)))
    expect(E.isLeft(sdError(rare)) || right(sdError(rare)) >= 0).toBe(true)
  })

  test('chains that never moved and differ: R̂ is ∞, and there are hardly two draws', () => {
    const stuck = chains(new Float64Array(50).fill(1), new Float64Array(50).fill(2))
    expect(right(rHat(stuck))).toBe(Infinity)
    expect(right(meanSize(stuck))).toBeLessThan(4)
  })

  test('one stuck chain among others is seen', () => {
    const c = chains(normal(200), normal(200, 6), normal(200, 7), new Float64Array(200).fill(0.1))
    expect(right(rHat(c))).toBeGreaterThan(1.1)
    expect(right(foldedRHat(c))).toBeGreaterThan(right(bulkRHat(c)))
  })

  test('a quantile that is the largest value leaves the other to speak', () => {
    const coins = chains(normal(400).map((x) => (x > 1 ? 1 : 0)))
    expect(quantileSize(0.95)(coins)).toEqual(E.left('constant'))
    expect(tailSize()(coins)).toEqual(quantileSize(0.05)(coins))
    expect(right(tailSize()(coins))).toBeGreaterThan(200)
  })

  test('numbers that are not chains times draws', () => {
    const c = { chains: 2, draws: 30, values: normal(59) }
    refused(c, 'misshapen', everyone)
    expect(chainsOf([normal(3), normal(4)])).toEqual(E.left('misshapen'))
    expect(chainsOf([])).toEqual(E.left('misshapen'))
  })

  test('energies: a constant chain says so, beside one that is not', () => {
    const found = energyFractions(chains(new Float64Array(20).fill(3), normal(20)))
    expect(E.isRight(found) && E.isLeft(found.right[0] ?? E.right(0))).toBe(true)
    expect(E.isRight(found) && E.isRight(found.right[1] ?? E.left('NaN'))).toBe(true)
  })

  test('halves leave the middle draw out', () => {
    expect(halves(chains([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]))).toEqual(
      chains([1, 2], [6, 7], [4, 5], [9, 10])
    )
  })
})
