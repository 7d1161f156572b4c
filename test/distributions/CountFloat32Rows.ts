/**
 * Where counts and shares are compared in float32. Counts lie at 0, at 1, where the law has its mass,
 * and anywhere up to 10⁷, as whole numbers that float32 has.
 */
import * as fc from 'fast-check'
import { geometric, negativeBinomial, poisson } from '../../src/distributions/index.ts'
import { exp } from '../../src/expr/Words.ts'
import { digamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'
import type { Float32Row } from '../support/Float32Law.ts'
import { anyPositive, density, nan, near, type Numbers, shapes } from './Float32Points.ts'

const { sigmoid } = scalarMap
const mostCounts = 1e7

/** A whole number between 0 and what there may be. */
const whole = (x: number, top = mostCounts): number =>
  Math.min(Math.max(Math.round(Number.isNaN(x) ? 0 : x), 0), top)

const anyCount: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 2, mostCounts),
  logSpread(1, mostCounts).map((x) => whole(x))
)

/** Arguments, with a count from anywhere or so many deviations from the middle. */
const countsAround = (
  args: ReadonlyArray<fc.Arbitrary<number>>,
  at: (args: Numbers) => readonly [number, number]
): fc.Arbitrary<Numbers> =>
  fc.tuple(fc.tuple(...args), anyCount, near, fc.boolean()).map(([xs, x, by, far]) => {
    const [middle, deviation] = at(xs)
    return [far ? x : whole(middle + by * deviation), ...xs]
  })

/** Probabilities as logits, and by themselves, near both ends. */
const logits = fc.oneof(between(-80, 80), between(-3, 3))
const probabilities = fc.oneof(
  logSpread(1e-30, 0.5),
  logSpread(6e-8, 0.5).map((q) => 1 - q)
)

const poissonTerms = (x = NaN, rate = NaN): Readonly<Record<string, Numbers>> => ({
  rate: [x / rate, -1]
})

export const poissonByLog: Float32Row = {
  names: ['x', 'eta'],
  points: countsAround([fc.oneof(between(-80, 80), between(-5, 15))], ([eta = NaN]) => [
    Math.exp(eta),
    Math.exp(eta / 2)
  ]),
  of: density(([eta = nan]) => poisson(exp(eta))),
  terms: (x = NaN, eta = NaN) => ({ eta: [x, -Math.exp(eta)] })
}

export const geometricByProbability: Float32Row = {
  names: ['x', 'probability'],
  points: countsAround([probabilities], ([p = NaN]) => [1 / p, 1 / p]),
  of: density(([probability = nan]) => geometric({ probability })),
  terms: (x = NaN, p = NaN) => ({ probability: [1 / p, -x / (1 - p)] })
}

/** The slope of ln Γ(x + r) − ln Γ(r) + r ln p by r. */
const bySize = (x: number, r: number, logP: number): Numbers => [digamma(x + r), -digamma(r), logP]

export const negativeBinomialByLogits: Float32Row = {
  names: ['x', 'successes', 'logits'],
  points: countsAround([shapes, logits], ([r = NaN, l = NaN]) => [
    r * Math.exp(-l),
    Math.sqrt(r * Math.exp(-l) * (1 + Math.exp(-l)))
  ]),
  of: density(([successes = nan, l = nan]) => negativeBinomial({ successes, logits: l })),
  terms: (x = NaN, r = NaN, l = NaN) => ({
    successes: bySize(x, r, -scalarMap.softplus(-l)),
    logits: [r * sigmoid(-l), -x * sigmoid(l)]
  })
}

export const negativeBinomialByProbability: Float32Row = {
  names: ['x', 'successes', 'probability'],
  points: countsAround([shapes, probabilities], ([r = NaN, p = NaN]) => [
    (r * (1 - p)) / p,
    Math.sqrt(r * (1 - p)) / p
  ]),
  of: density(([successes = nan, probability = nan]) =>
    negativeBinomial({ successes, probability })
  ),
  terms: (x = NaN, r = NaN, p = NaN) => ({
    successes: bySize(x, r, Math.log(p)),
    probability: [r / p, -x / (1 - p)]
  })
}

export const countRows = {
  Geometric: {
    names: ['x', 'logits'],
    points: countsAround([logits], ([l = NaN]) => [Math.exp(-l), Math.exp(-l)]),
    of: density(([l = nan]) => geometric({ logits: l })),
    terms: (x = NaN, l = NaN) => ({ logits: [sigmoid(-l), -x * sigmoid(l)] })
  },
  NegativeBinomial: {
    names: ['x', 'mean', 'concentration'],
    points: countsAround([anyPositive, shapes], ([m = NaN, r = NaN]) => [
      m,
      Math.sqrt(m) * Math.sqrt(1 + m / r)
    ]),
    of: density(([mean = nan, concentration = nan]) => negativeBinomial({ mean, concentration })),
    terms: (x = NaN, m = NaN, r = NaN) => ({
      mean: [x / m, -x / (r + m), -r / (r + m)],
      concentration: [...bySize(x, r, -Math.log1p(m / r)), 1, -(x + r) / (r + m)]
    })
  },
  Poisson: {
    names: ['x', 'rate'],
    points: countsAround([anyPositive], ([rate = NaN]) => [rate, Math.sqrt(rate)]),
    of: density(([rate = nan]) => poisson(rate)),
    terms: poissonTerms
  }
} satisfies Readonly<Record<string, Float32Row>>

/** The other ways to give them. */
export const otherCountRows: Readonly<Record<string, Float32Row>> = {
  PoissonByLog: poissonByLog,
  GeometricByProbability: geometricByProbability,
  NegativeBinomialByLogits: negativeBinomialByLogits,
  NegativeBinomialByProbability: negativeBinomialByProbability
}
