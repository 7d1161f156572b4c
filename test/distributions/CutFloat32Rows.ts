/**
 * Where densities between cutpoints and ends are compared in float32: a part of the table of
 * `Float32Rows.ts`.
 */
import * as fc from 'fast-check'
import stdErfcx from '@stdlib/math-base-special-erfcx'
import {
  cauchy,
  type Distribution,
  normal,
  orderedLogistic,
  studentT,
  truncated
} from '../../src/distributions/index.ts'
import { type Expr, iota } from '../../src/expr/index.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { equal, mul, total } from '../../src/expr/Words.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'
import type { Float32Row } from '../support/Float32Law.ts'
import { logDensityOf } from './Arbitrary.ts'
import { density, eitherSign, nan, near } from './Float32Points.ts'

const cuts = ['0', '1', '2']

const orderedRow: Float32Row = {
  names: ['x', 'location', ...cuts],
  points: fc
    .tuple(
      fc.nat({ max: cuts.length }),
      fc.oneof(near, eitherSign(logSpread(1e-3, 1e4))),
      fc.oneof(near, eitherSign(logSpread(1e-3, 1e4))),
      fc.tuple(logSpread(1e-3, 1e3), logSpread(1e-3, 1e3))
    )
    .map(([x, location, c, [g, h]]) => [x, location, c, c + g, c + g + h])
    // float32 tells the cutpoints apart
    .filter(
      ([, , a = NaN, b = NaN, c = NaN]) => b - a > 1e-6 * Math.abs(a) && c - b > 1e-6 * Math.abs(b)
    ),
  of: density(([location = nan, ...cutpoints]) =>
    orderedLogistic({
      location,
      cutpoints: total(cutpoints.map((c, k) => mul(c)(equal(k)(iota('cuts'))))),
      cuts: 'cuts',
      along: 'levels'
    })
  ),
  terms: (x = NaN, m = NaN, ...c) => {
    const { sigmoid } = scalarMap
    const upper = c[x] ?? Infinity,
      lower = c[x - 1] ?? -Infinity
    const gap = 1 / Math.expm1(upper - lower)
    return {
      location: [-sigmoid(m - upper), sigmoid(lower - m)],
      ...Object.fromEntries(
        cuts.map((name, k) => [
          name,
          k === x ? [sigmoid(m - upper), gap] : k === x - 1 ? [-sigmoid(lower - m), -gap] : [0]
        ])
      )
    }
  },
  sizes: { cuts: cuts.length }
}

/** A law of deviations: its slope d ln f/dz, and its density between two ends at either of them. */
interface CutLaw {
  readonly of: (location: Expr, scale: Expr) => Distribution
  readonly slope: (z: number) => number
  readonly edges: (alpha: number, beta: number, gap: number) => readonly [number, number]
}

/** φ at either end over Φ(β) − Φ(α): by Mills' ratio, or by erf where both are near 0. */
const normalEdges: CutLaw['edges'] = (alpha, beta, gap) => {
  const [l, h] = alpha + beta < 0 ? [-beta, -alpha] : [alpha, beta]
  const mills = (t: number): number => Math.sqrt(Math.PI / 2) * stdErfcx(t * Math.SQRT1_2)
  const r = gap * (h + l) * 0.5
  const erfs = scalarMap.erf(h * Math.SQRT1_2) - scalarMap.erf(l * Math.SQRT1_2)
  // of the law at l
  const atL =
    l < 1
      ? (Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * l * l)) / erfs
      : 1 / (mills(l) - mills(h) * Math.exp(-r))
  const both = [atL, atL * Math.exp(-r)] as const
  return alpha + beta < 0 ? [both[1], both[0]] : both
}

/** A place in deviations: near 0, some away, or far out. */
const places = fc.oneof(near, eitherSign(logSpread(1e-3, 1e4)))

/** x between the ends by a share of the way, in one span of three also on them. */
const normalLaw: CutLaw = { of: normal, slope: (z) => -z, edges: normalEdges }
/** By the angle between the ends. */
const cauchyLaw: CutLaw = {
  of: cauchy,
  slope: (z) => (-2 * z) / (1 + z * z),
  edges: (alpha, beta, gap) => {
    const angle = Math.atan2(gap, 1 + alpha * beta)
    return [1 / (1 + alpha * alpha) / angle, 1 / (1 + beta * beta) / angle]
  }
}

const df = 3
/** Of two tails, by the density in float64, which has figures of its own. */
const studentLaw: CutLaw = {
  of: (location, scale) => studentT({ df, location, scale }),
  slope: (z) => (-(df + 1) * z) / (df + z * z),
  edges: (alpha, _, gap) => {
    const log = logDensityOf(
      truncated<Distribution>({
        low: alpha,
        high: alpha + gap,
        of: studentT({ df, location: 0, scale: 1 })
      })
    )
    return [Math.exp(log(alpha)), Math.exp(log(alpha + gap))]
  }
}

const rowOf = (law: CutLaw, width: fc.Arbitrary<number>): Float32Row => ({
  count: 250,
  names: ['x', 'low', 'high', 'location', 'scale'],
  points: fc
    .tuple(
      places,
      width,
      logSpread(1e-3, 1),
      eitherSign(logSpread(1e-3, 1e3)),
      logSpread(1e-3, 1e3)
    )
    .map(([alpha, w, share, m, s]) => {
      const low = Math.fround(m + s * alpha),
        high = Math.fround(m + s * (alpha + w))
      return [Math.min(low + share * (high - low), high), low, high, m, s]
    })
    // float32 tells the ends apart
    .filter(([x = NaN, low = NaN, high = NaN]) => high - low > 1e-5 * Math.abs(low) && x > low),
  of: density(([low = nan, high = nan, location = nan, scale = nan]) =>
    truncated<Distribution>({ low, high, of: law.of(location, scale) })
  ),
  terms: (x = NaN, low = NaN, high = NaN, m = NaN, s = NaN) => {
    const [z = NaN, alpha = NaN, beta = NaN] = [x, low, high].map((v) => (v - m) / s)
    const [atLow, atHigh] = law.edges(alpha, beta, (high - low) / s)
    const slope = law.slope(z)
    return {
      x: [slope / s],
      low: [atLow / s],
      high: [-atHigh / s],
      location: [-slope / s, -atLow / s, atHigh / s],
      scale: [(-z * slope) / s, -1 / s, (-alpha * atLow) / s, (beta * atHigh) / s]
    }
  }
})

export const cutRows = {
  OrderedLogistic: orderedRow,
  Truncated: rowOf(normalLaw, logSpread(1e-3, 1e3))
}

/** The same of a law whose tails are powers. */
export const truncatedCauchy = rowOf(cauchyLaw, logSpread(1e-3, 1e3))

/** How high the density is, up to a constant. */
const height = (z: number): number => (1 + (z * z) / df) ** (-(df + 1) / 2)
const overAll = rowOf(studentLaw, logSpread(1e-3, 1e3))

/**
 * The same of a law whose mass is a quadrature, between ends that are not much less likely than what
 * lies between: of others the slope is a small difference of the nodes' terms.
 */
export const truncatedStudentT: Float32Row = {
  ...overAll,
  count: 100,
  points: overAll.points.filter(([, low = NaN, high = NaN, m = NaN, s = NaN]) => {
    const [alpha, beta] = [(low - m) / s, (high - m) / s]
    const top = height(Math.min(Math.max(0, alpha), beta))
    return Math.min(height(alpha), height(beta)) > 0.05 * top
  })
}
