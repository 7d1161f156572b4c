/**
 * Where densities between cutpoints and ends are compared in float32: a part of the table of
 * `Float32Rows.ts`.
 */
import * as fc from 'fast-check'
import { orderedLogistic } from '../../src/distributions/index.ts'
import { iota } from '../../src/expr/index.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { equal, mul, total } from '../../src/expr/Words.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'
import type { Float32Row } from '../support/Float32Law.ts'
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

export const cutRows = { OrderedLogistic: orderedRow }
