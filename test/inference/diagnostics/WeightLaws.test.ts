/** Laws of Pareto-smoothed weights and of what they say of observations left out. */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leaveOneOut } from '../../../src/inference/diagnostics/LeaveOneOut.ts'
import { fitPareto, paretoQuantile } from '../../../src/inference/diagnostics/ParetoFit.ts'
import {
  logSum,
  mostShape,
  type SmoothedWeights,
  smoothWeights
} from '../../../src/inference/diagnostics/ParetoSmoothing.ts'
import { widelyApplicable } from '../../../src/inference/diagnostics/WidelyApplicable.ts'
import { between, logSpread } from '../../../src/laws/ArbitraryNumber.ts'
import { standardNormals, uniforms } from './Draws.ts'

const right = <A>(e: E.Either<unknown, A>): A => {
  if (E.isLeft(e)) throw new Error(`expected a value, found ${JSON.stringify(e.left)}`)
  return e.right
}
const smooth = (w: Float64Array, efficiency?: number): SmoothedWeights =>
  right(smoothWeights(w, efficiency))

describe('the generalised Pareto distribution', () => {
  test.each([-0.5, 0, 0.3, 0.7, 1.2])('of shape %d is found in its own quantiles', (k) => {
    const x = Float64Array.from({ length: 5000 }, (_, i) =>
      paretoQuantile({ k, scale: 3 }, (i + 0.5) / 5000)
    )
    const found = fitPareto(x)
    expect(found?.k).toBeCloseTo(k, 1)
    expect((found?.scale ?? NaN) / 3).toBeCloseTo(1, 1)
  })

  test('its quantiles are those of its distribution function', () => {
    fc.assert(
      fc.property(between(-0.9, 2), logSpread(1e-3, 1e3), between(0.001, 0.999), (k, scale, p) => {
        const x = paretoQuantile({ k, scale }, p)
        expect(1 - (1 + (k * x) / scale) ** (-1 / k)).toBeCloseTo(p, 6)
      })
    )
  })
})

describe('smoothed weights', () => {
  const weights = fc
    .tuple(fc.integer({ min: 30, max: 400 }), logSpread(0.05, 5), fc.nat(10_000))
    .map(([count, scale, seed]) => standardNormals(count, seed).map((z) => scale * z))

  test('add up to 1, keep their order, and do not depend on a constant', () => {
    fc.assert(
      fc.property(weights, between(-700, 700), (raw, shift) => {
        const { logWeights, k, size } = smooth(raw)
        expect(logSum(logWeights)).toBeCloseTo(0, 9)
        expect(size).toBeGreaterThanOrEqual(1 - 1e-9)
        expect(size).toBeLessThanOrEqual(raw.length * (1 + 1e-9))
        const order = [...raw.keys()].sort((i, j) => (raw[i] ?? 0) - (raw[j] ?? 0))
        order.slice(1).forEach((i, at) => {
          expect(logWeights[i] ?? NaN).toBeGreaterThanOrEqual(
            (logWeights[order[at] ?? 0] ?? NaN) - 1e-9
          )
        })
        expect(smooth(raw.map((l) => l + shift)).k).toBeCloseTo(k, 4)
      })
    )
  })

  test.each([0.2, 0.5, 0.8])('k̂ of weights with a tail of shape %d is near it', (shape) => {
    const ks = Array.from(
      { length: 20 },
      (_, s) => smooth(uniforms(4000, s).map((u) => -shape * Math.log(u))).k
    )
    const mean = ks.reduce((a, b) => a + b, 0) / ks.length
    expect(Math.abs(mean - shape)).toBeLessThan(0.05)
  })

  test('of normal proposals: k̂ rises with the ratio of the variances', () => {
    // target N(0, 1), proposal N(0, s²): weights have a tail of shape 1 − s² for s < 1, bounded else
    const of = (s: number): number =>
      smooth(standardNormals(20_000, 1).map((z) => 0.5 * z * z - 0.5 * (s * z) ** 2)).k
    expect(of(0.3)).toBeGreaterThan(mostShape(20_000))
    expect(of(0.9)).toBeLessThan(0.35)
    expect(of(1.2)).toBeLessThan(0)
  })

  test('equal weights are smooth, a single one is all, few and bad ones are refused', () => {
    expect(smooth(new Float64Array(50).fill(-3)).k).toBe(-Infinity)
    expect(smooth(new Float64Array(50).fill(-3)).size).toBeCloseTo(50, 9)
    const steep = smooth(Float64Array.from({ length: 50 }, (_, i) => 1e4 * i))
    expect(steep.k).toBe(Infinity)
    expect(steep.size).toBeCloseTo(1, 9)
    expect(smoothWeights(standardNormals(29, 1))).toEqual(E.left('few draws'))
    expect(smoothWeights(Float64Array.from({ length: 50 }, (_, i) => (i % 10 ? 0 : 1)))).toEqual(
      E.left('tied tail')
    )
    const spoiled = (by: number): Float64Array => standardNormals(50, 1).map((z, i) => (i ? z : by))
    expect(smoothWeights(spoiled(NaN))).toEqual(E.left('NaN'))
    expect(smoothWeights(spoiled(Infinity))).toEqual(E.left('infinite'))
    expect(E.isRight(smoothWeights(spoiled(-Infinity)))).toBe(true)
    expect(smoothWeights(new Float64Array(50).fill(-Infinity))).toEqual(E.left('infinite'))
  })

  test('what may be trusted grows with the number of weights, up to 0.7', () => {
    expect(mostShape(100)).toBeCloseTo(0.5, 12)
    expect(mostShape(10_000)).toBe(0.7)
  })
})

describe('an observation left out', () => {
  // y ~ N(θ, 1), θ ~ N(0, 1): with all of y the posterior is N(Σy/(n + 1), 1/(n + 1)),
  // and that of the others predicts yᵢ as N(Σ others/n, 1 + 1/n)
  const y = [...standardNormals(30, 3)]
  const sum = y.reduce((a, b) => a + b, 0)
  const theta = standardNormals(4000, 4).map(
    (z) => sum / (y.length + 1) + z / Math.sqrt(y.length + 1)
  )
  const logNormal = (x: number, mean: number, variance: number): number =>
    -0.5 * ((x - mean) ** 2 / variance + Math.log(2 * Math.PI * variance))
  const likelihood = y.map((v) => theta.map((m) => logNormal(v, m, 1)))
  const exact = y.map((v) => logNormal(v, (sum - v) / y.length, 1 + 1 / y.length))

  test('is predicted as by the posterior of the others', () => {
    const { pointwise, untrusted, elpd, parameters } = right(leaveOneOut(likelihood))
    pointwise.forEach((p, i) => expect(Math.abs(p.elpd - (exact[i] ?? NaN))).toBeLessThan(0.02))
    expect(untrusted).toEqual([])
    const wanted = exact.reduce((a, b) => a + b, 0)
    expect(elpd).toBeCloseTo(wanted, 1)
    expect(parameters).toBeGreaterThan(0.5)
    expect(parameters).toBeLessThan(1.5)
    const waic = right(widelyApplicable(likelihood))
    expect(waic.elpd).toBeCloseTo(wanted, 1)
    expect(waic.untrusted).toEqual([])
  })

  test('with an impossible draw, or none, is named', () => {
    const bad = likelihood.map((row, i) => (i === 3 ? row.map((l, s) => (s ? l : -Infinity)) : row))
    expect(leaveOneOut(bad)).toEqual(E.left({ observation: 3, why: 'infinite' }))
    expect(widelyApplicable(bad)).toEqual(E.left({ observation: 3, why: 'infinite' }))
    expect(leaveOneOut([new Float64Array(3)])).toEqual(E.left({ observation: 0, why: 'few draws' }))
    expect(widelyApplicable([new Float64Array(1)])).toEqual(
      E.left({ observation: 0, why: 'few draws' })
    )
  })
})
