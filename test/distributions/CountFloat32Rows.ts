/**
 * Where counts and shares are compared in float32. Counts lie at 0, at 1, where the law has its mass,
 * and anywhere up to 10⁷, as whole numbers that float32 has.
 */
import * as fc from 'fast-check'
import {
  beta,
  betaBinomial,
  binomial,
  geometric,
  hardConcrete,
  kumaraswamy,
  relaxedBernoulli,
  negativeBinomial,
  poisson
} from '../../src/distributions/index.ts'
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

/** A total and counts of it, both ends among them, with other arguments. */
const countsOfTotal = (
  args: ReadonlyArray<fc.Arbitrary<number>>,
  at: (total: number, args: Numbers) => readonly [number, number]
): fc.Arbitrary<Numbers> =>
  fc
    .tuple(anyCount, fc.tuple(...args), near, between(0, 1), fc.constantFrom(0, 1, 2, 3, 4))
    .map(([total, xs, by, part, which]) => {
      const [middle, deviation] = at(total, xs)
      const x =
        [0, total, whole(part * total, total)][which] ?? whole(middle + by * deviation, total)
      return [x, total, ...xs]
    })

/** Shares that float32 has, near both ends, or so many deviations from the middle. */
const anyShare = fc.oneof(
  logSpread(1e-37, 0.5),
  logSpread(2 ** -24, 0.5).map((q) => 1 - q)
)
const sharesAround = (
  args: ReadonlyArray<fc.Arbitrary<number>>,
  at: (args: Numbers) => readonly [number, number]
): fc.Arbitrary<Numbers> =>
  fc.tuple(fc.tuple(...args), anyShare, near, fc.boolean()).map(([xs, x, by, far]) => {
    const [middle, deviation] = at(xs)
    return [far ? x : Math.min(Math.max(middle + by * deviation, 1e-37), 1 - 2 ** -24), ...xs]
  })
const betaAt = (a: number, b: number): readonly [number, number] => {
  const m = a / (a + b)
  return [m, Math.sqrt((m * (1 - m)) / (a + b + 1))]
}

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

export const betaByMeanRow: Float32Row = {
  names: ['x', 'mean', 'precision'],
  points: sharesAround([between(0.01, 0.99), logSpread(0.1, 1e8)], ([m = NaN, n = NaN]) =>
    betaAt(m * n, (1 - m) * n)
  ),
  of: density(([mean = nan, precision = nan]) => beta({ mean, precision })),
  terms: (x = NaN, m = NaN, n = NaN) => {
    const [a, b] = [m * n, (1 - m) * n]
    return {
      x: [a / x, -1 / x, -b / (1 - x), 1 / (1 - x)],
      mean: [n * Math.log(x), -n * digamma(a), -n * Math.log1p(-x), n * digamma(b)],
      precision: [
        m * Math.log(x),
        (1 - m) * Math.log1p(-x),
        -m * digamma(a),
        -(1 - m) * digamma(b),
        digamma(n)
      ]
    }
  }
}

export const binomialByProbability: Float32Row = {
  names: ['x', 'total', 'probability'],
  points: countsOfTotal([probabilities], (n, [p = NaN]) => [n * p, Math.sqrt(n * p * (1 - p))]),
  of: density(([total = nan, probability = nan]) => binomial({ total, probability })),
  terms: (x = NaN, n = NaN, p = NaN) => ({ probability: [x / p, -(n - x) / (1 - p)] })
}

export const betaBinomialByMean: Float32Row = {
  names: ['x', 'total', 'mean', 'precision'],
  points: countsOfTotal([between(0.01, 0.99), logSpread(0.1, 1e8)], (n, [m = NaN, c = NaN]) => [
    n * m,
    Math.sqrt((n * m * (1 - m) * (n + c)) / (1 + c))
  ]),
  of: density(([total = nan, mean = nan, precision = nan]) =>
    betaBinomial({ total, mean, precision })
  ),
  terms: (x = NaN, n = NaN, m = NaN, c = NaN) => {
    const [a, b] = [m * c, (1 - m) * c]
    return {
      mean: [digamma(a + x), -digamma(a), -digamma(b + (n - x)), digamma(b)].map((t) => c * t),
      precision: [
        m * digamma(a + x),
        -m * digamma(a),
        (1 - m) * digamma(b + (n - x)),
        -(1 - m) * digamma(b),
        digamma(c),
        -digamma(n + c)
      ]
    }
  }
}

export const countRows = {
  Beta: {
    names: ['x', 'alpha', 'beta'],
    points: sharesAround([shapes, shapes], ([a = NaN, b = NaN]) => betaAt(a, b)),
    of: density(([alpha = nan, b = nan]) => beta({ alpha, beta: b })),
    terms: (x = NaN, a = NaN, b = NaN) => ({
      x: [a / x, -1 / x, -b / (1 - x), 1 / (1 - x)],
      alpha: [Math.log(x), -digamma(a), digamma(a + b)],
      beta: [Math.log1p(-x), -digamma(b), digamma(a + b)]
    })
  },
  BetaBinomial: {
    names: ['x', 'total', 'alpha', 'beta'],
    points: countsOfTotal([shapes, shapes], (n, [a = NaN, b = NaN]) => {
      const m = a / (a + b)
      return [n * m, Math.sqrt((n * m * (1 - m) * (n + a + b)) / (1 + a + b))]
    }),
    of: density(([total = nan, alpha = nan, b = nan]) => betaBinomial({ total, alpha, beta: b })),
    terms: (x = NaN, n = NaN, a = NaN, b = NaN) => ({
      alpha: [digamma(a + x), -digamma(a), digamma(a + b), -digamma(a + b + n)],
      beta: [digamma(b + (n - x)), -digamma(b), digamma(a + b), -digamma(a + b + n)]
    })
  },
  Binomial: {
    names: ['x', 'total', 'logits'],
    points: countsOfTotal([logits], (n, [l = NaN]) => [
      n * sigmoid(l),
      Math.sqrt(n * sigmoid(l) * sigmoid(-l))
    ]),
    of: density(([total = nan, l = nan]) => binomial({ total, logits: l })),
    terms: (x = NaN, n = NaN, l = NaN) => ({ logits: [x * sigmoid(-l), -(n - x) * sigmoid(l)] })
  },
  Geometric: {
    names: ['x', 'logits'],
    points: countsAround([logits], ([l = NaN]) => [Math.exp(-l), Math.exp(-l)]),
    of: density(([l = nan]) => geometric({ logits: l })),
    terms: (x = NaN, l = NaN) => ({ logits: [sigmoid(-l), -x * sigmoid(l)] })
  },
  Kumaraswamy: {
    names: ['x', 'alpha', 'beta'],
    points: sharesAround([logSpread(1e-3, 1e4), shapes], ([a = NaN, b = NaN]) => {
      const at = (p: number): number => (-Math.expm1(Math.log(p) / b)) ** (1 / a)
      return [at(0.5), Math.abs(at(0.2) - at(0.8))]
    }),
    of: density(([alpha = nan, b = nan]) => kumaraswamy({ alpha, beta: b })),
    terms: (x = NaN, a = NaN, b = NaN) => {
      const u = a * Math.log(x),
        pull = 1 / Math.expm1(-u)
      return {
        x: [a / x, -1 / x, (-b * a * pull) / x, (a * pull) / x],
        alpha: [Math.log(x), -b * pull * Math.log(x), pull * Math.log(x), 1 / a],
        beta: [u > -0.5 ? Math.log(-Math.expm1(u)) : Math.log1p(-Math.exp(u)), 1 / b]
      }
    }
  },
  RelaxedBernoulli: {
    names: ['x', 'logits', 'temperature'],
    points: sharesAround([logits, logSpread(0.05, 20)], ([l = NaN, t = NaN]) => [
      sigmoid(l / t),
      (sigmoid(l / t) * sigmoid(-l / t)) / t
    ]),
    of: density(([l = nan, temperature = nan]) => relaxedBernoulli({ logits: l, temperature })),
    terms: (x = NaN, l = NaN, t = NaN) => {
      const u = Math.log(x) - Math.log1p(-x),
        s = t * u - l
      const [up, down] = [sigmoid(s), sigmoid(-s)]
      return {
        x: [(down * t) / (x * (1 - x)), (-up * t) / (x * (1 - x)), -1 / x, 1 / (1 - x)],
        logits: [up, -down],
        temperature: [1 / t, -up * u, down * u]
      }
    }
  },
  HardConcrete: {
    names: ['x', 'logits', 'temperature', 'below', 'above'],
    points: fc
      .tuple(
        fc.oneof(fc.constantFrom(0, 1), between(0.001, 0.999)),
        between(-20, 20),
        logSpread(0.05, 20),
        logSpread(1e-4, 10),
        logSpread(1e-4, 10)
      )
      .map((point) => [...point]),
    of: density(([l = nan, temperature = nan, below = nan, above = nan]) =>
      hardConcrete({ logits: l, temperature, below, above })
    ),
    terms: (x = NaN, l = NaN, t = NaN, b = NaN, a = NaN) => {
      const [up, down] = [x + b, 1 - x + a]
      const logs = [Math.log(up), -Math.log(down)]
      const v = t * ((logs[0] ?? NaN) + (logs[1] ?? NaN)) - l
      const [above, below] = [sigmoid(v), sigmoid(-v)]
      // ln p by v: of a mass one of them, of the density their difference
      const byV = x === 0 ? [below] : x === 1 ? [-above] : [below, -above]
      const times = (...by: ReadonlyArray<number>) => byV.flatMap((g) => by.map((k) => g * k))
      const isBetween = x > 0 && x < 1
      const own = (...terms: ReadonlyArray<number>) => (isBetween ? terms : [])
      return {
        ...(isBetween ? { x: [...times(t / up, t / down), -1 / up, 1 / down] } : { x: [] }),
        logits: times(-1),
        temperature: [...times(...logs), ...own(1 / t)],
        below: [...times(t / up), ...own(1 / (1 + a + b), -1 / up)],
        above: [...times(-t / down), ...own(1 / (1 + a + b), -1 / down)]
      }
    }
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
  BetaBinomialByMean: betaBinomialByMean,
  BetaByMean: betaByMeanRow,
  BinomialByProbability: binomialByProbability,
  PoissonByLog: poissonByLog,
  GeometricByProbability: geometricByProbability,
  NegativeBinomialByLogits: negativeBinomialByLogits,
  NegativeBinomialByProbability: negativeBinomialByProbability
}
