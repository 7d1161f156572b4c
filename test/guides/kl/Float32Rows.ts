/**
 * Where each closed divergence is compared in float32, with the terms of its slopes, as it is
 * written.
 *
 * A guide has a location μ and λ = ln σ² from −60 to 8. Half of the points lie where prior and guide
 * agree: a divergence is small there, and its terms are not. Locations lie to ±60, scales from
 * 1e-25 to 1e25, shapes from 1e-3 to 1e7; those of the normal lie from 1e-15 to 1e15.
 */
import * as fc from 'fast-check'
import { isNone, type Option } from 'fp-ts/lib/Option.js'
import {
  type Distribution,
  exponential,
  frechet,
  gamma,
  halfCauchy,
  halfNormal,
  inverseGamma,
  logNormal,
  logUniform,
  normal,
  relaxedBernoulli,
  uniform,
  weibull
} from '../../../src/distributions/index.ts'
import { constant, type Expr } from '../../../src/expr/index.ts'
import { dawson } from '../../../src/expr/numbers/SpecialFunctions.ts'
import { scalarMap } from '../../../src/expr/numbers/Scalar.ts'
import { add, exp, mul } from '../../../src/expr/Words.ts'
import {
  klBy,
  type ClosedKl,
  type JeffreysForm,
  type KlRow
} from '../../../src/guides/kl/KlRule.ts'
import { klTable } from '../../../src/guides/kl/KlTable.ts'
import { logitNormalKls } from '../../../src/guides/kl/LogitNormalKls.ts'
import { truncatedNormalKls } from '../../../src/guides/kl/TruncatedNormalKls.ts'
import { betweenEnds } from '../../../src/guides/TruncatedNormalGuide.ts'
import type { NormalCoordinate } from '../../../src/guides/NormalCoordinate.ts'
import { between, logSpread } from '../../../src/laws/ArbitraryNumber.ts'
import { eitherSign } from '../../distributions/Float32Points.ts'
import type { Float32Row } from '../../support/Float32Law.ts'
import { gammaTerms, normalTerms, type Numbers, type Terms, weibullTerms } from './Float32Slopes.ts'

// ---------------------------------------------------------------------------
// arguments
// ---------------------------------------------------------------------------

const anyLocation = eitherSign(logSpread(1e-6, 60))
const anyScale = logSpread(1e-25, 1e25)
const anyShape = logSpread(1e-3, 1e7)
/** ln λ and k multiply: what is far out has no float32. */
const weibullShape = logSpread(0.02, 1e3)
const anyLogVariance = fc.oneof(
  logSpread(1e-3, 60).map((x) => -x),
  logSpread(1e-3, 8)
)
const deviation = fc.oneof(fc.constant(0), eitherSign(logSpread(1e-8, 3)))

/** μ and λ from anywhere, or a deviation from where the divergence from a prior is least. */
const guided = (
  prior: ReadonlyArray<fc.Arbitrary<number>>,
  best: (prior: Numbers) => readonly [location: number, logVariance: number]
): fc.Arbitrary<Numbers> =>
  fc
    .tuple(fc.tuple(...prior), anyLocation, anyLogVariance, deviation, deviation, fc.boolean())
    .map(([args, location, logVariance, dm, dv, far]) => {
      const [m, v] = far ? [location, logVariance] : best(args)
      const sd = Math.exp(v / 2)
      return far ? [m, v, ...args] : [m + dm * Math.min(sd, 1), v + dv, ...args]
    })
    .filter(([m = NaN, v = NaN]) => Math.abs(m) <= 60 && v >= -60 && v <= 8)

// ---------------------------------------------------------------------------
// divergences
// ---------------------------------------------------------------------------

const some = (kl: Option<ClosedKl>): Expr => {
  if (isNone(kl)) throw new Error('the pair has a closed divergence')
  return kl.value.nats
}
const nan = constant(NaN)
const names = (...prior: ReadonlyArray<string>): ReadonlyArray<string> => [
  'location',
  'logVariance',
  ...prior
]

/** From a prior made of the other arguments, of a guide made of the first two. */
const divergence =
  <Q>(
    row: KlRow<Q>,
    guide: (location: Expr, deviation: Expr, logVariance: Expr) => Q,
    prior: (args: ReadonlyArray<Expr>) => Distribution,
    jeffreys: JeffreysForm = 'exact'
  ): Float32Row['of'] =>
  ([location = nan, logVariance = nan, ...args]) =>
    some(
      klBy(row, guide(location, exp(mul(0.5)(logVariance)), logVariance))(prior(args), { jeffreys })
    )
const ofNormal = (
  prior: (args: ReadonlyArray<Expr>) => Distribution,
  jeffreys?: JeffreysForm
): Float32Row['of'] => divergence(klTable.Normal, normal, prior, jeffreys)
const ofLogNormal = (prior: (args: ReadonlyArray<Expr>) => Distribution): Float32Row['of'] =>
  divergence(klTable.LogNormal, logNormal, prior)

const coordinate = (location: Expr, deviation: Expr, logVariance: Expr): NormalCoordinate => ({
  location,
  logVariance,
  variance: exp(logVariance),
  deviation,
  draw: (noise) => add(location)(mul(deviation)(noise)),
  parameters: () => []
})

// ---------------------------------------------------------------------------
// slopes
// ---------------------------------------------------------------------------

const nodes = Array.from({ length: 49 }, (_, i) => (i - 24) / 4)
const masses = nodes.map((x) => Math.exp(-0.5 * x * x))
const total = masses.reduce((s, w) => s + w, 0)
const mean = (f: (noise: number) => number): number =>
  nodes.reduce((s, x, i) => s + ((masses[i] ?? NaN) / total) * f(x), 0)

const jeffreysTerms =
  (slope: (logAlpha: number) => Numbers) =>
  (m = NaN, v = NaN): Terms => {
    const terms = slope(v - 2 * Math.log(Math.max(Math.abs(m), 1e-15)))
    return {
      location: Math.abs(m) < 1e-15 ? [0] : terms.map((t) => (-2 * t) / m),
      logVariance: terms
    }
  }
const { sigmoid } = scalarMap

// ---------------------------------------------------------------------------
// rows
// ---------------------------------------------------------------------------

const priorScale = logSpread(1e-15, 1e15)
const jeffreysPoints = fc.tuple(
  fc.oneof(eitherSign(logSpread(1e-30, 1e30)), fc.constant(0)),
  anyLogVariance
)

export const klRows: Readonly<Record<string, Float32Row>> = {
  'Normal ‖ Normal': {
    names: names('priorLocation', 'scale'),
    points: guided([anyLocation, eitherSign(priorScale)], ([l = NaN, s = NaN]) => [
      l,
      2 * Math.log(Math.abs(s))
    ]),
    of: ofNormal(([l = nan, s = nan]) => normal(l, s)),
    terms: (m = NaN, v = NaN, l = NaN, s = NaN) => normalTerms(m, v, l, s)
  },
  'Normal ‖ LogUniform': {
    names: names(),
    points: jeffreysPoints,
    of: ofNormal(() => logUniform),
    terms: jeffreysTerms((x) => {
      const root = Math.SQRT1_2 * Math.exp(-x / 2)
      return [-root * dawson(root)]
    })
  },
  'Normal ‖ LogUniform, fitted': {
    names: names(),
    points: jeffreysPoints,
    of: ofNormal(() => logUniform, 'fitted'),
    terms: jeffreysTerms((x) => {
      const t = -1.8732 - 1.48695 * x
      return [-0.63576 * 1.48695 * sigmoid(t) * sigmoid(-t), -0.5 * sigmoid(-x)]
    })
  },
  'LogNormal ‖ LogNormal': {
    names: names('priorLocation', 'scale'),
    points: guided([anyLocation, priorScale], ([l = NaN, s = NaN]) => [l, 2 * Math.log(s)]),
    of: ofLogNormal(([l = nan, s = nan]) => logNormal(l, s)),
    terms: (m = NaN, v = NaN, l = NaN, s = NaN) => normalTerms(m, v, l, s)
  },
  'LogNormal ‖ Gamma': {
    names: names('shape', 'scale'),
    points: guided([anyShape, anyScale], ([a = NaN, s = NaN]) => [
      Math.log(a) + Math.log(s) - 0.5 / a,
      -Math.log(a)
    ]),
    of: ofLogNormal(([shape = nan, scale = nan]) => gamma({ shape, scale })),
    terms: (m = NaN, v = NaN, a = NaN, s = NaN) => {
      const { byMean, ...terms } = gammaTerms(m, v, a, Math.log(a) + Math.log(s))
      return { ...terms, scale: byMean(1 / s) }
    }
  },
  'LogNormal ‖ Gamma by rate': {
    names: names('shape', 'rate'),
    points: guided([anyShape, anyScale], ([a = NaN, s = NaN]) => [
      Math.log(a) - Math.log(s) - 0.5 / a,
      -Math.log(a)
    ]),
    of: ofLogNormal(([shape = nan, rate = nan]) => gamma({ shape, rate })),
    terms: (m = NaN, v = NaN, a = NaN, s = NaN) => {
      const { byMean, ...terms } = gammaTerms(m, v, a, Math.log(a) - Math.log(s))
      return { ...terms, rate: byMean(-1 / s) }
    }
  },
  'LogNormal ‖ InverseGamma': {
    names: names('shape', 'scale'),
    points: guided([anyShape, anyScale], ([a = NaN, b = NaN]) => [
      Math.log(b) - Math.log(a) + 0.5 / a,
      -Math.log(a)
    ]),
    of: ofLogNormal(([shape = nan, scale = nan]) => inverseGamma({ shape, scale })),
    terms: (m = NaN, v = NaN, a = NaN, b = NaN) => {
      const { byMean, ...terms } = gammaTerms(-m, v, a, Math.log(a) - Math.log(b))
      return { ...terms, location: terms.location.map((t) => -t), scale: byMean(-1 / b) }
    }
  },
  'LogNormal ‖ Exponential': {
    names: names('rate'),
    points: guided([anyScale], ([r = NaN]) => [-Math.log(r) - 0.5, 0]),
    of: ofLogNormal(([rate = nan]) => exponential(rate)),
    terms: (m = NaN, v = NaN, r = NaN) => {
      const { location, logVariance, byMean } = gammaTerms(m, v, 1, -Math.log(r))
      return { location, logVariance, rate: byMean(-1 / r) }
    }
  },
  'LogNormal ‖ Weibull': {
    names: names('shape', 'scale'),
    points: guided([weibullShape, anyScale], ([k = NaN, s = NaN]) => [
      Math.log(s) - 0.5 / k,
      -2 * Math.log(k)
    ]),
    of: ofLogNormal(([shape = nan, scale = nan]) => weibull({ shape, scale })),
    terms: (m = NaN, v = NaN, k = NaN, s = NaN) => weibullTerms(m, v, k, s)
  },
  'LogNormal ‖ Frechet': {
    names: names('shape', 'scale'),
    points: guided([weibullShape, anyScale], ([k = NaN, s = NaN]) => [
      Math.log(s) + 0.5 / k,
      -2 * Math.log(k)
    ]),
    of: ofLogNormal(([shape = nan, scale = nan]) => frechet({ shape, scale })),
    terms: (m = NaN, v = NaN, k = NaN, s = NaN) => {
      const terms = weibullTerms(-m, v, k, 1 / s)
      return {
        ...terms,
        location: (terms['location'] ?? []).map((t) => -t),
        scale: (terms['scale'] ?? []).map((t) => -t / s / s)
      }
    }
  },
  'LogNormal ‖ HalfNormal': {
    names: names('scale'),
    points: guided([anyScale], ([s = NaN]) => [Math.log(s) - 0.5, -Math.LN2]),
    of: ofLogNormal(([scale = nan]) => halfNormal(scale)),
    terms: (m = NaN, v = NaN, s = NaN) => {
      const variance = Math.exp(v),
        top = Math.exp(2 * (m + variance - Math.log(s)))
      return {
        location: [top, -1],
        logVariance: [top * variance, -variance, variance, -0.5],
        scale: [-top / s, 1 / s]
      }
    }
  },
  'LogNormal ‖ HalfCauchy': {
    names: names('scale'),
    points: guided([anyScale], ([s = NaN]) => [Math.log(s), 0.5]),
    of: ofLogNormal(([scale = nan]) => halfCauchy(scale)),
    terms: (m = NaN, v = NaN, s = NaN) => {
      const sd = Math.exp(v / 2),
        rises = (x: number): number => 2 * sigmoid(2 * (m - Math.log(s) + sd * x))
      const slope = mean(rises)
      return {
        location: [slope, -1],
        logVariance: [
          ...nodes.map((x, i) => ((masses[i] ?? NaN) / total) * rises(x) * x * (sd / 2)),
          -0.5
        ],
        scale: [-slope / s, 1 / s]
      }
    }
  },
  'LogitNormal ‖ Uniform': {
    names: names(),
    points: guided([], () => [0, 1]),
    of: divergence(logitNormalKls, coordinate, () => uniform(0, 1)),
    terms: (m = NaN, v = NaN) => {
      const sd = Math.exp(v / 2),
        rises = (x: number): number => 2 * sigmoid(m + sd * x)
      return {
        location: [mean(rises), -1],
        logVariance: [
          ...nodes.map((x, i) => ((masses[i] ?? NaN) / total) * rises(x) * x * (sd / 2)),
          -0.5
        ]
      }
    }
  },
  'LogitNormal ‖ RelaxedBernoulli': {
    names: names('logits', 'temperature'),
    points: guided([between(-8, 8), logSpread(0.1, 2)], ([l = NaN, t = NaN]) => [
      l / t,
      1 - 2 * Math.log(t)
    ]),
    of: divergence(logitNormalKls, coordinate, ([l = nan, temperature = nan]) =>
      relaxedBernoulli({ logits: l, temperature })
    ),
    terms: (m = NaN, v = NaN, l = NaN, t = NaN) => {
      const sd = Math.exp(v / 2),
        falls = (x: number): number => 2 * sigmoid(l - t * (m + sd * x))
      const over = (f: (x: number) => number): Numbers =>
        nodes.map((x, i) => ((masses[i] ?? NaN) / total) * f(x))
      return {
        location: [-t * mean(falls), t],
        logVariance: [...over((x) => -t * falls(x) * x * (sd / 2)), -0.5],
        logits: [mean(falls), -1],
        temperature: [...over((x) => -falls(x) * (m + sd * x)), m, -1 / t]
      }
    }
  },
  'TruncatedNormal ‖ Uniform': {
    names: names(),
    points: guided([], () => [0, 1]),
    of: divergence(
      truncatedNormalKls,
      (location, deviation, logVariance) => ({
        logVariance,
        ends: betweenEnds({ location, deviation })
      }),
      () => uniform(0, 1)
    ),
    terms: (m = NaN, v = NaN) => {
      const s = Math.exp(v / 2)
      const phi = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
      const half = (x: number): number => 0.5 * scalarMap.erf(x / Math.SQRT2)
      const [a, b] = [sigmoid(m) / s, sigmoid(-m) / s]
      const [z, n] = [half(a) + half(b), a * phi(a) + b * phi(b)]
      const byEnd = (x: number): Numbers => [
        -phi(x) / z,
        phi(x) / (2 * z),
        (-x * x * phi(x)) / (2 * z),
        (-n * phi(x)) / (2 * z * z)
      ]
      const slope = (sigmoid(m) * sigmoid(-m)) / s
      return {
        location: [...byEnd(a).map((g) => g * slope), ...byEnd(b).map((g) => -g * slope)],
        logVariance: [
          -0.5,
          ...byEnd(a).map((g) => (-g * a) / 2),
          ...byEnd(b).map((g) => (-g * b) / 2)
        ]
      }
    }
  }
}

/** Every pair that has a rule. */
export const pairsWithRules: ReadonlyArray<string> = Object.entries({
  ...klTable,
  LogitNormal: logitNormalKls,
  TruncatedNormal: truncatedNormalKls
}).flatMap(([q, row]) => Object.keys(row).map((p) => `${q} ‖ ${p}`))
