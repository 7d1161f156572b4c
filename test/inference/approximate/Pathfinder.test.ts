/**
 * Approximations by normal distributions: their algebra against dense matrices, exactness on normal
 * densities of generated covariance, and what weights say of others.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  approximateModel,
  halfNormal,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../../src/index.ts'
import { verdictOnApproximation } from '../../../src/inference/index.ts'
import {
  type Gaussian,
  logDensityOf,
  type LowRank,
  lowRankGaussian,
  timesLowRank
} from '../../../src/inference/approximate/Gaussian.ts'
import { laplaceFrom } from '../../../src/inference/approximate/LaplaceAtMode.ts'
import {
  flatCurvature,
  inverseHessian,
  learntStep,
  type PathCurvature
} from '../../../src/inference/approximate/PathCurvature.ts'
import { findPath } from '../../../src/inference/approximate/Pathfinder.ts'
import { drawnByWeight, weighGuesses } from '../../../src/inference/approximate/WeighedGuesses.ts'
import { chainNoise } from '../../../src/inference/nuts/ChainNoise.ts'
import type { LogDensity } from '../../../src/inference/nuts/LogDensity.ts'
import { cholesky, dot, type Matrix } from '../../../src/inference/solving/Vectors.ts'
import { standardNormals } from '../diagnostics/Draws.ts'
import { funnel, gaussian, logGamma, quartic } from '../nuts/Targets.ts'

const sizes = fc.integer({ min: 1, max: 6 })
const seeds = fc.integer({ min: 0, max: 9999 })

const vectors = (count: number, size: number, seed: number): ReadonlyArray<Float64Array> => {
  const z = standardNormals(count * size, seed)
  return Array.from({ length: count }, (_, i) => z.slice(i * size, (i + 1) * size))
}
/** A precision A Aᵀ/n + 1/4, whose eigenvalues differ by a factor of some tens. */
const precisionOf = (size: number, seed: number): Matrix => {
  const a = vectors(size, size, seed)
  return a.map((row, i) =>
    Float64Array.from(a, (other, j) => dot(row, other) / size + (i === j ? 0.25 : 0))
  )
}
const times = (a: Matrix, v: Float64Array): Float64Array =>
  Float64Array.from(a, (row) => dot(row, v))
const logDeterminant = (a: Matrix): number =>
  2 * (cholesky(a) ?? []).reduce((sum, row, i) => sum + Math.log(row[i] ?? NaN), 0)
const unit = (size: number, i: number): Float64Array => new Float64Array(size).fill(1, i, i + 1)
const dense = (of: LowRank): Matrix =>
  Array.from(of.diagonal, (_, i) => timesLowRank(of, unit(of.diagonal.length, i)))

/** N(m, A⁻¹), with its constant: its mass is 1. */
const normalised = (mean: Float64Array, precision: Matrix): LogDensity => ({
  size: mean.length,
  at: (q, gradient) => {
    const away = q.map((v, i) => v - (mean[i] ?? NaN))
    const slope = times(precision, away)
    gradient.set(slope.map((v) => -v))
    return (
      -0.5 * (dot(away, slope) + mean.length * Math.log(2 * Math.PI) - logDeterminant(precision))
    )
  }
})

/** Steps on a quadratic of this precision. */
const stepsOn = (precision: Matrix, count: number, seed: number): PathCurvature =>
  vectors(count, precision.length, seed).reduce(
    (curvature, s) => learntStep(curvature, s, times(precision, s)),
    flatCurvature(precision.length)
  )

/** (1 − ρ s zᵀ) H (1 − ρ z sᵀ) + ρ s sᵀ, ρ = 1/(s·z): one update of an inverse Hessian, spelt out. */
const updated = (h: Matrix, s: Float64Array, z: Float64Array): Matrix => {
  const rho = 1 / dot(s, z)
  const hz = times(h, z)
  const zhz = dot(z, hz)
  return h.map((row, i) =>
    row.map(
      (v, j) =>
        v -
        rho * ((s[i] ?? NaN) * (hz[j] ?? NaN) + (hz[i] ?? NaN) * (s[j] ?? NaN)) +
        (rho * rho * zhz + rho) * (s[i] ?? NaN) * (s[j] ?? NaN)
    )
  )
}
const near = (a: Matrix, b: Matrix, within: number): void =>
  a.forEach((row, i) =>
    row.forEach((v, j) => {
      expect(Math.abs(v - (b[i]?.[j] ?? NaN))).toBeLessThan(within * (1 + Math.abs(v)))
    })
  )

describe('what a path learns', () => {
  test('is the update of its diagonal by its last steps, in compact form', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), seeds, (size, count, seed) => {
        const curvature = stepsOn(precisionOf(size, seed), count, seed + 1)
        const diagonal = Array.from(curvature.diagonal, (d, i) => unit(size, i).map((v) => v * d))
        const wanted = curvature.steps.reduce<Matrix>((h, { s, z }) => updated(h, s, z), diagonal)
        near(dense(inverseHessian(curvature)), wanted, 1e-6)
        expect(curvature.steps.length).toBe(Math.min(6, count))
        expect(curvature.diagonal.every((d) => d > 0)).toBe(true)
      }),
      { numRuns: 60 }
    )
  })
  test('of one coordinate is all there is to learn, from one step', () => {
    const { diagonal } = learntStep(flatCurvature(1), Float64Array.of(0.3), Float64Array.of(1.2))
    expect(diagonal[0]).toBeCloseTo(0.25, 14)
  })
  test('is nothing where the density is not concave along a step', () => {
    const before = flatCurvature(2)
    expect(learntStep(before, Float64Array.of(1, 0), Float64Array.of(-1, 0))).toEqual(before)
  })
})

test('a map of normals has the covariance and the volume that it says', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 8 }), seeds, (size, count, seed) => {
      const covariance = inverseHessian(stepsOn(precisionOf(size, seed), count, seed + 1))
      const mean = standardNormals(size, seed + 2)
      const guess = lowRankGaussian(mean, covariance)
      if (guess === undefined) throw new Error('no guess')
      // its columns
      const columns = Array.from({ length: size }, (_, i) => {
        const out = new Float64Array(size)
        guess.place(unit(size, i), out)
        return out.map((v, k) => v - (mean[k] ?? NaN))
      })
      const product = Array.from({ length: size }, (_, i) =>
        Float64Array.from({ length: size }, (_c, j) =>
          columns.reduce((sum, c) => sum + (c[i] ?? NaN) * (c[j] ?? NaN), 0)
        )
      )
      near(product, dense(covariance), 1e-8)
      expect(guess.logVolume).toBeCloseTo(0.5 * logDeterminant(dense(covariance)), 7)
    }),
    { numRuns: 60 }
  )
})

const start = (size: number, seed: number): Float64Array => standardNormals(size, seed + 7)
const found = (density: LogDensity, seed: number) => {
  const path = findPath(density, start(density.size, seed), seed, 0)
  if (path === undefined) throw new Error('no path')
  return path
}

describe('of a normal density', () => {
  test('Laplace is exact: mean, covariance, and weights that are all one', () => {
    fc.assert(
      fc.property(sizes, seeds, (size, seed) => {
        const precision = precisionOf(size, seed)
        const mean = standardNormals(size, seed + 3).map((v) => 5 * v)
        const density = normalised(mean, precision)
        const guess = laplaceFrom(density, found(density, seed))
        if (guess === undefined) throw new Error('no mode')
        guess.mean.forEach((v, i) => expect(v).toBeCloseTo(mean[i] ?? NaN, 6))
        const [u, x, gradient] = [standardNormals(size, seed + 4), mean.slice(), mean.slice()]
        guess.place(u, x)
        expect(density.at(x, gradient)).toBeCloseTo(logDensityOf(guess, u), 6)
        expect(guess.logVolume).toBeCloseTo(-0.5 * logDeterminant(precision), 6)
      }),
      { numRuns: 40 }
    )
  })
  test('the ELBO of the best guess is ln of its mass: 0, in one coordinate exactly', () => {
    fc.assert(
      fc.property(sizes, seeds, (size, seed) => {
        const precision = precisionOf(size, seed)
        const { elboNats, guess } = found(
          normalised(standardNormals(size, seed + 3), precision),
          seed
        )
        // a mean over 25 draws may lie a little above what is never above 0
        expect(Math.abs(elboNats)).toBeLessThan(size === 1 ? 1e-9 : 0.5)
        const root = cholesky(precision)
        if (root === undefined || size > 1) return
        expect(guess.mean[0]).toBeCloseTo(standardNormals(1, seed + 3)[0] ?? NaN, 6)
      }),
      { numRuns: 40 }
    )
  })
})

test('off by a known amount, Laplace of ln of a gamma is what the mode says', () => {
  // density e^(3u − e^u): its mode is ln 3 and its curvature there 3
  const density = logGamma(3)
  const guess = laplaceFrom(density, found(density, 1))
  expect(guess?.mean[0]).toBeCloseTo(Math.log(3), 7)
  expect(guess?.logVolume).toBeCloseTo(-0.5 * Math.log(3), 5)
})

describe('weights', () => {
  const shapeOf = (density: LogDensity, guess: Gaussian): number => {
    const weighed = weighGuesses(density, [guess], 2000, 1)
    return E.isRight(weighed) ? weighed.right.weights.k : NaN
  }
  test('tell a quartic, which Pathfinder has, from a funnel, which it has not', () => {
    const well = quartic(5, 1)
    expect(shapeOf(well, found(well, 3).guess)).toBeLessThan(0.7)
    const narrow = funnel(3)
    expect(shapeOf(narrow, found(narrow, 3).guess)).toBeGreaterThan(0.7)
  })
  test('are of draws that are the same, whatever was asked for before', () => {
    const density = gaussian([[2]])
    const weighed = weighGuesses(
      density,
      [found(density, 1).guess, found(density, 2).guess],
      100,
      5
    )
    if (E.isLeft(weighed)) throw new Error(weighed.left)
    const [a, b] = [new Float64Array(1), new Float64Array(1)]
    weighed.right.place(150, a)
    weighed.right.place(3, b)
    weighed.right.place(150, b)
    expect(b).toEqual(a)
  })
  test('give each draw as often as they say, up to one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 90 }),
        seeds,
        (n, count, seed) => {
          const raw = standardNormals(n, seed).map((v) => Math.exp(2 * v))
          const total = raw.reduce((a, b) => a + b, 0)
          const drawn = drawnByWeight(
            raw.map((v) => Math.log(v / total)),
            count,
            chainNoise(seed, 0, 0, 'guess').uniform
          )
          expect(drawn.length).toBe(count)
          raw.forEach((weight, i) => {
            const times_ = drawn.reduce((sum, d) => sum + (d === i ? 1 : 0), 0)
            expect(Math.abs(times_ - (count * weight) / total)).toBeLessThan(1 + 1e-9)
          })
        }
      )
    )
  })
})

test('words: weights first, then means, then deviations', () => {
  const compared = { offSds: 0.1, site: 'mu', leastRatio: 0.9, mostRatio: 1.1 }
  const words = (k: number | null, more: object = {}) => {
    const { trust, by } = verdictOnApproximation({
      k,
      mostK: 0.7,
      compared: { ...compared, ...more }
    })
    return `${trust}, ${by}`
  }
  expect(words(0.2)).toBe('trust, nothing')
  expect(words(null)).toBe('do not trust, weights')
  expect(words(0.71)).toBe('do not trust, weights')
  expect(words(0.2, { offSds: 0.21 })).toBe('do not trust, means')
  expect(words(0.2, { leastRatio: 0.7 })).toBe('trust means only, deviations')
  expect(words(0.2, { mostRatio: 1.4 })).toBe('trust means only, deviations')
  expect(verdictOnApproximation({ k: 0.6, mostK: 0.7 }).trust).toBe('trust')
})

test('of a model with a mean and a deviation, Pathfinder has the posterior', async () => {
  const model = pipe(
    program,
    sample('mu', normal(0, 10)),
    sample('s', halfNormal(3)),
    observe('y', ({ mu, s }) => over(plate('rows'))(normal(mu, s)))
  )
  const values = standardNormals(30, 5).map((z) => 2 + 1.5 * z)
  const y = { axes: ['rows'], sizes: [30], values: Float32Array.from(values) }
  const result = await approximateModel({ data: new Map([['y', y]]) })(model)()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  const { sites, facts, verdict, draws } = result.right
  // by quadrature over a grid of both
  let [mass, mean, square, deviation] = [0, 0, 0, 0]
  for (let mu = -2; mu < 6; mu += 0.02)
    for (let s = 0.3; s < 6; s += 0.02) {
      let log = -0.5 * (mu / 10) ** 2 - 0.5 * (s / 3) ** 2 - 30 * Math.log(s)
      for (const v of y.values) log -= 0.5 * ((v - mu) / s) ** 2
      const weight = Math.exp(log + 40)
      mass += weight
      mean += weight * mu
      square += weight * mu * mu
      deviation += weight * s
    }
  mean /= mass
  const sd = Math.sqrt(square / mass - mean * mean)
  expect(verdict.trust).toBe('trust')
  expect(facts.paths).toHaveLength(4)
  expect(draws.from).toBe('pathfinder')
  expect(Math.abs((sites.get('mu')?.mean.values[0] ?? NaN) - mean)).toBeLessThan(0.08 * sd)
  expect(Math.sqrt(sites.get('mu')?.variance.values[0] ?? NaN) / sd).toBeCloseTo(1, 1)
  expect(Math.abs((sites.get('s')?.mean.values[0] ?? NaN) - deviation / mass)).toBeLessThan(0.03)
  // and what is asked for decides it, nothing else
  const again = await approximateModel({ data: new Map([['y', y]]) })(model)()
  expect(E.isRight(again) && again.right.draws).toEqual(draws)
})
