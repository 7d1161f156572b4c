/**
 * Where the densities of heavy and skewed tails are compared in float32: a part of the table of
 * `Float32Rows.ts`.
 */
import * as fc from 'fast-check'
import type { DistributionTag } from '../../src/distributions/index.ts'
import {
  betaPrime,
  cauchy,
  frechet,
  gumbel,
  halfStudentT,
  inverseGaussian,
  laplace,
  logistic,
  logLogistic,
  marginalHorseshoe,
  pareto,
  skewNormal,
  vonMises,
  weibull
} from '../../src/distributions/index.ts'
import { digamma, eulerGamma, scaledExpint1 } from '../../src/expr/numbers/SpecialFunctions.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'
import type { Float32Row } from '../support/Float32Law.ts'
import {
  anyPositive,
  anyReal,
  around,
  density,
  eitherSign,
  most,
  mostOfSizes,
  mostOfT,
  nan,
  near,
  powers,
  real,
  shapes,
  sizes,
  tiny,
  within
} from './Float32Points.ts'

const middling = logSpread(1e-8, 1e8)

/** φ(y)/Φ(y), far out by its continued fraction. */
const normalHazard = (y: number): number =>
  y < -5
    ? Array.from({ length: 80 }, (_, k) => 80 - k).reduce((rest, k) => -y + k / rest, -y)
    : Math.exp(-0.5 * y * y - 0.5 * Math.log(2 * Math.PI) - scalarMap.logNdtr(y))

/** Of Student's t. */
export const tTerms = (x = NaN, v = NaN, m = NaN, s = NaN) => {
  const z = (x - m) / s,
    pull = (v + 1) / (v / z + z) / s
  return {
    x: [-pull],
    df: [
      0.5 * digamma((v + 1) / 2),
      -0.5 * digamma(v / 2),
      -0.5 / v,
      -0.5 * Math.log1p(z ** 2 / v),
      (0.5 * (v + 1)) / v / (v / z / z + 1)
    ],
    location: [pull],
    scale: [-1 / s, pull * z]
  }
}

/** 1 − I₁(k)/I₀(k), by the continued fraction of the ratio, or by its expansion where 1 is near. */
const besselLoss = (k: number): number => {
  if (k > 1e3) return 0.5 / k + 0.125 / k ** 2 + 0.125 / k ** 3 + 25 / 128 / k ** 4
  let ratio = 0
  // I_n/I_(n−1) = 1/(2n/k + I_(n+1)/I_n)
  for (let n = 1500; n >= 1; n -= 1) ratio = 1 / ((2 * n) / k + ratio)
  return 1 - ratio
}

/** eʸE₂(y)/eʸE₁(y), y = z²/2: how fast ln p of a horseshoe falls with ln z², from 0 to 1. */
const horseshoeFall = (z: number): number => {
  const y = (z * z) / 2,
    e1 = y > 1e200 ? 1 / y : y > 1e-300 ? scaledExpint1(y) : Math.LN2 - eulerGamma - 2 * Math.log(z)
  if (y > 1e200) return 1
  if (y < 1) return (1 - y * e1) / e1
  // by the continued fraction of E₂
  let rest = 0
  for (let k = 200; k >= 1; k -= 1) rest = (k * (k + 1)) / (y + 2 * k + 2 - rest)
  return 1 / (y + 2 - rest) / e1
}

export const tailRows = {
  BetaPrime: {
    names: ['x', 'alpha', 'beta', 'scale'],
    points: around(
      [shapes, shapes, sizes],
      sizes,
      ([a = NaN, b = NaN, s = NaN], by) =>
        ((a * s) / b) * Math.exp(by * Math.sqrt(1 / (a + 1) + 1 / (b + 1))),
      mostOfSizes
    ),
    of: density(([alpha = nan, beta = nan, scale = nan]) => betaPrime({ alpha, beta, scale })),
    terms: (x = NaN, a = NaN, b = NaN, s = NaN) => ({
      x: [a / x, -1 / x, -(a + b) / (x + s)],
      alpha: [Math.log(x / (x + s)), digamma(a + b), -digamma(a)],
      beta: [Math.log(s / (x + s)), digamma(a + b), -digamma(b)],
      scale: [-a / s, ((a + b) / s) * (x / (x + s))]
    })
  },
  Cauchy: {
    names: ['x', 'location', 'scale'],
    points: fc.oneof(
      around([anyReal, anyReal], anyReal, ([m = NaN, s = NaN], by) => m + s * by),
      // where the density is near 1, and its logarithms cancel
      around(
        [tiny, anyReal],
        anyReal,
        ([m = NaN, s = NaN], by) => m + Math.sqrt(Math.abs(s)) * Math.exp(by)
      )
    ),
    of: density(([m = nan, s = nan]) => cauchy(m, s)),
    terms: (x = NaN, m = NaN, s = NaN) => {
      const d = x - m,
        pull = d === 0 ? 0 : 2 / (d + (s / d) * s)
      return { x: [-pull], location: [pull], scale: [1 / s, -2 / (s + (d / s) * d)] }
    }
  },
  Frechet: {
    names: ['x', 'shape', 'scale'],
    points: around([powers, anyPositive], anyPositive, ([k = NaN, s = NaN], by) =>
      Math.max(s * Math.exp(by / k), 1 / most)
    ),
    of: density(([shape = nan, scale = nan]) => frechet({ shape, scale })),
    terms: (x = NaN, k = NaN, s = NaN) => {
      const l = Math.log(s / x),
        e = Math.exp(k * l)
      return {
        x: [-k / x, -1 / x, (k * e) / x],
        shape: [1 / k, l, -l * e],
        scale: [k / s, (-k * e) / s]
      }
    }
  },
  Gumbel: {
    names: ['x', 'location', 'scale'],
    points: around([anyReal, anyPositive], anyReal, ([m = NaN, s = NaN], by) => m + s * by),
    of: density(([m = nan, s = nan]) => gumbel(m, s)),
    terms: (x = NaN, m = NaN, s = NaN) => {
      const z = (x - m) / s,
        e = Math.exp(-z)
      return {
        x: [-1 / s, e / s],
        location: [1 / s, -e / s],
        scale: [z / s, (-e * z) / s, -1 / s]
      }
    }
  },
  HalfStudentT: {
    names: ['x', 'df', 'scale'],
    points: around(
      [logSpread(0.01, 1e8), logSpread(1 / mostOfT, mostOfT)],
      logSpread(1 / mostOfT, mostOfT),
      ([, s = NaN], by) => s * Math.abs(by),
      mostOfT
    ),
    of: density(([df = nan, s = nan]) => halfStudentT({ df, scale: s })),
    terms: (x = NaN, v = NaN, s = NaN) => {
      const { location: _, ...terms } = tTerms(x, v, 0, s)
      return terms
    }
  },
  InverseGaussian: {
    names: ['x', 'mean', 'shape'],
    // shape/mean to 1e7: the rounding of x/mean enters as the root of it, squared
    points: fc
      .tuple(middling, logSpread(1e-6, 1e7), middling, near, fc.boolean())
      .map(([m, v, x, by, far]) => [far ? x : m * Math.exp(by * Math.min(1, v ** -0.5)), m, m * v])
      .filter(([x = NaN]) => x > 1e-8 && x < 1e8),
    of: density(([mean = nan, shape = nan]) => inverseGaussian({ mean, shape })),
    terms: (x = NaN, m = NaN, k = NaN) => ({
      x: [-1.5 / x, -k / m / m / 2, k / x / x / 2],
      mean: [((k / m) * x) / m / m, -k / m / m],
      shape: [0.5 / k, -(((x - m) / m) ** 2) / x / 2]
    })
  },
  Laplace: {
    names: ['x', 'location', 'scale'],
    points: around([anyReal, anyReal], anyReal, ([m = NaN, s = NaN], by) => m + s * by),
    of: density(([m = nan, s = nan]) => laplace(m, s)),
    terms: (x = NaN, m = NaN, s = NaN) => {
      const z = (x - m) / s,
        pull = Math.sign(z) / s
      return { x: [-pull], location: [pull], scale: [Math.abs(z) / s, -1 / s] }
    }
  },
  LogLogistic: {
    names: ['x', 'shape', 'scale'],
    points: around([powers, anyPositive], anyPositive, ([k = NaN, s = NaN], by) =>
      Math.max(s * Math.exp(by / k), 1 / most)
    ),
    of: density(([shape = nan, scale = nan]) => logLogistic({ shape, scale })),
    terms: (x = NaN, k = NaN, s = NaN) => {
      const l = Math.log(x / s),
        [up, down] = [scalarMap.sigmoid(k * l), scalarMap.sigmoid(-k * l)]
      return {
        x: [-1 / x, (-k * up) / x, (k * down) / x],
        shape: [1 / k, -l * up, l * down],
        scale: [(k * up) / s, (-k * down) / s]
      }
    }
  },
  Logistic: {
    names: ['x', 'location', 'scale'],
    points: around([anyReal, anyReal], anyReal, ([m = NaN, s = NaN], by) => m + s * by),
    of: density(([m = nan, s = nan]) => logistic(m, s)),
    terms: (x = NaN, m = NaN, s = NaN) => {
      const z = (x - m) / s,
        [up, down] = [scalarMap.sigmoid(z), scalarMap.sigmoid(-z)]
      return {
        x: [-up / s, down / s],
        location: [up / s, -down / s],
        scale: [(up * z) / s, (-down * z) / s, -1 / s]
      }
    }
  },
  MarginalHorseshoe: {
    names: ['x', 'scale'],
    points: fc.oneof(
      around([anyReal], anyReal, ([s = NaN], by) => s * Math.exp(by)),
      // where the density is near 1, and its logarithms cancel
      around([anyReal], anyReal, ([s = NaN], by) => Math.sqrt(Math.abs(s)) * Math.exp(by))
    ),
    of: density(([scale = nan]) => marginalHorseshoe(scale)),
    terms: (x = NaN, s = NaN) => {
      const fall = horseshoeFall(Math.abs(x / s))
      return { x: [(-2 * fall) / x], scale: [(2 * fall) / s, -1 / s] }
    }
  },
  Pareto: {
    names: ['x', 'minimum', 'shape'],
    points: fc
      .tuple(anyPositive, powers, near, fc.boolean())
      .map(([m, k, by, far]) => [m * Math.exp(Math.abs(by) / (far ? 1 : k)), m, k])
      .filter(([x = NaN]) => x < most),
    of: density(([minimum = nan, shape = nan]) => pareto({ minimum, shape })),
    terms: (x = NaN, m = NaN, k = NaN) => ({
      x: [-k / x, -1 / x],
      minimum: [k / m],
      shape: [1 / k, -Math.log(x / m)]
    })
  },
  SkewNormal: {
    names: ['x', 'location', 'scale', 'shape'],
    points: fc
      .tuple(
        real,
        logSpread(1 / mostOfT, mostOfT),
        eitherSign(logSpread(1e-3, 1e3)),
        fc.oneof(near, eitherSign(logSpread(1e-3, 1e3)))
      )
      .map(([m, s, a, by]) => [within(mostOfT)(m + s * by), m, s, a])
      .filter(([x = NaN, m = NaN, s = NaN]) => Math.abs(x - m) <= 1e3 * s),
    of: density(([location = nan, s = nan, a = nan]) =>
      skewNormal({ location, scale: s, shape: a })
    ),
    terms: (x = NaN, m = NaN, s = NaN, a = NaN) => {
      const z = (x - m) / s,
        hazard = normalHazard(a * z)
      return {
        x: [-z / s, (a * hazard) / s],
        location: [z / s, (-a * hazard) / s],
        scale: [(z / s) * z, (-a * hazard * z) / s, -1 / s],
        shape: [z * hazard]
      }
    }
  },
  VonMises: {
    names: ['x', 'location', 'concentration'],
    points: fc
      .tuple(
        fc.oneof(
          fc.tuple(eitherSign(logSpread(1e-3, 3)), logSpread(1e-6, 1e8)),
          // turned about more often, an angle has fewer digits left
          fc.tuple(eitherSign(logSpread(3, 100)), logSpread(1e-6, 100))
        ),
        near,
        eitherSign(logSpread(1e-6, Math.PI)),
        fc.boolean()
      )
      .map(([[m, k], by, anywhere, far]) => {
        const close = m - 2 * Math.PI * Math.round(m / (2 * Math.PI)) + by / Math.sqrt(k + 1)
        return [far || Math.abs(close) > Math.PI ? anywhere : close, m, k]
      }),
    of: density(([location = nan, k = nan]) => vonMises(location, k)),
    terms: (x = NaN, m = NaN, k = NaN) => {
      const half = Math.sin(0.5 * (x - m))
      return {
        x: [-k * Math.sin(x - m)],
        location: [k * Math.sin(x - m)],
        concentration: [-2 * half * half, besselLoss(k)]
      }
    }
  },
  Weibull: {
    names: ['x', 'shape', 'scale'],
    points: around([powers, anyPositive], anyPositive, ([k = NaN, s = NaN], by) =>
      Math.max(s * Math.exp(by / k), 1 / most)
    ),
    of: density(([shape = nan, scale = nan]) => weibull({ shape, scale })),
    terms: (x = NaN, k = NaN, s = NaN) => {
      const l = Math.log(x / s),
        e = Math.exp(k * l)
      return {
        x: [k / x, -1 / x, (-k * e) / x],
        shape: [1 / k, l, -l * e],
        scale: [-k / s, (k * e) / s]
      }
    }
  }
} satisfies { readonly [T in DistributionTag]?: Float32Row }
