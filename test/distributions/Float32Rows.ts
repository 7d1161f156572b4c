/**
 * Where the density of each family is compared in float32, with the terms of its slopes. A family
 * without a row does not compile.
 *
 * Positive arguments lie evenly in the logarithm from 1e-37 to 1e37, real ones on both sides of 0;
 * half of the points lie where the density has its mass, since none of the others would. Shapes lie
 * from 1e-3 to 1e8, degrees of freedom from 0.01 to 1e8, and beside these the others from 1e-30 to
 * 1e30.
 */
import * as fc from 'fast-check'
import {
  bernoulli,
  categorical,
  exponential,
  gamma,
  halfCauchy,
  halfNormal,
  inverseGamma,
  logNormal,
  l0Penalty,
  logUniform,
  normal,
  studentT,
  uniform
} from '../../src/distributions/index.ts'
import { iota } from '../../src/expr/index.ts'
import { digamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { equal, mul, total } from '../../src/expr/Words.ts'
import type { Float32Row } from '../support/Float32Law.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'
import { combinedRows } from './CombinedFloat32Rows.ts'
import { countRows } from './CountFloat32Rows.ts'
import type { ElementTag } from './Rows.ts'
import { cutRows } from './CutFloat32Rows.ts'
import {
  anyPositive,
  anyReal,
  around,
  density,
  eitherSign,
  most,
  mostOfT,
  nan,
  near,
  type Numbers,
  real,
  shapes,
  within
} from './Float32Points.ts'
import { tailRows, tTerms } from './Float32TailRows.ts'

export { anyPositive, anyReal, eitherSign, most } from './Float32Points.ts'

const gammaRow: Float32Row = {
  names: ['x', 'shape', 'scale'],
  points: around(
    [shapes, anyPositive],
    anyPositive,
    ([a = NaN, s = NaN], by) => a * s * Math.exp(by / Math.sqrt(a + 1))
  ),
  of: density(([shape = nan, scale = nan]) => gamma({ shape, scale })),
  terms: (x = NaN, a = NaN, s = NaN) => ({
    x: [a / x, -1 / x, -1 / s],
    shape: [Math.log(x / s), -digamma(a)],
    scale: [x / s / s, -a / s]
  })
}

export const gammaByRate: Float32Row = {
  names: ['x', 'shape', 'rate'],
  points: around(
    [shapes, anyPositive],
    anyPositive,
    ([a = NaN, r = NaN], by) => (a / r) * Math.exp(by / Math.sqrt(a + 1))
  ),
  of: density(([shape = nan, rate = nan]) => gamma({ shape, rate })),
  terms: (x = NaN, a = NaN, r = NaN) => ({
    x: [a / x, -1 / x, -r],
    shape: [Math.log(x * r), -digamma(a)],
    rate: [a / r, -x]
  })
}

const classes = ['0', '1', '2', '3']
const logSum = (logits: Numbers): number => {
  const top = Math.max(...logits)
  return top + Math.log(logits.reduce((s, l) => s + Math.exp(l - top), 0))
}

export const float32Rows: { readonly [T in ElementTag]: Float32Row } = {
  ...countRows,
  ...combinedRows,
  ...cutRows,
  ...tailRows,
  Bernoulli: {
    names: ['x', 'logits'],
    points: fc.tuple(fc.constantFrom(0, 1), fc.oneof(anyReal, eitherSign(logSpread(0.01, 100)))),
    of: density(([logits = nan]) => bernoulli({ logits })),
    terms: (x = NaN, l = NaN) => ({ logits: [x, -scalarMap.sigmoid(l)] })
  },
  Categorical: {
    names: ['x', ...classes],
    points: fc
      .tuple(
        fc.nat({ max: classes.length - 1 }),
        anyReal,
        fc.tuple(...classes.map(() => fc.oneof(anyReal, eitherSign(logSpread(0.01, 100)))))
      )
      .chain(([x, shift, logits]) =>
        fc.boolean().map((far) => [x, ...logits.map((l) => (far ? l : within(most)(shift + l)))])
      ),
    of: density((logits) =>
      categorical({
        logits: total(logits.map((l, k) => mul(l)(equal(k)(iota('classes'))))),
        along: 'classes'
      })
    ),
    terms: (x = NaN, ...logits) =>
      Object.fromEntries(
        logits.map((l, k) => [String(k), [x === k ? 1 : 0, -Math.exp(l - logSum(logits))]])
      ),
    sizes: { classes: classes.length }
  },
  Exponential: {
    names: ['x', 'rate'],
    points: around([anyPositive], anyPositive, ([r = NaN], by) => Math.exp(by) / r),
    of: density(([rate = nan]) => exponential(rate)),
    terms: (x = NaN, r = NaN) => ({ x: [-r], rate: [1 / r, -x] })
  },
  Gamma: gammaRow,
  HalfCauchy: {
    names: ['x', 'scale'],
    points: fc.oneof(
      around([anyPositive], anyPositive, ([s = NaN], by) => s * Math.exp(by)),
      // where the density is near 1, and its logarithms cancel
      around([anyPositive], anyPositive, ([s = NaN], by) => Math.sqrt(s) * Math.exp(by))
    ),
    of: density(([scale = nan]) => halfCauchy(scale)),
    terms: (x = NaN, s = NaN) => ({
      x: [-2 / (x + (s / x) * s)],
      scale: [1 / s, -2 / (s + (x / s) * x)]
    })
  },
  HalfNormal: {
    names: ['x', 'scale'],
    points: around([anyPositive], anyPositive, ([s = NaN], by) => s * Math.abs(by)),
    of: density(([scale = nan]) => halfNormal(scale)),
    terms: (x = NaN, s = NaN) => ({ x: [-x / s / s], scale: [(x / s) ** 2 / s, -1 / s] })
  },
  InverseGamma: {
    names: ['x', 'shape', 'scale'],
    points: around(
      [shapes, anyPositive],
      anyPositive,
      ([a = NaN, b = NaN], by) => (b / a) * Math.exp(by / Math.sqrt(a + 1))
    ),
    of: density(([shape = nan, scale = nan]) => inverseGamma({ shape, scale })),
    terms: (x = NaN, a = NaN, b = NaN) => ({
      x: [-a / x, -1 / x, b / x / x],
      shape: [Math.log(b / x), -digamma(a)],
      scale: [a / b, -1 / x]
    })
  },
  LogNormal: {
    names: ['x', 'location', 'scale'],
    points: fc.oneof(
      around([anyReal, anyPositive], anyPositive, () => 1),
      around(
        [eitherSign(logSpread(1e-3, 80)), logSpread(1e-5, 30)],
        anyPositive,
        ([m = NaN, s = NaN], by) => Math.exp(Math.max(m + s * by, -85))
      ),
      around([fc.constant(1), anyPositive], anyPositive, ([, s = NaN], by) => Math.exp(by) / s)
    ),
    of: density(([m = nan, s = nan]) => logNormal(m, s)),
    terms: (x = NaN, m = NaN, s = NaN) => {
      const z = (Math.log(x) - m) / s
      return { x: [-1 / x, -z / s / x], location: [z / s], scale: [(z / s) * z, -1 / s] }
    }
  },
  L0Penalty: {
    names: ['x', 'nats'],
    points: fc.tuple(fc.oneof(fc.constant(2 ** -126), logSpread(1e-3, 0.999)), anyPositive),
    of: density(([nats = nan]) => l0Penalty(nats)),
    terms: (x = NaN) => ({ x: [0], nats: [x < 2 ** -100 ? 0 : -1] })
  },
  LogUniform: {
    names: ['x'],
    points: fc.tuple(anyReal),
    of: density(() => logUniform),
    terms: (x = NaN) => ({ x: [-1 / x] })
  },
  Normal: {
    names: ['x', 'location', 'scale'],
    points: around([anyReal, anyReal], anyReal, ([m = NaN, s = NaN], by) => m + s * by),
    of: density(([m = nan, s = nan]) => normal(m, s)),
    terms: (x = NaN, m = NaN, s = NaN) => {
      const z = (x - m) / s
      return { x: [-z / s], location: [z / s], scale: [(z / s) * z, -1 / s] }
    }
  },
  StudentT: {
    names: ['x', 'df', 'location', 'scale'],
    points: around(
      [logSpread(0.01, 1e8), real, real],
      real,
      ([, m = NaN, s = NaN], by) => m + s * by,
      mostOfT
    ),
    of: density(([df = nan, location = nan, s = nan]) => studentT({ df, location, scale: s })),
    terms: tTerms
  },
  Uniform: {
    names: ['x', 'low', 'high'],
    points: fc
      .tuple(anyReal, fc.oneof(anyPositive, near.map(Math.abs)))
      .map(([l, w]) => [l, l, within(most)(l + w * Math.abs(l))])
      .filter(([, l = NaN, h = NaN]) => Math.fround(h) > Math.fround(l)),
    of: density(([low = nan, high = nan]) => uniform(low, high)),
    terms: (_ = NaN, l = NaN, h = NaN) => ({ low: [1 / (h - l)], high: [-1 / (h - l)] })
  }
}
